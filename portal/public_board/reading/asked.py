"""What the board's address takes: topic, year, page; read strictly, forgiven politely. And how many rows each filter leaves."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext as _

from portal.public_board.catalogue import BOARD_URL, public_publications
from portal.public_board.models import Publication

_CODE = re.compile(r"[a-z0-9_-]{1,40}")
_YEAR = re.compile(r"[1-9][0-9]{3}")
_PAGE = re.compile(r"[1-9][0-9]{0,5}")
TOPIC, YEAR, TOTAL = "topic", "year", "total"


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters and the page of one list. A value that means nothing filters nothing."""

    topic: str = ""
    year: str = ""
    page: int = 1

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Asked:
        """From a query."""
        topic, year, page = (str(given.get(name, "")) for name in (TOPIC, YEAR, "page"))
        return cls(
            topic if _CODE.fullmatch(topic) else "",
            year if _YEAR.fullmatch(year) else "",
            int(page) if _PAGE.fullmatch(page) else 1,
        )

    @property
    def is_whole(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.topic and not self.year

    def rows(self) -> QuerySet[Publication]:
        """What the filters leave of the board."""
        rows = public_publications()
        if self.topic:
            rows = rows.filter(topic__code=self.topic)
        if self.year:
            rows = rows.filter(published_at__year=int(self.year))
        return rows

    def url(self, **changes: str) -> str:
        """The list's address with some filters changed, back on its first page; one list has one address."""
        values = {TOPIC: self.topic, YEAR: self.year} | changes
        query = urlencode({name: value for name, value in values.items() if value})
        return f"{BOARD_URL}?{query}" if query else BOARD_URL


@dataclass(slots=True)
class Counts:
    """``by``: filter → value → how many it would leave, the other filter kept; ``words``: the names of topics."""

    total: int = 0
    by: Mapping[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    words: dict[str, str] = field(default_factory=dict)


def count(asked: Asked) -> Counts:
    """Count for the whole list and for each filter; one query."""
    pieces = (
        _grouped(asked.rows(), TOTAL, Value(""), Value("")),
        _grouped(replace(asked, topic="").rows(), TOPIC, F("topic__code"), F("topic__name")),
        _grouped(replace(asked, year="").rows(), YEAR, Cast(ExtractYear("published_at"), CharField()), Value("")),
    )
    counts = Counts()
    for name, value, words, number in pieces[0].union(*pieces[1:], all=True):
        if name == TOTAL:
            counts.total = number
        elif value:
            counts.by[name][value] = number
            counts.words[value] = words or value
    return counts


def filters(asked: Asked, counts: Counts) -> list[dict[str, Any]]:
    """The groups of links; a group that could not narrow the list is left out."""
    groups = (
        (TOPIC, _("专题"), asked.topic, sorted(counts.by[TOPIC], key=lambda code: (-counts.by[TOPIC][code], code))),
        (YEAR, _("公开年份"), asked.year, sorted(counts.by[YEAR], reverse=True)),
    )
    return [
        {"title": title, "options": [_option(asked, counts, name, value, chosen) for value in found]}
        for name, title, chosen, found in groups
        if len(found) > 1 or chosen in found
    ]


def chosen(asked: Asked, counts: Counts) -> list[dict[str, str]]:
    """What is chosen, each as a link that takes it away again."""
    values = {TOPIC: asked.topic, YEAR: asked.year}
    return [
        {"label": label(name, value, counts), "url": asked.url(**{name: ""})} for name, value in values.items() if value
    ]


def label(name: str, value: str, counts: Counts) -> str:
    """What a value of a filter is called."""
    return _("%(year)s年") % {"year": value} if name == YEAR else counts.words.get(value, value)


def _option(asked: Asked, counts: Counts, name: str, value: str, chosen: str) -> dict[str, Any]:
    return {
        "label": label(name, value, counts),
        "url": asked.url(**{name: "" if value == chosen else value}),
        "count": counts.by[name][value],
        "current": value == chosen,
    }


def _grouped(rows: QuerySet[Publication], name: str, value: Any, words: Any) -> QuerySet[Any, Any]:
    found = rows.select_related(None).order_by().annotate(counted=Cast(Value(name), CharField()))
    found = found.annotate(counted_value=Cast(value, CharField()), counted_words=Cast(words, CharField()))
    counted = found.values("counted", "counted_value", "counted_words").annotate(number=Count("pk"))
    return counted.values_list("counted", "counted_value", "counted_words", "number")
