"""Which links of a page lead out of this site: found in whatever the page holds, of whatever type it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from wagtail.models import Page

_HREF = re.compile(r"""href\s*=\s*["'](https?://[^"'\s<>]+)["']""", re.IGNORECASE)
_WHOLE = re.compile(r"https?://\S+", re.IGNORECASE)
LONGEST = 2000


def outward_links(page: Page, *, own_hosts: Iterable[str]) -> list[str]:
    """The addresses elsewhere that a page links to, in its order, each once: in fields that hold an address, in rich text,
    in blocks and in rows that hang on the page."""
    own = {host.lower() for host in own_hosts}
    found = dict.fromkeys(_addresses(page.serializable_data()))
    return [url for url in found if len(url) <= LONGEST and (_host(url) or "") not in own | {""}]


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _addresses(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _addresses(one)
    elif isinstance(value, str):
        yield from _in_text(value)


def _in_text(text: str) -> Iterator[str]:
    text = text.strip()
    if text[:1] in "[{":  # a field of blocks gives its JSON
        try:
            blocks = json.loads(text)
        except ValueError:
            blocks = None
        if isinstance(blocks, dict | list):
            yield from _addresses(blocks)
            return
    if _WHOLE.fullmatch(text):
        yield text
        return
    for url in _HREF.findall(text):
        yield unescape(url)


def _host(url: str) -> str | None:
    try:
        return urlsplit(url).hostname
    except ValueError:
        return None
