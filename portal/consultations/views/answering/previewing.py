"""The preview: the answer exactly as the citizen will see it, and the one button that sends it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.clock import request_today
from portal.consultations.editor.citing import ReadRow, read_rows
from portal.consultations.editor.state import EditorState, from_json
from portal.consultations.models import Answer, AnswerCitation, AnswerDraft, Consultation
from portal.consultations.models.answers import SECTIONS
from portal.consultations.models.choices import AnswerKind
from portal.consultations.policies import WrongState
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.drafting import draft_of
from portal.consultations.services.answers.written import CitedArticle, WrittenAnswer
from portal.consultations.services.residents.next_case import next_case_of
from portal.consultations.shown_answers import ShownAnswer, previewed
from portal.consultations.views.answering.opening import is_holder, open_for_writing, writing_page


@writing_page
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the draft as the citizen will see it; ``POST`` sends it."""
    case = open_for_writing(request, number, page="answer_preview")
    draft = draft_of(case)
    if draft is None:
        return _without_draft(request, case)
    state = from_json(draft.content)
    read = read_rows(state.rows, case, request_today(request))
    if request.method == "POST":
        return _send(request, case, draft, state, read)
    return _page(request, case, draft, state, read)


def _send(
    request: HttpRequest, case: Consultation, draft: AnswerDraft, state: EditorState, read: list[ReadRow]
) -> HttpResponse:
    """What is sent is what was seen: a draft that changed since is shown again first."""
    if request.POST.get("revision") != str(draft.revision):
        words = _("草稿刚刚有变动，下面是最新的内容，请再看一遍。")
        return _page(request, case, draft, state, read, words)
    claim = request.POST.get("claim_number", "")
    if any(one.errors for one in read):
        return redirect(_to_mend(case))
    try:
        sent = answering.answer(case, state.written(read, int(claim) if claim.isdecimal() else -1), by=request.user)
    except WrongState as error:
        return _page(request, case, draft, state, read, " ".join(error.messages))
    except PermissionDenied as error:
        return _page(request, case, draft, state, read, str(error))
    except ValidationError:
        return redirect(_to_mend(case))
    return go_on(request, case, _("%(number)s 的答复已经发出。") % {"number": case.written_number}, sent)


def go_on(request: HttpRequest, case: Consultation, words: str, sent: Answer) -> HttpResponse:
    """Open the own case that is due next, else the queue, and say what was sent."""
    following = next_case_of(sent.author, but=case) if sent.author is not None else None
    messages.success(request, words)
    return redirect(following.workbench_url if following is not None else reverse("case_queue"))


def _without_draft(request: HttpRequest, case: Consultation) -> HttpResponse:
    """A second press of the button, or an address opened too early."""
    if request.method == "POST" and case.answered_at is not None:
        messages.info(request, _("%(number)s 的答复已经发出，没有重复发送。") % {"number": case.written_number})
        return redirect(case.workbench_url)
    return redirect("answer_case", case.receipt_number)


def _to_mend(case: Consultation) -> str:
    return f"{reverse('answer_case', args=[case.receipt_number])}?check=1"


def _page(
    request: HttpRequest,
    case: Consultation,
    draft: AnswerDraft,
    state: EditorState,
    read: list[ReadRow],
    problem: str = "",
) -> HttpResponse:
    written = state.written(read, None)
    try:
        kind: AnswerKind | str = answering.try_answer(case, written, by=_sender(request, case))
    except WrongState as error:
        kind, problem = AnswerKind.FIRST, problem or " ".join(error.messages)
    except ValidationError:
        return redirect(_to_mend(case))
    context = {
        "case": case,
        "answer": as_shown(case, written, kind, request),
        "revision": draft.revision,
        "problem": problem,
        "may_send": is_holder(request.user, case),
    }
    return render(request, "consultations/editor/preview.html", context, status=409 if problem else 200)


def _sender(request: HttpRequest, case: Consultation) -> Any:
    """Whose answer it will be: the back office looks at what the resident will send."""
    return case.assigned_to.user if case.assigned_to is not None else request.user


def as_shown(
    case: Consultation, written: WrittenAnswer, kind: str, request: HttpRequest, earlier: Answer | None = None
) -> ShownAnswer:
    """What was written, as it would be shown."""
    unsent = Answer(
        consultation=case,
        kind=kind,
        author=case.assigned_to,
        **{name: getattr(written, name).strip() for name in SECTIONS},
        late_explanation=written.late_explanation.strip(),
        correction_reason=written.correction_reason.strip(),
        corrects=earlier,
        risk_notice=case.consent.risk_notice,
        sent_at=clock.now(),
    )
    return previewed(unsent, [_citation(one) for one in written.citations], request_today(request))


def _citation(cited: CitedArticle) -> AnswerCitation:
    return AnswerCitation(**{name: getattr(cited, name) for name in CitedArticle.__dataclass_fields__})
