"""``/workbench/publications/``: what waits, hiding, looking at it a second time, taking off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.common.clock import request_today
from portal.consultations import neighbours
from portal.consultations.services.case.reading import cases_of_staff, open_as_staff
from portal.public_board.composing import compose, marks_of
from portal.public_board.content import page_from
from portal.public_board.differences import differences
from portal.public_board.marking import (
    KINDS,
    Chosen,
    chosen_before,
    groups_of,
    marks_chosen,
    read_added,
    suggested,
    value_of,
)
from portal.public_board.models import LIVE_STATES, Publication, PublicationState
from portal.public_board.parts import Source, source_of
from portal.public_board.policies import APPROVE, PREPARE, may
from portal.public_board.same_matter import of_same_matter
from portal.public_board.services import consenting, preparing, removing, withdrawing
from portal.public_board.shown_page import shown_page
from portal.public_board.states import PublicationAct as A
from portal.public_board.views.forms import DecideForm, ReasonForm, TakeDownForm

PER_PAGE = 30
STAFF = (PREPARE, APPROVE)


def waiting_publications(user: Any) -> Any:
    """What somebody who hides or approves has to do, of cases they may open, the oldest first."""
    states = [PublicationState.WANTED] if user.has_perm(PREPARE) else []
    states += [PublicationState.PREPARED] if user.has_perm(APPROVE) else []
    found = Publication.objects.filter(state__in=states, consultation__in=cases_of_staff(user).values("pk"))
    return (
        found.exclude(state=PublicationState.PREPARED, prepared_by=user)
        .select_related("consultation", "topic")
        .order_by("wanted_at", "pk")
    )


@never_cache
@require_safe
@staff_page(*STAFF)
def publications(request: HttpRequest) -> HttpResponse:
    """What waits to be hidden, to be approved, to be taken off; and what is public."""
    waiting = list(waiting_publications(request.user))
    own = cases_of_staff(request.user).values("pk")
    public = Publication.objects.filter(state=PublicationState.PUBLIC, consultation__in=own).select_related("topic")
    page = Paginator(public.order_by("-published_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    doubted = neighbours.cases_in_doubt(public.values_list("consultation", flat=True))
    in_doubt = public.filter(consultation__in=doubted).order_by("published_at", "pk") if doubted else ()
    context = {
        "in_doubt": [{"row": row, "title": page_from(row.content).title} for row in in_doubt],
        "wanted": [row for row in waiting if row.state == PublicationState.WANTED],
        "prepared": [row for row in waiting if row.state == PublicationState.PREPARED],
        "removals": list(removing.waiting_for(request.user).filter(publication__consultation__in=own)),
        "public": [{"row": row, "title": page_from(row.content).title} for row in page.object_list],
        "number": page.number,
        "pages": page.paginator.num_pages,
    }
    return render(request, "public_board/workbench/publications.html", context)


@never_cache
@require_safe
@staff_page(*STAFF)
def publication(request: HttpRequest, code: str) -> HttpResponse:
    """One publication: the marking page, the approving page, or what it says now."""
    found = _opened(request, code, "publication")
    if may(request.user, A.PREPARE, found):
        return _marking(request, found)
    return _looking(request, found)


@never_cache
@require_POST
@staff_page(*STAFF)
def mark(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page anew with what was ticked and added (``again``), or hand it on to another person."""
    found = _opened(request, code, "publication_mark")
    if not may(request.user, A.PREPARE, found):
        return redirect("publication", code)
    chosen = _chosen(request)
    source = source_of(found.consultation)
    marks = suggested(source, chosen.added)
    if "again" in request.POST:
        return _marking(request, found, chosen, source)
    kept = marks_chosen(marks, chosen)
    by_rule = {value_of(one) for one in suggested(source, ())}
    marked_by = {(one.part, one.start, one.end): "person" for one in kept if value_of(one) not in by_rule}
    return _done(
        request,
        lambda: preparing.prepare(found, kept, by=request.user, marked_by=marked_by),
        lambda problem: _marking(request, found, chosen, source, problem),
    )


@never_cache
@require_POST
@staff_page(*STAFF)
def approve(request: HttpRequest, code: str) -> HttpResponse:
    """Pass it on to the citizen."""
    found = _opened(request, code, "publication_approve")
    words, reasons = request.POST.getlist("left"), request.POST.getlist("reason_for")
    cleared = dict(zip(words, reasons, strict=False))
    return _done(
        request,
        lambda: preparing.approve(found, cleared, by=request.user),
        lambda problem: _looking(request, found, problem, cleared=cleared),
    )


@never_cache
@require_POST
@staff_page(*STAFF)
def send_back(request: HttpRequest, code: str) -> HttpResponse:
    """Give it back with a reason."""
    return _with_reason(request, code, preparing.send_back)


@never_cache
@require_POST
@staff_page(*STAFF)
def refuse(request: HttpRequest, code: str) -> HttpResponse:
    """Say that it is not fit to be public."""
    return _with_reason(request, code, preparing.refuse)


@never_cache
@require_POST
@staff_page(*STAFF)
def take_down(request: HttpRequest, code: str) -> HttpResponse:
    """Take a public page off."""
    found = _opened(request, code, "publication_take_down")
    form = TakeDownForm(request.POST)
    if not form.is_valid():
        return _looking(request, found, take_down_form=form)
    said = form.cleaned_data
    return _done(
        request,
        lambda: withdrawing.take_down(found, said["because"], said["note"], by=request.user),
        lambda problem: _looking(request, found, problem, take_down_form=form),
    )


@never_cache
@require_POST
@staff_page(*STAFF)
def decide(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Decide a request to take a page off."""
    found = _opened(request, code, "publication_removal")
    asked = removing.waiting_for(request.user).filter(pk=pk, publication=found).first()
    if asked is None:
        raise Http404
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _looking(request, found, decide_form=form)
    act = removing.grant_removal if form.cleaned_data["decision"] == "grant" else removing.decline_removal
    return _done(
        request,
        lambda: act(asked, form.cleaned_data["reason"], by=request.user),
        lambda problem: _looking(request, found, problem, decide_form=form),
    )


def _opened(request: HttpRequest, code: str, page: str) -> Publication:
    """The publication of a case that this person may open, put on file; Http404 for all others."""
    found = Publication.objects.filter(code=code).select_related("consultation").first()
    if found is None:
        raise Http404
    found.consultation = open_as_staff(found.consultation.receipt_number, request.user, page=page)
    return found


def _chosen(request: HttpRequest) -> Chosen:
    sent = request.POST
    added = read_added(sent.getlist("added"), sent.getlist("added_kind"))
    labels = dict(zip(sent.getlist("group"), sent.getlist("label"), strict=False))
    kept = set(sent.getlist("hide"))
    # What was added with this very press has no box yet: it is hidden.
    shown = set(sent.getlist("shown"))
    return Chosen(added, frozenset(kept), labels) if shown else Chosen(added, None, labels)


def _marking(
    request: HttpRequest,
    found: Publication,
    chosen: Chosen | None = None,
    source: Source | None = None,
    problem: str = "",
) -> HttpResponse:
    source = source or source_of(found.consultation)
    chosen = chosen or chosen_before(found, source)
    marks = suggested(source, chosen.added)
    if chosen.hidden is not None and request.method == "POST":
        shown = set(request.POST.getlist("shown"))
        chosen = Chosen(
            chosen.added, chosen.hidden | {value_of(one) for one in marks if value_of(one) not in shown}, chosen.labels
        )
    kept = marks_chosen(marks, chosen)
    context = {
        "publication": found,
        "case": found.consultation,
        "in_doubt": consenting.is_in_doubt(found),
        "alike": of_same_matter(found),
        "groups": groups_of(source, marks, chosen),
        "added": chosen.added,
        "kinds": KINDS,
        "texts": differences(source, kept),
        "page": shown_page(compose(source, kept), request_today(request)),
        "problem": problem,
        "reason_form": ReasonForm(),
    }
    return render(request, "public_board/workbench/marking.html", context, status=400 if problem else 200)


def _looking(
    request: HttpRequest,
    found: Publication,
    problem: str = "",
    *,
    cleared: dict[str, str] | None = None,
    reason_form: Any = None,
    take_down_form: Any = None,
    decide_form: Any = None,
) -> HttpResponse:
    user = request.user
    may_approve = may(user, A.APPROVE, found)
    has_page = found.content_digest != ""
    source = source_of(found.consultation)
    marks = marks_of(found.spans)
    context = {
        "publication": found,
        "case": found.consultation,
        "in_doubt": found.state in LIVE_STATES and consenting.is_in_doubt(found),
        "alike": of_same_matter(found) if found.state in LIVE_STATES else (),
        "may_approve": may_approve,
        "is_own": found.prepared_by_id == user.pk and found.state == PublicationState.PREPARED,
        "may_refuse": may(user, A.REFUSE, found),
        "may_take_down": may(user, A.TAKE_DOWN, found),
        "texts": differences(source, marks) if has_page and preparing.is_current(found) else [],
        "page": shown_page(page_from(found.content), request_today(request)) if has_page else None,
        "left": [{"one": one, "reason": (cleared or {}).get(one.words, "")} for one in preparing.to_clear(found)]
        if may_approve and preparing.is_current(found)
        else [],
        "removals": removing.waiting_for(user).filter(publication=found),
        "reason_form": reason_form or ReasonForm(),
        "take_down_form": take_down_form or TakeDownForm(),
        "decide_form": decide_form or DecideForm(),
        "problem": problem,
    }
    failed = problem or any(form is not None for form in (reason_form, take_down_form, decide_form))
    return render(request, "public_board/workbench/looking.html", context, status=400 if failed else 200)


def _with_reason(request: HttpRequest, code: str, act: Callable[..., Any]) -> HttpResponse:
    found = _opened(request, code, "publication_reason")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _looking(request, found, reason_form=form)
    return _done(
        request,
        lambda: act(found, form.cleaned_data["reason"], by=request.user),
        lambda problem: _looking(request, found, problem, reason_form=form),
    )


def _done(request: HttpRequest, act: Callable[[], Any], again: Callable[[str], HttpResponse]) -> HttpResponse:
    try:
        act()
    except PermissionDenied as error:
        return again(str(error))
    except ValidationError as error:
        return again(" ".join(error.messages))
    return redirect("publications")
