"""A citizen's live conversation: the start, the page, what is new, leaving it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.common import clock
from portal.consultations.asking.content import Content
from portal.consultations.asking.steps import BY_NAME
from portal.consultations.models import AskingMode, Consultation, ConsultationSettings
from portal.consultations.models.choices import InProceedings
from portal.consultations.policies import WrongState
from portal.consultations.services.intake.asking_limits import may_send
from portal.consultations.services.intake.sending import send_at_once
from portal.consultations.sessions import own_case
from portal.consultations.views.asking.asker import Asker, asker_of
from portal.consultations.views.asking.one_page import content_of, page_context
from portal.consultations.views.asking.session import draft_key, remember, sender_of
from portal.consultations.views.asking.wizard import too_often
from portal.live_hours.models import BecameBecause, LiveThread
from portal.live_hours.services import starting
from portal.live_hours.services.opening import opening
from portal.live_hours.services.threads import become_message, thread_of
from portal.live_hours.shown import CITIZEN
from portal.live_hours.views import answering

SCREENS = [
    BY_NAME[name]
    for name in ("question", "proceedings", "for-whom", "age", "guardian", "topic", "other-side", "notice", "consent")
]
"""The questions that are asked live; the others can be answered in the conversation."""
START = "live_hours/start.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponseBase:
    """Ask live. Closed, or closed meanwhile, it offers the message way with what was typed."""
    asker = _asker(request)
    hours = opening(clock.now())
    context: dict[str, Any] = {"asker": asker, "opening": hours}
    if not asker.may_send or (request.method != "POST" and not hours.is_open):
        return render(request, START, context)
    running = starting.running_of(asker.citizen)
    content = content_of(request, SCREENS)
    if running is not None and running.submission_key != content.submission_key:
        return redirect("live_mine", running.receipt_number)
    _fill_the_rest(content)
    context |= page_context(request, content, SCREENS)
    context["handled"] = request.method == "POST" and _is_handled(content)
    context["pauses"] = context["pauses"] or (context["handled"] and not request.POST.get("seen"))
    if request.method != "POST" or context["errors"] or context["pauses"]:
        return render(request, START, context)
    if not may_send(sender_of(request), clock.now()):
        return too_often(request, context, START)
    return _send(request, content, asker, context)


def _send(request: HttpRequest, content: Content, asker: Asker, context: dict[str, Any]) -> HttpResponseBase:
    as_message = request.POST.get("way") == "message"
    try:
        if as_message:
            remember(request, send_at_once(content, citizen=asker.citizen))
            return redirect("ask_receipt")
        receipt = starting.start_live(content, citizen=asker.citizen)
    except starting.Closed:
        return render(request, START, {**context, "closed_meanwhile": True}, status=409)
    except ValidationError as error:
        return render(request, START, {**context, "problem": " ".join(error.messages)})
    remember(request, receipt)
    return redirect("live_mine", content.receipt_number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, number: str) -> HttpResponseBase:
    """The conversation; POST is a line."""
    case, actor = own_case(request, number)
    thread = _thread(case)
    if request.method != "POST":
        return _page(request, case, thread, actor)
    taken = answering.take_line(request, case, actor)
    if isinstance(taken, HttpResponse):
        return taken
    case, actor = own_case(request, number)
    problem, status = taken
    return _page(request, case, _thread(case), actor, problem=problem, status=status)


@never_cache
@require_safe
def lines(request: HttpRequest, number: str) -> HttpResponse:
    """What is new."""
    case, actor = own_case(request, number)
    return answering.news(request, case, _thread(case), actor, CITIZEN)


@never_cache
@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Wait no longer: it becomes a message."""
    case, actor = own_case(request, number)
    _thread(case)
    with suppress(WrongState):  # it is one already, or is answered
        become_message(case, BecameBecause.LEFT, by=actor)
    return HttpResponseRedirect(reverse("live_mine", args=[number]))


def _page(
    request: HttpRequest, case: Consultation, thread: LiveThread, actor: Any, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = answering.page_context(case, thread, actor, CITIZEN)
    if problem:
        context |= {"problem": problem, "typed": request.POST.get("text", "")[:20_000]}
        context["key"] = request.POST.get("key", "")[:64] or context["key"]
    context["has_receipt"] = bool(draft_key(request))
    return render(request, "live_hours/mine.html", context, status=status)


def _thread(case: Consultation) -> LiveThread:
    thread = thread_of(case)
    if thread is None:
        raise Http404
    return thread


def _asker(request: HttpRequest) -> Asker:
    """Live needs a phone that was verified, whatever else the installation asks for."""
    rules = ConsultationSettings.load()
    if rules.asking_mode == AskingMode.NONE:
        rules.asking_mode = AskingMode.PHONE
    return asker_of(request, rules, reverse("live_ask"))


def _fill_the_rest(content: Content) -> None:
    content.take("when", {"happened": ["unknown"]})
    for name in ("where", "wanted", "contact"):
        content.take(name, {})


def _is_handled(content: Content) -> bool:
    return content.value("proceedings", "in_proceedings") in (InProceedings.YES, InProceedings.UNSURE)
