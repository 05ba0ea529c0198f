"""Above all middleware that may refuse: whatever fails under ``/api/`` leaves as a problem, whoever raised it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from portal.common.api.problems import CONTENT_TYPE, problem_response

PREFIX = "/api/"


class ProblemMiddleware:
    """Replaces the HTML error pages of Django and of other middleware under ``/api/``.

    The API's own views answer with problems already; this is for what never reaches them (a wrong host, a null byte in
    the address, a fault in another middleware).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on, unless its address holds what no database can be asked for; mend the answer."""
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if "\x00" in request.path_info:
            return problem_response(400)
        response = self.get_response(request)
        if response.status_code < 400 or response.headers.get("Content-Type", "").startswith(CONTENT_TYPE):
            return response
        headers = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
        return problem_response(response.status_code, headers=headers)
