"""Whether an error is about a value that a request brought, and so the sender's mistake."""

from __future__ import annotations

import re
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError

OURS = tuple(str(Path(settings.BASE_DIR) / room) for room in ("cms", "portal", "search"))
_LARGE_NUMBER = re.compile(r"\d{10}")
"""Ten digits may be more than a column of 32 bits holds."""


def is_senders(request: HttpRequest, error: Exception) -> bool:
    """Whether a library failed on what was sent. An error that our own lines raise is ours, whatever was sent."""
    return not raised_in(error).startswith(OURS) and is_about_one_of(error, list(_sent(request)))


def is_about_one_of(error: Exception, sent: list[str]) -> bool:
    """Whether one of these values, or one that is missing among them, made a library fail."""
    if isinstance(error, MultiValueDictKeyError | InvalidPage):
        return True
    if isinstance(error, JSONDecodeError):
        return error.doc in sent
    if isinstance(error, OverflowError | DataError):
        return any(_LARGE_NUMBER.search(value) for value in sent)
    if isinstance(error, ValueError | NoReverseMatch):
        return any(repr(value) in str(error) for value in sent)
    return isinstance(error, ValidationError) and str((getattr(error, "params", None) or {}).get("value")) in sent


def raised_in(error: Exception) -> str:
    """The file of the line that raised it."""
    place, traceback = "", error.__traceback__
    while traceback is not None:
        place, traceback = traceback.tb_frame.f_code.co_filename, traceback.tb_next
    return place


def _sent(request: HttpRequest) -> Iterator[str]:
    """Every value of the address, the query and a form that was read."""
    match = request.resolver_match
    if match is not None:
        yield from (str(value) for value in (*match.args, *match.kwargs.values()))
    form: Any = getattr(request, "_post", None)
    for given in (request.GET, form):
        for _name, values in given.lists() if given else ():
            yield from (value for value in values if isinstance(value, str))
