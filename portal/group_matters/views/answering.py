"""The answer for all: read once more with everybody it goes to, and sent with one press; and offered to a case that came later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.editor.state import EditorState, from_json
from portal.consultations.models import AnswerDraft, Consultation, RelatedMatter
from portal.consultations.models.choices import AnswerKind
from portal.consultations.models.querysets import ANSWER
from portal.consultations.policies import resident_of
from portal.consultations.services.answers import answering
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.residents.conflicts import ConflictUndeclared
from portal.consultations.services.time.clocks import is_late
from portal.consultations.views.answering.previewing import as_shown
from portal.consultations.views.workbench.presenting import due_words, with_due
from portal.group_matters.models import MatterAnswer
from portal.group_matters.services import answering_all
from portal.group_matters.services.differing import differing
from portal.group_matters.services.finding import find_matter, in_hand, kept_apart
from portal.group_matters.services.particulars import texts_of
from portal.group_matters.services.taking import undeclared


@dataclass(frozen=True, slots=True)
class Recipient:
    """One case that the answer goes to, with what its citizen wrote that stands in no draft's question."""

    case: Consultation
    due: str
    is_late: bool
    differs: list[str]
    is_drafted_in: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ANSWER)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the draft of ``from`` says and to whom it would go; ``POST`` sends it to all that were ticked."""
    matter = find_matter(pk, request.user)
    staff = resident_of(request.user)
    if staff is None:
        raise Http404
    known = _pressed_before(request, matter)
    if known is not None:
        answering_all.go_on(known)
        return _said(request, matter, known)
    if undeclared(matter, request.user).exists():
        return redirect("matter_conflict", matter.pk)
    cases = list(in_hand(matter, staff).select_related("topic"))
    draft = _draft(request, cases)
    if draft is None:
        return render(request, "group_matters/no_draft.html", {"matter": matter, "cases": cases})
    if request.method == "POST":
        return _send(request, matter, cases, draft)
    return _page(request, matter, cases, draft)


def _send(request: HttpRequest, matter: RelatedMatter, cases: list[Consultation], draft: AnswerDraft) -> HttpResponse:
    shown = frozenset(request.POST.getlist("shown"))
    wanted = shown & frozenset(request.POST.getlist("to"))
    if request.POST.get("key") != _key(draft):
        words = _("草稿刚刚有变动，下面是最新的内容，请再看一遍。")
        return _page(request, matter, cases, draft, problem=words)
    if not wanted:
        return _page(request, matter, cases, draft, problem=_("请至少选一件。"))
    try:
        sent = answering_all.answer_all(
            matter,
            draft.consultation,
            _state(request, draft),
            key=_key(draft),
            by=request.user,
            left_out=[case.receipt_number for case in cases if case.receipt_number not in wanted],
            figures_read=bool(request.POST.get("figures_read")),
        )
    except ValidationError as error:
        return _page(request, matter, cases, draft, error=error)
    except PermissionDenied as error:
        return _page(request, matter, cases, draft, problem=str(error))
    return _said(request, matter, sent)


def _page(
    request: HttpRequest,
    matter: RelatedMatter,
    cases: list[Consultation],
    draft: AnswerDraft,
    *,
    problem: str = "",
    error: ValidationError | None = None,
) -> HttpResponse:
    state, now = _state(request, draft), clock.now()
    source = draft.consultation
    written, read = answering_all.written_for(state, source, source.claim_number, clock.today())
    try:
        answering.try_answer(source, written, by=request.user)
        if any(one.errors for one in read):
            raise ValidationError("")
    except ValidationError:
        return redirect(f"/workbench/cases/{source.receipt_number}/answer/?check=1")
    if error is None and not problem:
        error = _particulars(state, cases)
    errors = dict(error.message_dict) if error is not None and hasattr(error, "error_dict") else {}
    if error is not None and not errors:
        problem = problem or " ".join(error.messages)
    chosen = frozenset(request.POST.getlist("to")) if request.method == "POST" else None
    recipients = _recipients(cases, source, now)
    for one in recipients:
        if one.differs or one.is_drafted_in:
            record(AuditAct.CASE_OPENED, actor=request.user, subject=one.case, details={"page": "matter_answer"})
    context = {
        "matter": matter,
        "source": source,
        "answer": as_shown(source, written, AnswerKind.FIRST, request),
        "recipients": [
            {"one": one, "chosen": chosen is None or one.case.receipt_number in chosen} for one in recipients
        ],
        "asks_why_late": any(one.is_late for one in recipients),
        "late_explanation": state.word("late_explanation"),
        "key": _key(draft),
        "apart": kept_apart(matter),
        "words_problem": " ".join(errors.get("sections", [])),
        "figures_problem": " ".join(errors.get("figures", [])),
        "problem": problem or " ".join(" ".join(v) for k, v in errors.items() if k not in ("sections", "figures")),
    }
    refused = request.method == "POST" and bool(problem or errors)
    return render(request, "group_matters/answer.html", context, status=409 if refused else 200)


def _particulars(state: EditorState, cases: list[Consultation]) -> ValidationError | None:
    try:
        answering_all.demand_nothing_particular(state, cases, figures_read=False)
    except ValidationError as error:
        return error
    return None


def _recipients(cases: list[Consultation], source: Consultation, now: Any) -> list[Recipient]:
    texts = dict(zip((case.pk for case in cases), texts_of(cases), strict=True))
    first = texts.get(source.pk, source.question)
    due = dict(with_due(Consultation.objects.filter(pk__in=texts)).values_list("pk", "due_at"))
    return [
        Recipient(
            case,
            due_words(due.get(case.pk), now)[0],
            is_late(case, now),
            differing(texts[case.pk], first),
            case.pk == source.pk,
        )
        for case in cases
    ]


def _draft(request: HttpRequest, cases: list[Consultation]) -> AnswerDraft | None:
    """The draft of the case that is named, else the one that was written at last."""
    found = AnswerDraft.objects.filter(consultation__in=cases).select_related("consultation").order_by("-updated_at")
    number = request.POST.get("from") or request.GET.get("from")
    return (found.filter(consultation__receipt_number=number) if number else found).first()


def _state(request: HttpRequest, draft: AnswerDraft) -> EditorState:
    state = from_json(draft.content)
    why = request.POST.get("late_explanation", "").strip()
    return replace(state, words={**state.words, "late_explanation": why}) if why else state


def _key(draft: AnswerDraft) -> str:
    return answering_all.key_of(draft.consultation, draft.revision, draft.content)


def _pressed_before(request: HttpRequest, matter: RelatedMatter) -> MatterAnswer | None:
    if request.method != "POST":
        return None
    return MatterAnswer.objects.filter(
        matter=matter, key=request.POST.get("key", ""), author__user=request.user.pk
    ).first()


def _said(request: HttpRequest, matter: RelatedMatter, sent: MatterAnswer) -> HttpResponse:
    rows = list(sent.deliveries.select_related("consultation"))
    done = sum(row.answer_id is not None for row in rows)
    messages.success(request, _("答复已经发给%d件咨询，每一位咨询人都会收到通知。") % done)
    kept = [row for row in rows if row.problem]
    if kept:
        names = "、".join(row.consultation.written_number for row in kept)
        messages.warning(
            request, _("有%(count)d件没有发出：%(names)s。原因见下面。") % {"count": len(kept), "names": names}
        )
    return redirect(matter.workbench_url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ANSWER)
def offer(request: HttpRequest, pk: int, number: str) -> HttpResponse:
    """What differs in a case that came later, the answer the others had, and one press."""
    try:
        case = open_as_staff(number, request.user, page="matter_offer")
    except ConflictUndeclared as undeclared_case:
        return redirect(undeclared_case.case.workbench_url)
    sent = MatterAnswer.objects.filter(matter=pk, matter__consultations=case).order_by("-at").first()
    staff = resident_of(request.user)
    if sent is None or staff is None or case.assigned_to_id != staff.pk:
        raise Http404
    if not answering_all.may_be_offered(sent, case):
        return redirect(case.workbench_url)
    problem, figures = "", ""
    if request.method == "POST":
        try:
            done = answering_all.offer_to(
                sent, case, by=request.user, figures_read=bool(request.POST.get("figures_read"))
            )
        except ValidationError as error:
            by_field = error.message_dict if hasattr(error, "error_dict") else {"__all__": error.messages}
            figures = " ".join(by_field.pop("figures", []))
            problem = " ".join(" ".join(words) for words in by_field.values())
        else:
            if not done.problem:
                messages.success(request, _("%(number)s 的答复已经发出。") % {"number": case.written_number})
                return redirect(case.workbench_url)
            problem = str(done.get_problem_display())
    state = from_json(sent.content)
    written, read = answering_all.written_for(state, case, case.claim_number, clock.today())
    first = sent.drafted_in
    (text,) = texts_of([case])
    before = texts_of([first])[0] if first is not None and first.frozen_at is None else ""
    context = {
        "matter_pk": pk,
        "case": case,
        "answer": as_shown(case, written, AnswerKind.FIRST, request),
        "law_changed": any(one.errors for one in read),
        "differs": differing(text, before),
        "problem": problem,
        "figures_problem": figures,
    }
    return render(request, "group_matters/offer.html", context, status=409 if problem or figures else 200)
