"""The editor of an answer. Each button sends the whole form and comes back with everything that was typed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.common.clock import SHANGHAI, request_today
from portal.consultations.editor import panel
from portal.consultations.editor.citing import CitationRow, ReadRow, read_rows
from portal.consultations.editor.state import EditorState, from_json, from_post
from portal.consultations.models import AnswerDraft, Consultation
from portal.consultations.policies import WrongState, may, resident_of
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.drafting import DraftConflict, draft_of, save_draft
from portal.consultations.states import Act
from portal.consultations.views.answering.opening import is_holder, open_for_writing, writing_page
from portal.consultations.views.answering.sheet import Sheet


@dataclass(slots=True)
class _Said:
    """What the page says beside the form."""

    problem: str = ""
    saved_at: str = ""
    theirs: AnswerDraft | None = None
    law: str = ""
    errors: ValidationError | None = None
    status: int = 200
    wanted: str = ""
    doubt: str = ""


@writing_page
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """Show the editor, or do what a button asks (``do``: save, preview, add, law, insert:…, use, phrase:…)."""
    if request.method != "POST":
        return _show(request, number)
    case = open_for_writing(request, number, page="answer")
    state, today = from_post(request.POST), request_today(request)
    do, _colon, value = request.POST.get("do", "save").partition(":")
    if do == "save":
        return _save(request, case, state)
    if do == "preview":
        return _preview(request, case, state)
    said = _Said(law=request.POST.get("law", ""))
    if do == "add":
        return _page(request, case, state, said, blank=1 if state.rows else 2)
    if do == "insert":
        row = panel.row_of_insert(value, panel.laws_found(said.law, today)) or CitationRow(words=value)
        state = state.with_row(row)
    elif do == "use":
        wanted = request.POST.get("use", "")
        said.doubt = "" if request.POST.get("use_anyway") == wanted else panel.doubt_of(wanted, request.user, case)
        said.wanted = wanted if said.doubt else ""
        brought = None if said.doubt else panel.brought(wanted, request.user, resident_of(request.user), case)
        state = state.joined(brought) if brought is not None else state
    elif do == "phrase":
        phrase = next((one for one in panel.phrases() if one.code == value), None)
        state = state.with_words(phrase.section, phrase.text) if phrase is not None else state
    return _page(request, case, state, said)


def _show(request: HttpRequest, number: str) -> HttpResponse:
    case = open_for_writing(request, number, page="answer")
    draft = draft_of(case)
    state = from_json(draft.content) if draft is not None else EditorState()
    said = _Said(law=request.GET.get("law", ""))
    if "saved" in request.GET and draft is not None:
        said.saved_at = _hour(draft)
    if "check" in request.GET:
        said.errors = _why_not(request, case, state)
    return _page(request, case, state, said)


def _save(request: HttpRequest, case: Consultation, state: EditorState) -> HttpResponse:
    """Keep the draft; the script asks for JSON and stays where it is."""
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    try:
        draft = save_draft(case, state.as_json(), seen=_seen(request), by=request.user)
    except DraftConflict as conflict:
        if wants_json:
            words = _("同事刚刚改过这份草稿。请按“保存草稿”，对照以后再决定用哪一份。")
            return JsonResponse({"message": words}, status=409)
        return _page(request, case, state, _Said(theirs=conflict.draft, status=409))
    if wants_json:
        return JsonResponse({"revision": draft.revision, "saved_at": _hour(draft)})
    return redirect(f"{reverse('answer_case', args=[case.receipt_number])}?saved=1")


def _preview(request: HttpRequest, case: Consultation, state: EditorState) -> HttpResponse:
    """Keep the draft and go to the preview, or say what is still missing."""
    try:
        save_draft(case, state.as_json(), seen=_seen(request), by=request.user)
    except DraftConflict as conflict:
        return _page(request, case, state, _Said(theirs=conflict.draft, status=409))
    said = _Said(errors=_why_not(request, case, state))
    if said.errors is None:
        return redirect("answer_preview", case.receipt_number)
    if isinstance(said.errors, WrongState):
        said.problem, said.errors, said.status = " ".join(said.errors.messages), None, 409
    return _page(request, case, state, said)


def _why_not(request: HttpRequest, case: Consultation, state: EditorState) -> ValidationError | None:
    """Why the answer could not be sent as it stands; None where it could."""
    claim = request.POST.get("claim_number", "")
    read = read_rows(state.rows, case, request_today(request))
    written = state.written(read, int(claim) if claim.isdecimal() else None)
    by = (
        case.assigned_to.user if case.assigned_to is not None else request.user
    )  # a draft of the back office is the holder's to send
    try:
        answering.try_answer(case, written, by=by)
    except ValidationError as error:
        return error
    unread = [words for one in read for words in one.errors.values()]
    return ValidationError({"citations": unread}) if unread else None


def _page(request: HttpRequest, case: Consultation, state: EditorState, said: _Said, *, blank: int = 0) -> HttpResponse:
    today = request_today(request)
    read: list[ReadRow] = read_rows(state.rows, case, today)
    draft = said.theirs or draft_of(case)
    sheet = Sheet.of_answer(case, state, read, said.errors, blank=blank)
    staff = resident_of(request.user)
    context = {
        "case": case,
        "sheet": sheet,
        "problem": said.problem,
        "saved_at": said.saved_at,
        "revision": draft.revision if draft is not None else 0,
        "theirs": _theirs(said.theirs) if said.theirs is not None else None,
        "is_holder": is_holder(request.user, case),
        "law": said.law,
        "offer": panel.laws_found(said.law, today) if said.law.strip() else None,
        "templates": panel.usable_templates(request.user, case),
        "wanted": said.wanted,
        "doubt": said.doubt,
        "earlier": panel.earlier_answers(staff, case),
        "phrases": panel.phrases(),
        "signs": panel.signs_of(case),
        "asked": panel.question_of(case),
        "clocks": sheet.clocks,
        "owed": _owed(case),
    }
    return render(request, "consultations/editor/edit.html", context, status=said.status)


def _owed(case: Consultation) -> str:
    """What is owed to the citizen now, or that nothing is."""
    by = case.assigned_to.user if case.assigned_to is not None else None
    if may(by, Act.ANSWER, case):
        return ""
    rows: Any = case
    if may(by, Act.ANSWER_FURTHER, case) and rows.further.filter(answer__isnull=True).exists():
        return _("答复追问：写明结论就可以发出，其他各节需要时再写。")
    return _("这件咨询现在不等待答复，写的内容可以存成草稿。要改动已经发出的答复，请在咨询页面按“更正这份答复”。")


def _theirs(draft: AnswerDraft) -> dict[str, Any]:
    state = from_json(draft.content)
    return {
        "by": draft.edited_by,
        "at": _hour(draft),
        "sections": [(label, state.word(name)) for name, label in Sheet.labels().items() if state.word(name).strip()],
        "citations": [row.words or row.outside_title for row in state.rows],
    }


def _seen(request: HttpRequest) -> int:
    typed = request.POST.get("revision", "")
    return int(typed) if typed.isdecimal() else 0


def _hour(draft: AnswerDraft) -> str:
    return f"{draft.updated_at.astimezone(SHANGHAI):%H:%M}"
