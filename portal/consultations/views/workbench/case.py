"""One case for the staff: 回避 first, then what was asked, the record, the clock, notes, and what may be done."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations import neighbours
from portal.consultations.models import Consultation
from portal.consultations.policies import may, parties_of
from portal.consultations.services.answers.drafting import may_write
from portal.consultations.services.answers.noting import add_note, institution_inside, notes_for
from portal.consultations.services.case.reading import open_as_staff
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.shown_answers import shown_answers
from portal.consultations.shown_clocks import clocks_of
from portal.consultations.states import Act, Party
from portal.consultations.views.workbench.acting import offered
from portal.consultations.views.workbench.cases import STAFF
from portal.consultations.views.workbench.forms import NoteForm
from portal.consultations.views.workbench.presenting import due_words, flags_of, timeline


@never_cache
@require_safe
@staff_page(*STAFF)
def case(request: HttpRequest, number: str) -> HttpResponse:
    """Show the case; before 回避 is declared, the other side's names alone."""
    try:
        shown = open_as_staff(number, request.user, page="case")
    except conflicts.ConflictUndeclared as undeclared:
        return _conflict_page(request, undeclared.case)
    return _case_page(request, shown)


@never_cache
@require_POST
@staff_page(*STAFF)
def conflict(request: HttpRequest, number: str) -> HttpResponse:
    """Go on (``none``), keep away oneself (``self``), or the whole institution (``institution``)."""
    shown = _undeclared(request, number)
    if shown is None:
        return redirect("workbench_case", number)
    choice = request.POST.get("choice", "")
    try:
        if choice == "none":
            conflicts.declare_none(shown, by=request.user)
            return redirect(shown.workbench_url)
        if choice in ("self", "institution"):
            claiming.recuse(shown, by=request.user, whole_institution=choice == "institution")
            return redirect("case_queue")
    except (PermissionDenied, ValidationError) as error:
        problem = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        return _conflict_page(request, shown, problem)
    return redirect(shown.workbench_url)


@never_cache
@require_POST
@staff_page(*STAFF)
def note(request: HttpRequest, number: str) -> HttpResponse:
    """Write an internal note."""
    try:
        shown = open_as_staff(number, request.user, page="note")
    except conflicts.ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)
    if institution_inside(shown, request.user) is None:
        raise Http404
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            add_note(shown, form.cleaned_data["text"], by=request.user)
        except ValidationError as error:
            form.take(error)
        else:
            return redirect(f"{shown.workbench_url}#notes")
    return _case_page(request, shown, form)


def _undeclared(request: HttpRequest, number: str) -> Consultation | None:
    """The case about which this person must still be asked; None when nothing is asked any more."""
    try:
        open_as_staff(number, request.user, page="conflict")
    except conflicts.ConflictUndeclared as undeclared:
        return undeclared.case
    return None


def _conflict_page(request: HttpRequest, shown: Consultation, problem: str = "") -> HttpResponse:
    record(AuditAct.CASE_OPENED, actor=request.user, subject=shown, details={"page": "conflict"})
    context = {
        "number": shown.written_number,
        "other_side": shown.other_side,
        "is_holder": Party.RESIDENT in parties_of(request.user, shown),
        "address": shown.receipt_number,
        "problem": problem,
    }
    return render(request, "consultations/workbench/conflict.html", context, status=409 if problem else 200)


def text_of(request: HttpRequest, shown: Consultation) -> dict[str, Any]:
    """What ``case_text.html`` shows beside the case itself: no identity and no contact among it."""
    rows: Any = shown  # reverse relations
    return {
        "facts": rows.facts.all(),
        "attachments": rows.attachments.filter(removed_at__isnull=True),
        "flags": flags_of(shown),
        "answers": shown_answers(shown, clock.request_today(request)),
        "further": rows.further.all(),
        "deferrals": rows.deferrals.all(),
        "ratings": rows.ratings.select_related("follow_up"),
    }


def _case_page(request: HttpRequest, shown: Consultation, form: NoteForm | None = None) -> HttpResponse:
    now = clock.now()
    clocks = clocks_of(shown, now)
    words, is_overdue = due_words(min((one.due_at for one in clocks if one.due_at is not None), default=None), now)
    inside = institution_inside(shown, request.user) is not None
    rows: Any = shown  # reverse relations
    context = {
        "case": shown,
        "may_write": may_write(request.user, shown),
        "may_correct": may(request.user, Act.CORRECT, shown),
        "due_words": words,
        "is_overdue": is_overdue,
        **text_of(request, shown),
        "clocks": clocks,
        "events": timeline(rows.events.order_by("sequence")),
        "acts": offered(request.user, shown),
        "sections": neighbours.staff_sections(request, shown),
        "is_inside": inside,
        "notes": notes_for(shown, request.user) if inside else [],
        "note_form": form or NoteForm(),
    }
    return render(request, "consultations/workbench/case.html", context, status=400 if form else 200)
