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
ROW, LEFT, WIDTH = 36, 150, 300
"""Units of the chart: the height of a row, where zero stands, how wide one is."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the chart: left edge and width, its row, its words."""

    label: str
    words: str
    x: float
    width: float
    y: int


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
        "bars": [_bar(row, number) for number, row in enumerate(rows)],
        "height": ROW * len(rows) + 24,
    }
    return render(request, "expert_panel/agreement.html", context)


def _bar(row: CriterionAgreement, number: int) -> Bar:
    """From zero to the right; to the left for agreement below chance, no farther than the chart has room."""
    kappa = max(row.found.kappa if row.found.kappa is not None else 0.0, -0.2)
    width = round(abs(kappa) * WIDTH, 1)
    x = LEFT if kappa >= 0 else round(LEFT - width, 1)
    return Bar(row.label, row.kappa or _("无法计算"), x, width, number * ROW)


def _csv(request: HttpRequest, rows: list[CriterionAgreement]) -> HttpResponse:
    record(AuditAct.EXPORTED, actor=request.user, name=_("专家尺度一致程度"), details={"rows": len(rows)})
    lines = (
        [row.code, guarded(row.label), row.found.count, row.found.equal, row.found.percent, row.kappa, row.unweighted]
        for row in rows
    )
    return csv_response("expert-agreement.csv", [COLUMNS, *lines])
