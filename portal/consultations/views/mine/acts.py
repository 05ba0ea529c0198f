"""``/consultations/mine/NUMBER/ACT/``: one screen an act, with what it means; what was typed survives an error."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts.citizens.sessions import citizen_of
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, ConsultationSettings
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.policies import WrongState
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import masking
from portal.consultations.services.citizen.consents import agrees_to_statistics, change_consent
from portal.consultations.services.citizen.contact_wishes import change_wish, wish_of
from portal.consultations.services.intake.receipts import join_account
from portal.consultations.services.intake.submitting import ContactWish
from portal.consultations.services.screening import refusing
from portal.consultations.services.time.timetables import limit_words
from portal.consultations.sessions import own_case
from portal.consultations.shown_cases import agreed_to
from portal.consultations.views.mine import forms

Perform = Callable[[Consultation, dict[str, Any], Actor], object]


@dataclass(frozen=True, slots=True)
class Screen:
    """An act's screen: its heading, what it means, the form, the button, and what is done with it. ``limit``: the kind of
    time limit that ``lead`` states."""

    title: str | Promise
    lead: str | Promise
    form: type[forms.ActForm]
    button: str | Promise
    perform: Perform
    is_grave: bool = False
    limit: DeadlineKind | None = None


def _rate(case: Consultation, values: dict[str, Any], by: Actor) -> object:
    latest = case.answers.order_by("-sent_at", "-pk").first()
    if latest is None:
        raise ValidationError(_("还没有答复，不能评价。"))
    if values["answer"] not in (None, latest.pk):
        raise WrongState(_("这条答复之后又有了新的答复，请看过以后再评价。"))
    return citizen_acts.rate(
        case,
        latest,
        values["score"],
        values["comment"],
        by=by,
        reasons=values["reasons"],
        wants_another=values["another"] == forms.ANOTHER,
    )


SCREENS: dict[str, Screen] = {
    "facts": Screen(
        _("补充情况"),
        _("您补充的情况会和问题放在一起，律师都能看到。"),
        forms.FactsForm,
        _("提交补充"),
        lambda case, values, by: citizen_acts.give_facts(case, values["text"], by=by),
    ),
    "mask": Screen(
        _("隐去更多信息"),
        _("改过以后，律师看到的是新的文字，原来的文字不再保存。记录里只留下“改动过”这件事。"),
        forms.MaskForm,
        _("保存"),
        lambda case, values, by: masking.mask(case, values, by=by),
    ),
    "further": Screen(
        _("追问"),
        _("一件咨询可以追问 %(most)d 次，一次一个。追问应当在 %(limit)s内答复。"),
        forms.FurtherForm,
        _("提交追问"),
        lambda case, values, by: citizen_acts.ask_further(case, values["text"], by=by),
        limit=DeadlineKind.FURTHER_QUESTION,
    ),
    "rate": Screen(
        _("评价答复"),
        _("评价只用来改进服务。选“不满意”或者“非常不满意”的，%(limit)s内会再次为您解答，您可以换一位律师。"),
        forms.RateForm,
        _("提交评价"),
        _rate,
        limit=DeadlineKind.FOLLOW_UP,
    ),
    "appeal": Screen(
        _("申请复核"),
        _("复核只能申请一次，由另一个人在 %(limit)s内决定。"),
        forms.AppealForm,
        _("申请复核"),
        lambda case, values, by: refusing.appeal(case, values["text"], by=by),
        limit=DeadlineKind.REFUSAL_APPEAL,
    ),
    "contact": Screen(
        _("怎么告诉我"),
        _("改过以后，原来的联系方式不会再收到消息。全部清空，就什么都不发，您凭编号和查询码来看。"),
        forms.ContactForm,
        _("保存"),
        lambda case, values, by: change_wish(case, ContactWish(**values), by=by),
    ),
    "consent": Screen(
        _("同意和撤回"),
        _("您同意过的事项在下面，可以随时撤回。撤回不影响以前已经做的。"),
        forms.ConsentForm,
        _("保存"),
        lambda case, values, by: change_consent(case, values["statistics"], by=by),
    ),
    "withdraw": Screen(
        _("撤回咨询"),
        _("撤回以后，律师不再办理，也不能恢复。按照规定，记录仍然保存不少于二年。"),
        forms.ConfirmForm,
        _("确定撤回"),
        lambda case, _values, by: citizen_acts.withdraw(case, by=by),
        is_grave=True,
    ),
    "erase": Screen(
        _("请求删除个人信息"),
        _(
            "我们会删去您的身份、联系方式和不需要的附件。咨询的记录按照规定保存不少于二年，这期间只保存、不使用。"
            "有不能删除的，会告诉您为什么，以及可以向谁投诉。"
        ),
        forms.EraseForm,
        _("提交请求"),
        lambda case, values, by: citizen_acts.request_erasure(case, values["text"], by=by),
        is_grave=True,
    ),
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_case_act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Show an act's screen, and do it."""
    case, actor = own_case(request, number)
    screen = SCREENS.get(act)
    if screen is None:
        raise Http404
    form = screen.form(request.POST if request.method == "POST" else None, initial=_initial(act, case))
    if request.method == "POST" and form.is_valid():
        try:
            screen.perform(case, form.cleaned_data, actor)
        except PermissionDenied as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.take(error)
        else:
            return HttpResponseRedirect(f"{case.get_absolute_url()}?done={act}")
    status = 409 if form.errors and request.method == "POST" and not form.has_error("text") else 200
    context = {"case": case, "screen": screen, "form": form, "act": act, "lead": _lead(screen, case)}
    if act == "consent":
        context["agreed"] = agreed_to(case)
    return render(request, "consultations/mine/act.html", context, status=status)


@never_cache
@require_POST
def my_case_join(request: HttpRequest, number: str) -> HttpResponse:
    """Put a case that a passphrase opened into the account that is signed in."""
    case, actor = own_case(request, number)
    profile = citizen_of(request)
    if profile is None:
        raise Http404
    join_account(case, profile.user, by=actor)
    return HttpResponseRedirect(f"{case.get_absolute_url()}?done=join")


def _lead(screen: Screen, case: Consultation) -> str:
    """What a screen begins with; limits and numbers as the installation set them."""
    if screen.limit is None:
        return str(screen.lead)
    most = ConsultationSettings.load().most_further
    return str(screen.lead) % {"limit": limit_words(screen.limit, case.channel), "most": most}


def _initial(act: str, case: Consultation) -> dict[str, Any]:
    if act == "contact":
        wish = wish_of(case)
        return {name: getattr(wish, name) for name in forms.ContactForm.base_fields}
    if act == "consent":
        return {"statistics": agrees_to_statistics(case)}
    if act == "rate":
        latest = case.answers.order_by("-sent_at", "-pk").first()
        return {"answer": latest.pk if latest is not None else None}
    return masking.texts_of(case) if act == "mask" else {}
