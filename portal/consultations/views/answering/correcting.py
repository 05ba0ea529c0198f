"""A correction (article 23): the answer as it was sent, mended, with what was wrong. Preview and sending on one page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.common.clock import request_today
from portal.consultations import neighbours
from portal.consultations.editor import panel
from portal.consultations.editor.citing import CitationRow, read_rows
from portal.consultations.editor.state import EditorState, from_answer, from_post
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.choices import AnswerKind
from portal.consultations.policies import WrongState, may
from portal.consultations.services.answers import answering
from portal.consultations.shown_answers import ShownAnswer
from portal.consultations.states import Act
from portal.consultations.views.answering.opening import is_holder, open_for_writing, writing_page
from portal.consultations.views.answering.previewing import as_shown
from portal.consultations.views.answering.sheet import Sheet


@writing_page
def correct(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what was sent, take what is mended; ``do``: preview, send, add, law, insert:…."""
    case = open_for_writing(request, number, page="answer_correct")
    earlier = Answer.objects.filter(consultation=case, pk=pk).exclude(kind=AnswerKind.EXPERT).first()
    if earlier is None or not is_holder(request.user, case):
        raise Http404
    if request.method != "POST":
        state = from_answer(earlier, earlier.citations.all(), keeps_days=True)
        suggested = neighbours.correction_words(request.user, case, earlier)
        state = replace(state, words={**state.words, **suggested})
        problem = "" if may(request.user, Act.CORRECT, case) else _("这件咨询现在不能更正。")
        return _page(request, case, earlier, state, problem=problem)
    state, today = from_post(request.POST), request_today(request)
    do, _colon, value = request.POST.get("do", "preview").partition(":")
    law = request.POST.get("law", "")
    if do == "insert":
        row = panel.row_of_insert(value, panel.laws_found(law, today)) or CitationRow(words=value)
        return _page(request, case, earlier, state.with_row(row), law=law)
    if do in ("add", "law"):
        return _page(request, case, earlier, state, law=law, blank=1 if do == "add" else 0)
    return _try(request, case, earlier, state, sends=do == "send")


def _try(request: HttpRequest, case: Consultation, earlier: Answer, state: EditorState, *, sends: bool) -> HttpResponse:
    read = read_rows(state.rows, case, request_today(request))
    claim = request.POST.get("claim_number", "")
    written = state.written(read, int(claim) if claim.isdecimal() else -1)
    unread = [words for one in read for words in one.errors.values()]
    try:
        if unread:
            answering.try_correction(case, earlier, written)
            raise ValidationError({"citations": unread})
        if sends:
            answering.correct(case, earlier, written, written.correction_reason, by=request.user)
            messages.success(request, _("%(number)s 的更正已经发出。") % {"number": case.written_number})
            return redirect(case.workbench_url)
        answering.try_correction(case, earlier, written)
    except WrongState as error:
        return _page(request, case, earlier, state, problem=" ".join(error.messages))
    except PermissionDenied as error:
        return _page(request, case, earlier, state, problem=str(error))
    except ValidationError as error:
        return _page(request, case, earlier, state, errors=error)
    shown = as_shown(case, written, AnswerKind.CORRECTION, request, earlier)
    return _page(request, case, earlier, state, shown=shown)


def _page(
    request: HttpRequest,
    case: Consultation,
    earlier: Answer,
    state: EditorState,
    *,
    errors: ValidationError | None = None,
    problem: str = "",
    shown: ShownAnswer | None = None,
    law: str = "",
    blank: int = 0,
) -> HttpResponse:
    today = request_today(request)
    read = read_rows(state.rows, case, today)
    context: dict[str, Any] = {
        "case": case,
        "earlier": earlier,
        "sheet": Sheet.of_correction(case, state, read, errors, blank=blank),
        "problem": problem,
        "shown": shown,
        "law": law,
        "offer": panel.laws_found(law, today) if law.strip() else None,
        "asked": panel.question_of(case),
        "signs": panel.signs_of(case),
    }
    return render(request, "consultations/editor/correct.html", context, status=409 if problem else 200)
