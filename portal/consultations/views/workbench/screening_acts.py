"""What a moderator or supervisor does to a case with words of their own: refuse, ask, have hidden, report, look a second time."""

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
from portal.consultations.models.querysets import MODERATE, QUARANTINE, SUPERVISE
from portal.consultations.policies import may, parties_of
from portal.consultations.services.answers import instead
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.screening import moderating, refusing
from portal.consultations.services.screening.flags import screening_url
from portal.consultations.services.screening.queue import next_for
from portal.consultations.states import TRANSITIONS, Act, Party, State
from portal.consultations.views.workbench import screening_forms as forms


@dataclass(frozen=True, slots=True)
class ScreeningAct:
    """An act: its words, the key that leads to it, who may, its form, the service it calls."""

    label: Any
    lead: Any
    key: str
    may: Callable[[Any, Consultation], bool]
    form: type[forms.ActForm]
    do: Callable[[Consultation, Mapping[str, Any], Any], Any]
    stays: bool = False
    """Whether the case is still to be looked at after it."""


def _may_refuse(by: Any, case: Consultation) -> bool:
    return may(by, Act.REFUSE, case) and not hasattr(case, "refusal")


def _may_ask(by: Any, case: Consultation) -> bool:
    return case.state == State.SCREENING and Party.MODERATOR in parties_of(by, case)


def _may_hide(by: Any, case: Consultation) -> bool:
    begins = TRANSITIONS[Act.ASK_CITIZEN].begins
    return case.is_quarantined and by.has_perm(QUARANTINE) and case.state in begins


def _may_decide(by: Any, case: Consultation) -> bool:
    refusal: Any = getattr(case, "refusal", None)
    appeal = getattr(refusal, "appeal", None)
    return appeal is not None and appeal.decided_at is None and refusing.may_decide_appeal(by, case, refusal)


ACTS: Mapping[str, ScreeningAct] = {
    "refuse": ScreeningAct(
        _("不予解答"),
        _("咨询人会看到：依据哪一条、为什么、可以找谁、怎样申请复核。"),
        "r",
        _may_refuse,
        forms.RefuseForm,
        lambda case, said, by: refusing.refuse(
            case, said["reason"], said["explanation"], said["instead"], by=by, authority=said["authority"]
        ),
    ),
    "ask": ScreeningAct(
        _("请咨询人补充或者隐去"),
        _("时限在等待期间暂停，咨询人看得到。"),
        "s",
        _may_ask,
        forms.AskForm,
        lambda case, said, by: instead.ask_citizen(case, said["text"], by=by),
    ),
    "hide": ScreeningAct(
        _("请咨询人隐去涉密内容"),
        _("本件仍然隔离。咨询人改好以后，由您再看一次。"),
        "h",
        _may_hide,
        forms.AskForm,
        lambda case, said, by: moderating.ask_to_hide(case, said["text"], by=by),
    ),
    "report": ScreeningAct(
        _("登记向有关机关的报告"),
        _("已经向公安机关、妇联、民政等机关报告危险的，在这里登记。登记的内容进入办理记录。"),
        "d",
        lambda by, case: by.has_perm(MODERATE) or by.has_perm(SUPERVISE),
        forms.ReportForm,
        lambda case, said, by: moderating.report_danger(case, said["told"], said["note"], by=by),
        stays=True,
    ),
    "second-look": ScreeningAct(
        _("复核"),
        _("复核由作出决定以外的人办理，理由会给咨询人看。"),
        "f",
        _may_decide,
        forms.SecondLookForm,
        lambda case, said, by: refusing.decide_appeal(
            case, is_granted=said["decision"] == "grant", explanation=said["explanation"], by=by
        ),
    ),
}


def offered(by: Any, case: Consultation) -> list[dict[str, Any]]:
    """The acts that somebody may do to a case now; each service asks once more."""
    return [{"code": code, "label": row.label, "key": row.key} for code, row in ACTS.items() if row.may(by, case)]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(MODERATE, SUPERVISE)
def act(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Ask and do, then on to the next case. ``?reason=`` begins a refusal with the words for another reason."""
    row = ACTS.get(code)
    shown = open_as_staff(number, request.user, page=f"screening:{code}")
    if row is None:
        raise Http404
    if not row.may(request.user, shown):
        return redirect(screening_url(shown))
    given = request.POST if request.method == "POST" else None
    form = row.form(given, case=shown, wanted=request.GET.get("reason", ""))
    if request.method == "POST" and form.is_valid():
        try:
            row.do(shown, form.cleaned_data, request.user)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            following = shown if row.stays else next_for(request.user, after=shown)
            return redirect("screening" if following is None else screening_url(following))
    context = {"case": shown, "act": row, "code": code, "form": form, "address": screening_url(shown)}
    return render(request, "consultations/workbench/screening_act.html", context, status=400 if form.errors else 200)
