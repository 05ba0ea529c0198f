"""What can be done to a case from its page, beside answering: one row an act, one small page each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.consultations.models import Consultation
from portal.consultations.policies import may, parties_of
from portal.consultations.services.answers import instead
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.residents import claiming
from portal.consultations.services.residents.conflicts import ConflictUndeclared
from portal.consultations.states import Act, Party
from portal.consultations.views.workbench import forms
from portal.consultations.views.workbench.cases import STAFF

Doing = Callable[[Consultation, Mapping[str, Any], Any], Any]


@dataclass(frozen=True, slots=True)
class CaseAct:
    """An act: its words, the form it asks, the service it calls; ``by_holder``: of the holder alone."""

    label: Any
    lead: Any
    act: Act | None
    form: type[forms.CaseForm]
    do: Doing
    by_holder: bool = False
    keeps: bool = False
    """Whether the case is still with whoever did it."""
    allowed: Callable[[Any, Consultation], bool] | None = None
    """Who may, and when, of what leads to no other state: such acts have no ``act``."""


def register_case_act(code: str, row: CaseAct) -> None:
    """An act of a room around the board; called from ``AppConfig.ready``."""
    ACTS[code] = row


ACTS: dict[str, CaseAct] = {
    "ask": CaseAct(
        _("请咨询人补充"),
        _("还缺事实、不补充就答不准的，请咨询人补充。"),
        Act.ASK_CITIZEN,
        forms.AskForm,
        lambda case, said, by: instead.ask_citizen(case, said["text"], by=by),
        by_holder=True,
        keeps=True,
    ),
    "defer": CaseAct(
        _("约期答复"),
        _("现在答不了的，向咨询人说明原因，约定新的答复时间（规范第二十三条）。"),
        Act.DEFER,
        forms.DeferForm,
        lambda case, said, by: instead.defer(case, said["until"], said["reason"], by=by),
        by_holder=True,
        keeps=True,
    ),
    "hand-over": CaseAct(
        _("移交同事"),
        _("交给本机构的同事办理，时限不变。同事要先声明是否回避。"),
        Act.HAND_OVER,
        forms.HandOverForm,
        lambda case, said, by: claiming.hand_over(case, said["colleague"], by=by),
    ),
    "release": CaseAct(
        _("交回"),
        _("交回以后，别的驻场人员可以接办；时限继续走。"),
        Act.RELEASE,
        forms.ReleaseForm,
        lambda case, said, by: claiming.release(case, by=by),
    ),
    "recuse": CaseAct(
        _("回避"),
        _("与对方或者咨询人有利害关系的，应当回避。这件咨询会交回，不再交给您（或者您的机构）。"),
        Act.RELEASE,
        forms.RecuseForm,
        lambda case, said, by: claiming.recuse(case, by=by, whole_institution=said["who"] == "institution"),
        by_holder=True,
    ),
    "propose-refusal": CaseAct(
        _("建议不予解答或者转告"),
        _("不予解答由本网审核员决定（规范第二十八条至第三十一条）。您提出建议后，这件咨询转给审核员。"),
        Act.PROPOSE_REFUSAL,
        forms.ProposeForm,
        lambda case, said, by: instead.propose_refusal(
            case, said["reason"], said["note"], by=by, authority=said["authority"]
        ),
        by_holder=True,
    ),
}


def offered(by: Any, case: Consultation) -> list[dict[str, Any]]:
    """The acts of this page that somebody may do to a case now; each service asks once more."""
    return [{"code": code, "label": row.label} for code, row in ACTS.items() if _may(by, row, case)]


def _may(by: Any, row: CaseAct, case: Consultation) -> bool:
    if row.allowed is not None:
        return row.allowed(by, case)
    if row.act is None or not may(by, row.act, case):
        return False
    return not row.by_holder or Party.RESIDENT in parties_of(by, case)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*STAFF)
def act(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Ask and do. Where 回避 is not declared yet, or the case has moved on since, the page of the case says so."""
    row = ACTS.get(code)
    try:
        shown = open_as_staff(number, request.user, page=f"act:{code}")
    except ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)
    if row is None:
        raise Http404
    if not _may(request.user, row, shown):
        return redirect(shown.workbench_url)
    form = row.form(request.POST if request.method == "POST" else None, case=shown)
    if request.method == "POST" and form.is_valid():
        try:
            row.do(shown, form.cleaned_data, request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(shown.workbench_url if row.keeps else "workbench_cases")
    context = {"case": shown, "act": row, "form": form}
    return render(request, "consultations/workbench/act.html", context, status=400 if form.errors else 200)
