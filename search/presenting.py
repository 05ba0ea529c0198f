"""What the results page shows beside the results: tabs, filters, links. Every choice is a link that can be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from search.documents import kinds
from search.forms import Asked, facet_names
from search.query import DEEPEST_PAGE, Effective
from search.service import Result, Results

PATH = "/search/"
MOST_OPTIONS = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a tab or filter; choosing a current filter again takes it away."""

    label: str
    url: str
    count: int | None = None
    current: bool = False


@dataclass(frozen=True, slots=True)
class FilterGroup:
    """The choices of one filter."""

    name: str
    title: str
    options: list[Choice] = field(default_factory=list)


def address(asked: Asked, **changes: Any) -> str:
    """The address of a search like this one with some parameters changed; the first page unless told otherwise."""
    values: dict[str, Any] = {
        "q": asked.words,
        "kind": asked.kind,
        "on": asked.on.isoformat() if asked.on else "",
        "effectivity": "" if asked.effective is Effective.IN_FORCE else str(asked.effective),
        **asked.filters,
    } | changes
    return f"{PATH}?{urlencode({name: value for name, value in values.items() if value}, doseq=True)}"


def tabs(asked: Asked, counts: Mapping[str, int]) -> list[Choice]:
    """All, and each kind that has hits (or is chosen)."""
    found = [
        Choice(pgettext("kinds of results", "全部"), address(asked, kind=""), sum(counts.values()), not asked.kind)
    ]
    for kind in sorted(kinds.values(), key=lambda one: one.position):
        current = asked.kind == kind.name
        if counts.get(kind.name) or current:
            url = address(asked, kind=kind.name)
            found.append(Choice(str(kind.label), url, counts.get(kind.name, 0), current))
    return found


def effectivity_group(asked: Asked) -> FilterGroup:
    """Which law: that of today unless chosen otherwise."""
    labels = {
        Effective.IN_FORCE: _("现行有效"),
        Effective.NOT_YET: _("尚未生效"),
        Effective.ENDED: _("已失效"),
        Effective.ALL: _("全部"),
    }
    return FilterGroup(
        "effectivity",
        _("时效性"),
        [
            Choice(
                label,
                address(asked, effectivity="" if choice is Effective.IN_FORCE else str(choice), on=""),
                current=not asked.on and asked.effective is choice,
            )
            for choice, label in labels.items()
        ],
    )


def filter_groups(asked: Asked, facets: Mapping[str, Mapping[str, int]]) -> list[FilterGroup]:
    """A group for each facet that has values among the hits, or is chosen."""
    groups = []
    titles = {name: title for kind in kinds.values() for name, title in kind.facets.items()}
    for name in facet_names():
        chosen = list(asked.filters.get(name, ()))
        counts = {**dict.fromkeys(chosen, 0), **facets.get(name, {})}
        if len(counts) > 1 or chosen:
            groups.append(FilterGroup(name, str(titles[name]), _options(asked, name, counts, chosen)))
    return groups


def _options(asked: Asked, name: str, counts: Mapping[str, int], chosen: Sequence[str]) -> list[Choice]:
    shown = sorted(counts, key=lambda value: (value not in chosen, *_order(name, value, counts[value])))[:MOST_OPTIONS]
    labels = _labels(name, shown)
    options = []
    for value in shown:
        others = [one for one in chosen if one != value]
        url = address(asked, **{name: others if value in chosen else [*others, value]})
        options.append(Choice(labels.get(value, value), url, counts[value], value in chosen))
    return options


def _order(name: str, value: str, count: int) -> tuple[Any, ...]:
    """Years from the latest, everything else from the most."""
    return (-int(value), "") if name.endswith("year") and value.isdecimal() else (-count, value)


def _labels(name: str, values: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in kinds.values():
        if kind.value_labels is not None and name in kind.facets and not found:
            found = {value: str(label) for value, label in kind.value_labels(name, values).items()}
    return found


@dataclass(frozen=True, slots=True)
class ResultList:
    """Results under one heading: those of today first, those no longer law apart."""

    title: str
    results: list[Result]


def result_lists(results: Results) -> list[ResultList]:
    """The page's results, 已失效 apart; an empty list is left out."""
    holding = [item for item in results.items if not item.has_ended]
    ended = [item for item in results.items if item.has_ended]
    lists = [ResultList("", holding), ResultList(_("已失效，仅供查阅"), ended)]
    return [one for one in lists if one.results]


def page_count(results: Results) -> int:
    """How many pages can be turned."""
    return min(DEEPEST_PAGE, ceil(results.total / results.plan.page_size))
