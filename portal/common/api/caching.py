"""What caches may keep of an answer, and answers to "has it changed?"."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from portal.common.clock import seconds_to_midnight

MAX_SHARED_AGE = 60
"""Seconds a shared cache may keep a law; less before midnight, when "today" changes."""


def public_cache_control() -> str:
    """Give the Cache-Control of what every visitor sees alike. Browsers ask again each time, and get a 304."""
    return f"public, s-maxage={min(MAX_SHARED_AGE, seconds_to_midnight())}, max-age=0"


def make_conditional(
    request: Any, response: HttpResponse, *, last_modified: datetime | None = None
) -> HttpResponseBase:
    """Tag a finished answer by its bytes, and give 304 in its stead to a client that has just these.

    The tag is of what is sent, so nothing that goes into an answer can be forgotten in it. ``Last-Modified`` is told
    for people and crawlers, but a 304 is given for a matching tag only: an answer also changes with the day.
    """
    if response.status_code != 200 or getattr(request, "method", "") not in ("GET", "HEAD"):
        return response
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    if last_modified is not None:
        response["Last-Modified"] = http_date(last_modified.timestamp())
    answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if answer is not response and "Last-Modified" in response:
        answer["Last-Modified"] = response["Last-Modified"]
    return answer
