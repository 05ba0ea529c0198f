"""What a page tells programs of what it shows: schema.org, as JSON-LD in a data block of the page's head.

A room describes its pages with ``thing`` and puts the result into the context as ``structured_data``; ``base.html`` prints
it. Only what the page shows to people is described, so that nothing lives on here that a page no longer says.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

CONTEXT = "https://schema.org"
# What could end the block, begin a comment in it, or (the last two) a line where old parsers know of none.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def thing(kind: str, **properties: Any) -> dict[str, Any]:
    """Describe one thing of schema.org's type ``kind``. What is empty is left out, days are written as ISO 8601, lazy
    words as words."""
    described = {name: _plain(value) for name, value in properties.items()}
    return {"@type": kind, **{name: value for name, value in described.items() if value not in ("", None, [], {})}}


def absolute(path: str) -> str:
    """The full address of a path on this site."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{path}"


def breadcrumbs(trail: Sequence[Mapping[str, Any]], title: str, path: str) -> dict[str, Any]:
    """Describe the way to a page as the breadcrumb shows it (``trail``: each with ``title`` and ``url``), the page itself last."""
    steps = [*trail, {"title": title, "url": path}]
    return thing(
        "BreadcrumbList",
        itemListElement=[
            thing("ListItem", position=place, name=str(step["title"]), item=absolute(str(step["url"])))
            for place, step in enumerate(steps, start=1)
        ],
    )


def json_ld(described: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None) -> SafeString:
    """Write one thing or several as the data block of a page; nothing for nothing.

    A data block is no script: browsers do not run it and the content security policy is not asked about it. Whatever
    the words hold, they cannot end the block.
    """
    if not described:
        return SafeString("")
    things = dict(described) if isinstance(described, Mapping) else {"@graph": list(described)}
    whole = {"@context": CONTEXT, **things}
    written = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308 - escaped above


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, list | tuple):
        return [one for one in map(_plain, value) if one not in ("", None)]
    return value
