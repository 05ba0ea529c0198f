"""Requests whose text is UTF-8, whatever they claim."""

from __future__ import annotations

import codecs
from typing import Any

from django.core.handlers.wsgi import WSGIRequest
from django.utils.http import parse_header_parameters


class Utf8Request(WSGIRequest):
    """Django reads the query in the encoding that a request names, while the request is being made: one that is no encoding of
    text (``charset=base64``) would end there, before anything that could answer. Here the name is kept and not followed."""

    def _set_content_type_params(self, meta: Any) -> None:
        self.content_type, self.content_params = parse_header_parameters(meta.get("CONTENT_TYPE", ""))


def names_utf8(charset: str) -> bool:
    """Whether this is one of the names of UTF-8."""
    try:
        return codecs.lookup(charset).name == "utf-8"
    except (LookupError, ValueError):
        return False
