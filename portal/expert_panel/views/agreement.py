"""``/workbench/panel/agreement/``: how far experts agree, as a table, a chart and a file."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.admin.spreadsheets import csv_response, guarded
from portal.accounts.doors import staff_page
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models.querysets import SUPERVISE
from portal.expert_panel.services.figures import CriterionAgreement, agreement_by_criterion

COLUMNS = ("criterion", "criterion_name", "pairs", "equal", "percent_equal", "kappa_linear", "kappa_unweighted")
ZERO, SCALE = 200, 1_000
"""Units of the chart: where zero stands, how far it is to one. What is below chance has the room left of zero."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: left edge and width, its words."""

    label: str
    words: str
    x: int
    width: int


@never_cache
@require_safe
@staff_page(SUPERVISE)
def agreement(request: HttpRequest) -> HttpResponse:
    """The figures; ``?export=csv`` takes them away."""
    rows = agreement_by_criterion()
    if request.GET.get("export") == "csv":
        return _csv(request, rows)
    context = {
        "rows": rows,
        "pairs": max((row.found.count for row in rows), default=0),
        "bars": [_bar(row) for row in rows],
        "zero": ZERO,
        "scale": SCALE,
        "width": ZERO + SCALE,
    }
    return render(request, "expert_panel/agreement.html", context)


def _bar(row: CriterionAgreement) -> Bar:
    """From zero to the right; to the left for agreement below chance, no farther than the chart has room."""
    kappa = row.found.kappa if row.found.kappa is not None else 0.0
    length = max(-ZERO, round(kappa * SCALE))
    return Bar(row.label, row.kappa or _("无法计算"), ZERO + min(0, length), abs(length))


def _csv(request: HttpRequest, rows: list[CriterionAgreement]) -> HttpResponse:
    record(AuditAct.EXPORTED, actor=request.user, name=_("专家尺度一致程度"), details={"rows": len(rows)})
    lines = (
        [row.code, guarded(row.label), row.found.count, row.found.equal, row.found.percent, row.kappa, row.unweighted]
        for row in rows
    )
    return csv_response("expert-agreement.csv", [COLUMNS, *lines])
