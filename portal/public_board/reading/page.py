"""``/consultations/public/CODE/``: one public consultation; 410 once it was taken back, 404 for what never was public.

Eight queries whatever there is: header, row, doubts, laws (two, three with articles of other days), two for what is related.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from portal.common.clock import request_today
from portal.public_board.catalogue import BOARD_URL, PublicCase, public_case, was_public
from portal.public_board.reading.board import ask_url
from portal.public_board.reading.related import related_to
from portal.public_board.reading.structured_data import described, trail_of
from portal.public_board.shown_page import places_of, shown_page

ROBOTS = "noarchive"
"""Search engines may lead here and keep no copy: what is taken back is to be gone there too."""


@require_safe
@cache_control(no_store=True)
def public_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show it."""
    case = public_case(code)
    if case is None:
        return gone(request, code)
    context = {
        "code": case.code,
        "page": shown_page(case.page, request_today(request), is_doubted=case.is_doubted),
        "description": case.lead,
        "topic": case.topic,
        "url": case.url,
        "ask_url": ask_url(case.topic.code if case.topic is not None else ""),
        "related": related_to(case, places_of(case.page)),
        "trail": trail_of(case),
        "structured_data": described(case),
    }
    response = render(request, "public_board/page.html", context)
    response["X-Robots-Tag"] = ROBOTS
    return response


def found_or_gone(request: HttpRequest, code: str) -> PublicCase | HttpResponse:
    """The public consultation of a code, or the answer that says it is gone; Http404 where it never was."""
    return public_case(code) or gone(request, code)


def gone(request: HttpRequest, code: str) -> HttpResponse:
    """It was taken back: 410, the same for everybody, and nothing of what it was. Http404 for what never was public."""
    if not was_public(code):
        raise Http404
    response = render(request, "public_board/withdrawn.html", {"board_url": BOARD_URL}, status=410)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, noarchive"
    return response
