"""What both sides' pages do: show the conversation, take a line, give what is new."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string

from portal.consultations.actors import Actor
from portal.consultations.models import Consultation
from portal.consultations.policies import WrongState
from portal.live_hours.models import LiveThread
from portal.live_hours.services.lines import LONGEST_LINE, TooFast, may_say, say
from portal.live_hours.shown import CITIZEN, danger_among, shown_lines, standing, version_of

EVERY = 3
"""Seconds between two questions of a page that hears news; it slows down by itself when there is none."""


def page_context(case: Consultation, thread: LiveThread, actor: Actor, side: str) -> dict[str, Any]:
    """What either page shows."""
    lines = shown_lines(case, side)
    return {
        "case": case,
        "thread": thread,
        "side": side,
        "lines": lines,
        "last": lines[-1].number if lines else 0,
        "standing": standing(case, thread, side),
        "may_say": may_say(actor, thread, case),
        "danger": danger_among(case, lines, with_question=True) if side == CITIZEN else None,
        "key": uuid4().hex,
        "longest": LONGEST_LINE,
        "every": EVERY,
        "typed": "",
        "problem": "",
    }


def news(request: HttpRequest, case: Consultation, thread: LiveThread, actor: Actor, side: str) -> HttpResponse:
    """What is new since the line of ``since``, as JSON; 304 where nothing is. So many queries however many lines there are."""
    since = _since(request)
    tag = version_of(case, thread, side)
    if request.headers.get("If-None-Match") == tag:
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = tag
        return unchanged
    lines = shown_lines(case, side, since)
    stands = standing(case, thread, side)
    danger = danger_among(case, lines) if side == CITIZEN else None
    answer = JsonResponse(
        {
            "last": lines[-1].number if lines else since,
            "lines": render_to_string("live_hours/lines.html", {"lines": lines}) if lines else "",
            "status": render_to_string("live_hours/status.html", {"standing": stands}),
            "danger": render_to_string("consultations/asking/danger.html", {"danger": danger}) if danger else "",
            "live": stands.is_live,
            "may_say": may_say(actor, thread, case),
        }
    )
    answer["ETag"] = tag
    return answer


def take_line(request: HttpRequest, case: Consultation, actor: Actor) -> HttpResponse | tuple[str, int]:
    """Take the line of a page. Gives the answer; or, for a page without script, what is wrong and with which status, so that
    it is shown again with what was typed."""
    wants_json = "application/json" in request.headers.get("Accept", "")
    try:
        say(case, request.POST.get("text", ""), request.POST.get("key", ""), by=actor)
    except PermissionDenied as error:
        problem, status = str(error), 403
    except TooFast as error:
        problem, status = " ".join(error.messages), 429
    except WrongState as error:
        problem, status = " ".join(error.messages), 409
    except ValidationError as error:
        problem, status = " ".join(error.messages), 400
    else:
        if wants_json:
            return JsonResponse({"key": uuid4().hex})
        return HttpResponseRedirect(f"{request.path}#end")
    return JsonResponse({"error": problem}, status=status) if wants_json else (problem, status)


def _since(request: HttpRequest) -> int:
    asked = request.GET.get("since", "0")
    return min(int(asked), 1_000_000) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
