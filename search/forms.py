"""What a visitor asks in an address: read kindly, never an error page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from search.documents import kinds
from search.query import DEEPEST_PAGE, LONGEST_QUERY, Effective
from search.text import tidy

MOST_VALUES = 20
LONGEST_VALUE = 200
FIRST_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Asked:
    """The parameters of a search address, made whole; ``notes`` say what could not be followed."""

    words: str = ""
    kind: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    effective: Effective = Effective.IN_FORCE
    on: date | None = None
    on_text: str = ""
    page: int = 1
    notes: tuple[str, ...] = ()


def facet_names() -> list[str]:
    """Every facet of every kind, once."""
    return list(dict.fromkeys(name for kind in kinds.values() for name in kind.facets))


def read_asked(given: QueryDict) -> Asked:
    """Read the parameters; what makes no sense is left out, and said where it would surprise."""
    notes = []
    words = tidy(given.get("q", ""))
    if len(words) > LONGEST_QUERY:
        notes.append(_("您输入的文字太长，只按前 %(number)s 个字搜索。") % {"number": LONGEST_QUERY})
        words = words[:LONGEST_QUERY]
    on_text = tidy(given.get("on", ""))[:20]
    on = _day(on_text)
    if on_text and on is None:
        notes.append(_("没有看懂日期“%(text)s”，请写成 2026-11-22 这样。下面是现行有效的结果。") % {"text": on_text})
    kind = given.get("kind", "")
    try:
        effective = Effective(given.get("effectivity", ""))
    except ValueError:
        effective = Effective.IN_FORCE
    return Asked(
        words=words,
        kind=kind if kind in kinds else "",
        filters={name: values for name in facet_names() if (values := _values(given.getlist(name)))},
        effective=effective,
        on=on,
        on_text=on_text,
        page=_page(given.get("page", "")),
        notes=tuple(notes),
    )


def _values(given: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(value for one in given if (value := tidy(one)[:LONGEST_VALUE])))[:MOST_VALUES]


def _day(text: str) -> date | None:
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return day if day is not None and day.year >= FIRST_YEAR else None


def _page(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        return 1
    return min(max(1, int(text[:6])), DEEPEST_PAGE)
