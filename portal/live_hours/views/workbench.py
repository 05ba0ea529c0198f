"""The workbench's side: who waits, taking, the conversation."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.consultations.models import Consultation
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import ANSWER
from portal.consultations.policies import parties_of, resident_of
from portal.consultations.services.answers.drafting import may_write
from portal.consultations.services.case.reading import cases_of_staff, open_as_staff
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.consultations.services.residents.claiming import can_work
from portal.consultations.services.residents.conflicts import ConflictUndeclared
from portal.consultations.states import Party, State
from portal.consultations.views.workbench.cases import STAFF
from portal.live_hours.services.opening import opening
from portal.live_hours.services.seeing import case_behind_page, page_token
from portal.live_hours.services.taking import take, waiting_for
from portal.live_hours.services.threads import thread_of
from portal.live_hours.shown import STAFF as STAFF_SIDE
from portal.live_hours.views import answering

MOST_SHOWN = 100
WAITING = "live_hours/waiting.html"


@never_cache
@require_safe
@staff_page(ANSWER)
def queue(request: HttpRequest) -> HttpResponse:
    """Who waits, and one's own conversations."""
    return _queue_page(request)


@never_cache
@require_safe
@staff_page(ANSWER)
def waiting(request: HttpRequest) -> HttpResponse:
    """The list alone, for the page that asks again by itself; 304 where nothing changed."""
    html = render_to_string(WAITING, _waiting(request), request)
    tag = f'"{hashlib.sha256(html.encode()).hexdigest()[:24]}"'
    if request.headers.get("If-None-Match") == tag:
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = tag
        return unchanged
    answer = JsonResponse({"html": html, "live": True})
    answer["ETag"] = tag
    return answer


@never_cache
@require_POST
@staff_page(ANSWER)
def take_one(request: HttpRequest) -> HttpResponse:
    """Take one; who was too late is told so."""
    try:
        case = take(normalised_receipt_number(request.POST.get("number", "")), by=request.user)
    except PermissionDenied as error:
        return _queue_page(request, str(error))
    except ValidationError as error:
        return _queue_page(request, " ".join(error.messages))
    return redirect("workbench_cases" if case.age_band == AgeBand.UNDER_14 else case.workbench_url)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(*STAFF)
def page(request: HttpRequest, number: str) -> HttpResponse:
    """The conversation; POST is a line. Before 回避 is declared, the page of the case asks."""
    if request.method != "POST":
        try:
            return _page(request, open_as_staff(number, request.user, page="live"))
        except ConflictUndeclared as undeclared:
            return redirect(undeclared.case.workbench_url)
    case = cases_of_staff(request.user).filter(receipt_number=number).first()
    if case is None or thread_of(case) is None:
        raise Http404
    try:
        taken = answering.take_line(request, case, request.user)
        if isinstance(taken, HttpResponse):
            return taken
        problem, status = taken
        return _page(request, open_as_staff(number, request.user, page="live"), problem=problem, status=status)
    except ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)


@never_cache
@require_safe
@staff_page(*STAFF)
def lines(request: HttpRequest, number: str) -> HttpResponse:
    """What is new, for the page that was opened."""
    try:
        case = case_behind_page(number, request.user, request.GET.get("token", ""))
    except ConflictUndeclared as undeclared:
        return redirect(undeclared.case.workbench_url)
    thread = getattr(case, "live_thread", None)
    if thread is None:
        raise Http404
    return answering.news(request, case, thread, request.user, STAFF_SIDE)


def _page(request: HttpRequest, case: Consultation, *, problem: str = "", status: int = 200) -> HttpResponse:
    thread = thread_of(case)
    if thread is None:
        raise Http404
    context = answering.page_context(case, thread, request.user, STAFF_SIDE)
    if problem:
        context |= {"problem": problem, "typed": request.POST.get("text", "")[:20_000]}
        context["key"] = request.POST.get("key", "")[:64] or context["key"]
    context |= {"token": page_token(case, request.user), "may_write": may_write(request.user, case)}
    context["is_holder"] = Party.RESIDENT in parties_of(request.user, case)
    return render(request, "live_hours/conversation.html", context, status=status)


def _queue_page(request: HttpRequest, problem: str = "") -> HttpResponse:
    context = {**_waiting(request), "problem": problem, "opening": opening(clock.now())}
    return render(request, "live_hours/queue.html", context, status=409 if problem else 200)


def _waiting(request: HttpRequest) -> dict[str, Any]:
    staff = resident_of(request.user)
    if staff is None:
        return {"staff": None}
    now = clock.now()
    found = waiting_for(staff).select_related("topic", "live_thread")
    found = found.defer("question", "other_side", "wanted")[:MOST_SHOWN]
    rows = [
        {"case": case, "minutes": int((now - (case.live_thread.waiting_since or now)).total_seconds() // 60)}
        for case in found
    ]
    own = Consultation.objects.filter(
        assigned_to=staff,
        state=State.ASSIGNED,
        is_quarantined=False,
        frozen_at__isnull=True,
        live_thread__became_message_at__isnull=True,
        live_thread__ended_at__isnull=True,
        live_thread__isnull=False,
    ).select_related("topic", "live_thread")
    return {
        "staff": staff,
        "rows": rows,
        "own": own.defer("question", "other_side", "wanted"),
        "can_work": can_work(staff),
        "every": answering.EVERY * 3,
    }
