"""How many pages each filter of a list would leave: all counts in one query."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast

from cms.editorial.catalogue import filtered, public_pages
from cms.editorial.facets import Facet
from cms.editorial.views.asked import Asked

_TOTAL = "total"


@dataclass(slots=True)
class Counts:
    """``by``: filter → value → how many pages it would leave, the other filters kept. ``words``: filter → value → what it is
    called. ``total``: how many pages the list has."""

    total: int = 0
    by: Mapping[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    words: Mapping[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


def count(asked: Asked) -> Counts:
    """Count for every filter."""
    kind = asked.section.kind
    everything = public_pages(kind).order_by()
    pieces = [_grouped(filtered(everything, asked.wanted()), _TOTAL, Value(""), Value(""))]
    pieces += [_of_facet(filtered(everything, asked.wanted(without=facet.name)), facet) for facet in asked.facets]
    rows = [piece.values_list("counted", "counted_value", "counted_words", "counted_pages") for piece in pieces]
    counts = Counts()
    for name, value, words, number in rows[0].union(*rows[1:], all=True):
        if name == _TOTAL:
            counts.total = number
        elif value:
            counts.by[name][value] = number
            counts.words[name][value] = words or value
    return counts


def _of_facet(pages: QuerySet[Any], facet: Facet) -> QuerySet[Any]:
    pages = pages.filter(facet.only) if facet.only is not None else pages
    return _grouped(pages, facet.name, facet.value, facet.words or Value(""))


def _grouped(pages: QuerySet[Any], name: str, value: Any, words: Any) -> QuerySet[Any]:
    """Rows of (which filter, value, its words, how many); every column named as no field of a page is."""
    return (
        pages.annotate(
            counted=Cast(Value(name), CharField()),
            counted_value=Cast(value, CharField()),
            counted_words=Cast(words, CharField()),
        )
        .values("counted", "counted_value", "counted_words")
        .annotate(counted_pages=Count("pk"))
    )
