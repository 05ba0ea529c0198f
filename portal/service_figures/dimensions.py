"""What figures are broken down by: how a row's cell is found, what it is called, in which order cells stand. Pure but for
the topics' names."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.consultations.models.choices import Channel, DeadlineKind
from portal.service_figures.measures.board import SHOWN_CLOCKS, clock_kind
from portal.service_figures.periods import Period
from portal.service_figures.rows import Row, source_of

NO_HOUR = "gone"
"""The cell of purged cases, of which only the month is known."""
NOBODY = "none"
"""The cell of rows that are in nobody's hands."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A breakdown. ``cell`` gives the key of a row's cell; ``words`` what a key is called; ``order`` the keys that are
    always shown, in their order (the others follow, the largest first)."""

    name: str
    label: str | Promise
    cell: Callable[[Row], str]
    words: Callable[[str], str]
    order: Sequence[str] = ()


def dimension_of(name: str, *, period: Period, source: str, topics: Mapping[str, str]) -> Dimension | None:
    """A breakdown by its name, for rows of a source in a period."""
    made = _MAKERS.get(name)
    return None if made is None else made(period, source, topics)


def _time(period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    buckets = period.buckets
    starts = [day for _words, day in buckets]
    names = {day.isoformat(): words for words, day in buckets}

    def cell(row: Row) -> str:
        return _bucket(starts, row.at.date())

    return Dimension("time", _("时间"), cell, lambda key: names.get(key, key), list(names))


def _bucket(starts: list[date], day: date) -> str:
    return starts[max(0, bisect_right(starts, day) - 1)].isoformat()


def _topic(_period: Period, _source: str, topics: Mapping[str, str]) -> Dimension:
    return Dimension("topic", _("专题"), lambda row: row.topic, lambda key: topics.get(key, key))


def _district(_period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    return Dimension("district", _("地区"), lambda row: row.district, str)


def _channel(_period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    names: dict[str, Any] = dict(Channel.choices)
    return Dimension("channel", _("渠道"), lambda row: row.channel, lambda key: str(names.get(key, key)), list(names))


def _hour(_period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    keys = [f"{hour:02d}" for hour in range(24)]

    def words(key: str) -> str:
        return f"{int(key)}时" if key != NO_HOUR else str(_("已清除的咨询（只存月份）"))

    return Dimension(
        "hour", _("一天中的时间"), lambda row: f"{row.at.hour:02d}" if row.number else NO_HOUR, words, keys
    )


def _kind(_period: Period, source: str, _topics: Mapping[str, str]) -> Dimension:
    kinds = source_of(source).kinds
    return Dimension("kind", _("类别"), lambda row: row.kind, lambda key: str(kinds.get(key, key)), list(kinds))


def _clock(_period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    names: dict[str, Any] = dict(DeadlineKind.choices)
    return Dimension(
        "clock", _("时限"), clock_kind, lambda key: str(names.get(key, key)), [str(kind) for kind in SHOWN_CLOCKS]
    )


def _institution(_period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    def words(key: str) -> str:
        return str(_("没有办理人")) if key == NOBODY else key

    return Dimension("institution", _("机构"), lambda row: row.institution or NOBODY, words)


def _resident(_period: Period, _source: str, _topics: Mapping[str, str]) -> Dimension:
    def words(key: str) -> str:
        return str(_("没有办理人")) if key == NOBODY else key

    return Dimension("resident", _("统一编号"), lambda row: row.code or NOBODY, words)


_MAKERS: dict[str, Callable[[Period, str, Mapping[str, str]], Dimension]] = {
    "time": _time,
    "topic": _topic,
    "district": _district,
    "channel": _channel,
    "hour": _hour,
    "kind": _kind,
    "clock": _clock,
    "institution": _institution,
    "resident": _resident,
}
