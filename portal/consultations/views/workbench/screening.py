"""The moderators' queue and one case of it: what rules suggest, with the words marked; accepting with one press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.models import Consultation, ScreeningFlag
from portal.consultations.models.choices import REFUSAL_ARTICLES
from portal.consultations.models.querysets import MODERATE, QUARANTINE, SUPERVISE
from portal.consultations.policies import may
from portal.consultations.screening.asked import RuleCode
from portal.consultations.screening.marked_words import parts, words_of
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.screening import moderating, refusing, verdicts
from portal.consultations.services.screening.flags import screening_url
from portal.consultations.services.screening.queue import listed_for, next_for
from portal.consultations.shown_clocks import clocks_of
from portal.consultations.states import Act
from portal.consultations.views.workbench.presenting import due_words, row_of, timeline, with_due
from portal.consultations.views.workbench.screening_acts import offered

PER_PAGE = 50
SCREENERS = (MODERATE, SUPERVISE)
RULE_WORDS: Mapping[str, Promise] = {
    RuleCode.OUT_OF_SCOPE: gettext_lazy("不属于业务范围"),
    RuleCode.PENDING_CASE: gettext_lazy("诉讼中或者办理中"),
    RuleCode.ABUSE: gettext_lazy("滥用"),
    RuleCode.NOT_GENUINE_NEED: gettext_lazy("不是真实需求"),
    RuleCode.REPEATED_QUESTION: gettext_lazy("反复提出"),
    RuleCode.RELATED_MATTER: gettext_lazy("群体性"),
    RuleCode.PERSONAL_DATA: gettext_lazy("个人信息"),
    RuleCode.STATE_SECRET: gettext_lazy("疑似涉密"),
    RuleCode.DANGER: gettext_lazy("危险"),
    RuleCode.MINOR: gettext_lazy("未成年人"),
    RuleCode.UNDER_14: gettext_lazy("不满14周岁"),
    RuleCode.LANGUAGE: gettext_lazy("语言"),
    RuleCode.LIMITATION: gettext_lazy("期限"),
}


@never_cache
@require_safe
@staff_page(*SCREENERS)
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, the urgent first, then the oldest; no text."""
    page = Paginator(with_due(listed_for(request.user)), PER_PAGE).get_page(request.GET.get("page"))
    now = clock.now()
    rows = [row_of(case, now) | {"address": screening_url(case), "signs": _signs(case)} for case in page.object_list]
    context = {"rows": rows, "number": page.number, "pages": page.paginator.num_pages, "count": page.paginator.count}
    return render(request, "consultations/workbench/screening_queue.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*SCREENERS)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show one; POST accepts it, or lifts its quarantine, and leads to the next."""
    shown = open_as_staff(number, request.user, page="screening")
    if request.method != "POST":
        return _page(request, shown)
    try:
        _act(request, shown)
    except PermissionDenied as error:
        return _page(request, shown, str(error), status=403)
    except ValidationError as error:
        shown = open_as_staff(number, request.user, page="screening")
        return _page(request, shown, " ".join(error.messages), status=409)
    following = next_for(request.user, after=shown)
    return redirect("screening" if following is None else screening_url(following))


@never_cache
@require_POST
@staff_page(*SCREENERS)
def verdict(request: HttpRequest, number: str) -> HttpResponse:
    """Say of one suggestion whether it is right: ``verdict`` is the flag's number and ``agreed`` or ``disagreed``."""
    shown = open_as_staff(number, request.user, page="screening")
    key, _colon, wanted = request.POST.get("verdict", "").partition(":")
    flag = ScreeningFlag.objects.filter(consultation=shown, pk=int(key) if key.isdecimal() else 0).first()
    if flag is None:
        raise Http404
    try:
        verdicts.give_verdict(flag, wanted, by=request.user)
    except ValidationError as error:
        return _page(request, shown, " ".join(error.messages), status=400)
    if not Consultation.objects.visible_to(request.user).filter(pk=shown.pk).exists():
        return redirect("screening")  # a child's case is closed to whoever was not let in by name
    return redirect(f"{screening_url(shown)}#flags")


def _act(request: HttpRequest, shown: Consultation) -> None:
    wanted = request.POST.get("act", "")
    if wanted == "accept":
        refusing.accept(shown, by=request.user)
    elif wanted == "lift":
        moderating.lift_quarantine(shown, by=request.user)
    else:
        raise ValidationError(_("没有这项操作。"))


def _signs(case: Any) -> list[str]:
    """What a line says of why the case is here."""
    signs = [str(RULE_WORDS.get(flag.rule, flag.rule)) for flag in case.flags.all()]
    if case.is_appealed:
        signs.insert(0, _("复核申请"))
    if case.is_proposed:
        signs.insert(0, _("驻场人员建议不予解答"))
    return list(dict.fromkeys(signs)) or [_("规则没有提示")]


def _page(request: HttpRequest, shown: Consultation, problem: str = "", status: int = 200) -> HttpResponse:
    now = clock.now()
    rows: Any = shown  # reverse relations
    flags = list(rows.flags.select_related("authority", "other"))
    clocks = clocks_of(shown, now)
    words, is_overdue = due_words(min((one.due_at for one in clocks if one.due_at is not None), default=None), now)
    refusal: Any = getattr(shown, "refusal", None)
    appeal = getattr(refusal, "appeal", None) if refusal is not None else None
    context = {
        "case": shown,
        "problem": problem,
        "due_words": words,
        "is_overdue": is_overdue,
        "parts": parts(shown.question, [flag.words for flag in flags]),
        "flags": _flag_rows(flags),
        "facts": list(rows.facts.all()),
        "attachments": list(rows.attachments.filter(removed_at__isnull=True)),
        "may_accept": may(request.user, Act.ACCEPT, shown) and not (appeal and appeal.decided_at is None),
        "may_lift": shown.is_quarantined and request.user.has_perm(QUARANTINE),
        "acts": offered(request.user, shown),
        "proposal": rows.proposals.select_related("authority").filter(is_confirmed__isnull=True).last(),
        "refusal": refusal,
        "refusal_article": REFUSAL_ARTICLES.get(refusal.reason, "") if refusal is not None else "",
        "appeal": appeal,
        "may_decide": bool(appeal) and refusing.may_decide_appeal(request.user, shown, refusal),
        "reports": list(rows.reports.all()),
        "clocks": clocks,
        "events": timeline(rows.events.all()),
    }
    return render(request, "consultations/workbench/screening_case.html", context, status=status)


def _flag_rows(flags: list[ScreeningFlag]) -> list[dict[str, Any]]:
    known = verdicts.agreement_by_rule() if flags else {}
    return [
        {
            "flag": flag,
            "number": number,
            "label": RULE_WORDS.get(flag.rule, flag.rule),
            "article": REFUSAL_ARTICLES.get(flag.rule, ""),
            "words": words_of(flag.words),
            "agreement": known.get(flag.rule),
            "other_url": screening_url(flag.other) if flag.other is not None else "",
        }
        for number, flag in enumerate(flags, start=1)
    ]
