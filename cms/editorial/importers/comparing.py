"""What a page holds and what a row says, in a form that can be compared: opening a page in the editor and saving it changes
nothing of it, nor does reading a cited article again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue
from wagtail.fields import RichTextField
from wagtail.rich_text import RichText

from cms.editorial.base import EditorialPage
from cms.editorial.importers.prose import canonical_html, plain_text
from cms.laws.cited_places import CitedPlace

LONGEST_SHOWN = 240
OF_SETS = ("topics", "instruments")


def canonical_of(page: EditorialPage, names: Iterable[str]) -> dict[str, Any]:
    """What a page's fields hold; topics and instruments by key."""
    found: dict[str, Any] = {}
    for name in names:
        if name in OF_SETS:
            found[name] = sorted(row.pk for row in getattr(page, name).all())
        else:
            found[name] = canonical(page, name, getattr(page, name))
    return found


def canonical(page: EditorialPage, name: str, value: Any) -> Any:
    """A value of a field as it is compared, whether read from a page or about to be written."""
    if name == "institution":
        return value if isinstance(value, int) else getattr(value, "pk", None)
    if isinstance(page._meta.get_field(name), RichTextField):
        return canonical_html(str(value or ""))
    if isinstance(value, StreamValue):
        return [[child.block_type, _plain(child.value)] for child in value]
    if isinstance(value, list):
        return [[kind, _plain(inner)] for kind, inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value


def _plain(value: Any) -> Any:
    if isinstance(value, CitedPlace):
        return [value.slug, value.locator]
    if isinstance(value, RichText):
        return canonical_html(value.source)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, str):
        return canonical_html(value) if value.startswith("<") else value
    return getattr(value, "pk", value)


def digests_of(values: Mapping[str, Any]) -> dict[str, str]:
    """A short digest of each value."""
    return {name: _digest(value)[:16] for name, value in sorted(values.items())}


def digest_of(values: Mapping[str, Any]) -> str:
    """One digest of all values."""
    return _digest(dict(sorted(values.items())))


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def shown_change(old: Any, new: Any) -> list[str]:
    """Old and new in words, each from a little before the first place where they differ."""
    before, after = _words(old), _words(new)
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    begin = max(0, same - 20) if max(len(before), len(after)) > LONGEST_SHOWN else 0
    return [_excerpt(before, begin), _excerpt(after, begin)]


def _excerpt(text: str, begin: int) -> str:
    end = begin + LONGEST_SHOWN
    return f"{'……' if begin else ''}{text[begin:end]}{'……' if end < len(text) else ''}"


def _words(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(_("是") if value else _("否"))
    if isinstance(value, dict):
        return "：".join(filter(None, (_words(inner) for inner in value.values() if not isinstance(inner, bool))))
    if isinstance(value, list):
        pairs = [_words(inner[1]) if len(inner) == 2 and isinstance(inner, list) else _words(inner) for inner in value]
        return "\n".join(pairs)
    text = str(value)
    return plain_text(text) if text.startswith("<") else text
