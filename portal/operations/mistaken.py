"""What was sent and no library can do anything with: 400 in words, never 500 and a call of the operators."""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from portal.common.mistaken import is_senders, raised_in

logger = logging.getLogger(__name__)


def refusal() -> HttpResponse:
    """The page that says that address or form cannot be read."""
    return HttpResponse(render_to_string("400.html"), status=400, headers={"Cache-Control": "no-store"})


class MistakenRequestMiddleware:
    """Forms check what people type. What only programs send (a key that is no number, a number no column holds, a field that
    was left out) reaches Django, Wagtail and the database unchecked, and they raise."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Refuse what was mistaken; any other error goes its way."""
        if not is_senders(request, exception):
            return None
        place = raised_in(exception)
        logger.warning("refused %s %s: %s in %s", request.method, request.path, type(exception).__name__, place)
        return refusal()
