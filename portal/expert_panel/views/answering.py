"""The editor of the panel's own answer: sheet, preview and sending on one page, as for a correction. What it is about, and the
service that sends, are said by a ``Target``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common.clock import request_today
from portal.common.redaction import apply_map
from portal.consultations.editor import panel
from portal.consultations.editor.citing import CitationRow, read_rows
from portal.consultations.editor.state import EditorState, from_answer, from_post
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.choices import AnswerKind
from portal.consultations.policies import WrongState
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.shown_answers import ShownAnswer
from portal.consultations.views.answering.previewing import as_shown
from portal.consultations.views.answering.sheet import Sheet
from portal.expert_panel.membership import REVIEW
from portal.expert_panel.services import answering
from portal.expert_panel.services.blinding import blind_case, hidden_in
from portal.expert_panel.services.reviewing import open_review
from portal.expert_panel.views.expert import opened
from portal.expert_panel.views.forms import DirectForm


@dataclass(slots=True)
class Target:
    """What is answered: the case, how it is tried and sent, where the page leads back to, and what stands beside."""

    case: Consultation
    attempt: Callable[[WrittenAnswer], Any]
    send: Callable[[WrittenAnswer], Any]
    back: str
    title: str
    lead: str
    begins: EditorState
    is_blind: bool = False
    reason: DirectForm | None = None
    beside: dict[str, Any] = field(default_factory=dict)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(REVIEW)
def answer_referral(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a referred case."""
    held = opened(request, number, page="referral_answer")
    case = held.consultation
    target = Target(
        case=case,
        attempt=lambda written: answering.try_referral(held, written, by=request.user),
        send=lambda written: answering.answer_referral(held, written, by=request.user),
        back=reverse("panel_referral", args=[number]),
        title=_("专家组答复 %(number)s") % {"number": case.written_number},
        lead=_("咨询人看到的是“专家组答复”，没有您的姓名和机构。"),
        begins=EditorState(),
        beside={"asked": panel.question_of(case), "signs": panel.signs_of(case)},
    )
    return _edit(request, target)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(REVIEW)
def answer_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer the citizen directly after a review that is done."""
    review = open_review(pk, request.user, page="review_answer")
    if review.done_at is None:
        raise Http404
    reason = DirectForm(request.POST if request.method == "POST" else None)
    typed = request.POST.get("direct_reason", "")
    target = Target(
        case=review.answer.consultation,
        attempt=lambda written: answering.try_directly(review, written, typed, by=request.user),
        send=lambda written: answering.answer_directly(review, written, typed, by=request.user),
        back=reverse("panel_review", args=[pk]),
        title=_("专家组直接答复"),
        lead=_("必要时才直接答复（规范第二十七条）。原来的答复仍然保留，咨询人另外看到“专家组答复”。"),
        begins=_blinded(review.answer),
        is_blind=True,
        reason=reason,
        beside={"blind": blind_case(review.answer, request_today(request))},
    )
    return _edit(request, target)


def _blinded(answer: Answer) -> EditorState:
    """What the earlier answer brings, with nothing in it that the review hid."""
    state, hidden = from_answer(answer, answer.citations.all(), keeps_days=True), hidden_in(answer)
    return replace(state, words={name: apply_map(text, hidden) for name, text in state.words.items()})


def _edit(request: HttpRequest, target: Target) -> HttpResponse:
    """Show the sheet; ``do``: preview, send, add, law, insert:…."""
    if request.method != "POST":
        return _page(request, target, target.begins)
    state, today = from_post(request.POST), request_today(request)
    do, _colon, value = request.POST.get("do", "preview").partition(":")
    law = request.POST.get("law", "")
    if do == "insert":
        row = panel.row_of_insert(value, panel.laws_found(law, today)) or CitationRow(words=value)
        return _page(request, target, state.with_row(row), law=law)
    if do in ("add", "law"):
        return _page(request, target, state, law=law, blank=1 if do == "add" else 0)
    return _try(request, target, state, sends=do == "send")


def _try(request: HttpRequest, target: Target, state: EditorState, *, sends: bool) -> HttpResponse:
    read = read_rows(state.rows, target.case, request_today(request))
    claim = request.POST.get("claim_number", "")
    written = state.written(read, int(claim) if claim.isdecimal() else None)
    unread = [words for one in read for words in one.errors.values()]
    try:
        target.attempt(written)
        if unread:
            raise ValidationError({"citations": unread})
        if sends:
            target.send(written)
            messages.success(request, _("专家组的答复已经发出。"))
            return redirect("panel")
    except WrongState as error:
        return _page(request, target, state, problem=" ".join(error.messages))
    except PermissionDenied as error:
        return _page(request, target, state, problem=str(error))
    except ValidationError as error:
        return _page(request, target, state, errors=error)
    return _page(request, target, state, shown=as_shown(target.case, written, AnswerKind.EXPERT, request))


def _page(
    request: HttpRequest,
    target: Target,
    state: EditorState,
    *,
    errors: ValidationError | None = None,
    problem: str = "",
    shown: ShownAnswer | None = None,
    law: str = "",
    blank: int = 0,
) -> HttpResponse:
    today = request_today(request)
    read = read_rows(state.rows, target.case, today)
    errors, unsaid = _without_reason(errors, target)
    context = {
        "target": target,
        "case": target.case,
        "sheet": Sheet.of_answer(target.case, state, read, errors, blank=blank),
        "unsaid": unsaid,
        "problem": problem,
        "shown": shown,
        "law": law,
        "offer": panel.laws_found(law, today) if law.strip() else None,
        **target.beside,
    }
    return render(request, "expert_panel/answer.html", context, status=409 if problem else 200)


def _without_reason(errors: ValidationError | None, target: Target) -> tuple[ValidationError | None, list[str]]:
    """What is wrong with the reason is said at its own field, the rest on the sheet."""
    if errors is None or target.reason is None or not hasattr(errors, "error_dict"):
        return errors, []
    by_field = dict(errors.error_dict)
    wrong = by_field.pop("direct_reason", [])
    words = [str(one) for each in wrong for one in each.messages]
    for each in words:
        target.reason.full_clean()
        target.reason.add_error("direct_reason", each)
    return ValidationError(by_field), words
