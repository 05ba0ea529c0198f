"""Whole public pages, kept for anonymous readers until something is published or the day ends (docs/caching.md).

``cached_page`` marks a view and names the query parameters it reads; ``PageCacheMiddleware`` answers from the cache
before sessions, users and templates are touched, and files what the view gave.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.core.cache import cache
from django.db import Error as DatabaseProblem
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers

from portal.common.clock import request_today, seconds_to_midnight
from portal.common.generation import current_generation

logger = logging.getLogger(__name__)

MAX_SHARED_AGE = 60
"""Seconds that caches in front of us may keep a page: nobody can tell them of a publication."""

DISPLAY_COOKIE = "display"
_MODE = re.compile(r"large|contrast|large-contrast")


@dataclass(frozen=True, slots=True)
class Policy:
    """What a view reads of the query: ``params`` are part of the key; a request with one of ``uncached`` is never kept."""

    params: tuple[str, ...] = ()
    uncached: tuple[str, ...] = ()


def cached_page(params: Sequence[str] = (), uncached: Sequence[str] = ()) -> Callable[[Any], Any]:
    """Declare that a view's GET answer is the same for every anonymous reader of the same day and display mode.

    The view sees only the parameters declared here, so that no other one can change what is kept, nor make entries.
    With a parameter of ``uncached`` (words somebody typed) the answer is ``no-store``. A view that must not be kept this
    once calls ``keep_out``.
    """
    policy = Policy(tuple(params), tuple(uncached))
    known = frozenset(policy.params) | frozenset(policy.uncached)

    def declare(view: Any) -> Any:
        @wraps(view)
        def declared(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if any(name not in known for name in request.GET):
                _keep_only(request, known)
            return view(request, *args, **kwargs)

        cast(Any, declared).page_cache_policy = policy
        return declared

    return declare


def keep_out(request: HttpRequest) -> None:
    """Let the answer to this request not be kept here, though its page is."""
    cast(Any, request).page_cache_skip = True


class PageCacheMiddleware:
    """Answers from the cache and files into it; stands above everything that knows people (sessions, CSRF, users)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer one request."""
        policy = _policy(request) if request.method in ("GET", "HEAD") else None
        if policy is None:
            return self.get_response(request)
        if any(name in request.GET for name in policy.uncached):
            response = self.get_response(request)
            response["Cache-Control"] = "no-store"
            return response
        if _known_reader(request):
            response = self.get_response(request)
            if "Cache-Control" not in response:
                response["Cache-Control"] = "private, no-cache"
            return response
        key = _key(request, policy)
        kept = _read(key) if key else None
        if kept is not None:
            return _finished(request, _response(kept))
        response = self.get_response(request)
        if not _is_public_page(request, response):
            return response
        content = cast(HttpResponse, response).content  # a streamed answer is no public page
        response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        if key and request.method == "GET" and not getattr(request, "page_cache_skip", False):
            _write(key, (content, list(response.items())))
        return _finished(request, response)


def _policy(request: HttpRequest) -> Policy | None:
    try:
        return getattr(resolve(request.path_info).func, "page_cache_policy", None)
    except Resolver404:
        return None


def _known_reader(request: HttpRequest) -> bool:
    """Whoever has a session may be shown something of their own; the session itself is not opened to find out."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "HTTP_AUTHORIZATION" in request.META


def _key(request: HttpRequest, policy: Policy) -> str:
    """Give the key, or ``""`` when the generation cannot be read: then nothing is taken from the cache or put into it."""
    try:
        generation = current_generation()
    except DatabaseProblem:
        return ""
    mode = request.COOKIES.get(DISPLAY_COOKIE, "")
    query = [(name, request.GET.getlist(name)) for name in policy.params if name in request.GET]
    # The day is in the key as well as in the time to live, and the view works with the same day: a page that
    # was being made at midnight is filed under the day it speaks of.
    parts = (
        generation,
        request_today(request).isoformat(),
        mode if _MODE.fullmatch(mode) else "normal",
        request.scheme,
        request.get_host(),
        request.path,
        query,
    )
    return "page:" + hashlib.sha256(repr(parts).encode()).hexdigest()


def _is_public_page(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Only a whole page that nothing about one reader has gone into: no cookie, no session read, no nonce."""
    session = getattr(request, "session", None)
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not getattr(session, "accessed", False)
        and not hasattr(request, "_csp_nonce")
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
    )


def _finished(request: HttpRequest, response: Any) -> HttpResponseBase:
    """Say how long others may keep it, and answer 304 to who has just these bytes."""
    response["Cache-Control"] = f"public, max-age=0, s-maxage={min(MAX_SHARED_AGE, seconds_to_midnight())}"
    patch_vary_headers(response, ("Cookie",))
    whole = cast(HttpResponse, response)  # a streamed answer is never kept, so never finished here
    return get_conditional_response(request, etag=response["ETag"], response=whole) or whole


def _response(kept: tuple[bytes, list[tuple[str, str]]]) -> HttpResponse:
    content, headers = kept
    response = HttpResponse(content)
    for name, value in headers:
        response[name] = value
    return response


def _read(key: str) -> Any:
    try:
        return cache.get(key)
    except Exception:  # A cache that is out of order must cost time, never the page.
        logger.warning("page cache cannot be read", exc_info=True)
        return None


def _write(key: str, kept: Any) -> None:
    try:
        cache.set(key, kept, timeout=seconds_to_midnight())
    except Exception:
        logger.warning("page cache cannot be written", exc_info=True)


def _keep_only(request: HttpRequest, names: frozenset[str]) -> None:
    """Take every other parameter out of the query, as if it had not been sent."""
    kept = QueryDict(mutable=True, encoding=request.GET.encoding)
    for name, values in request.GET.lists():
        if name in names:
            kept.setlist(name, values)
    kept._mutable = False
    request.GET = cast(Any, kept)
    request.META["QUERY_STRING"] = kept.urlencode()
