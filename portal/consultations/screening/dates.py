"""When something happened, as ordinary texts say it: 2023年5月6日, 去年3月, 三个月前, 上周. A loose date is a span of days."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from portal.common.numbering import to_int
from portal.consultations.screening.passages import Passage, Span

_NUMBER = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
_DATE = re.compile(
    rf"""(?x)(?P<year>(?:19|20)\d\d|(?<!\d)[012]\d)年(?:的)?(?P<month>{_NUMBER})月(?:份)?(?:(?P<day>{_NUMBER})[日号])?
    |(?P<iso_year>20\d\d)[-./](?P<iso_month>\d{{1,2}})[-./](?P<iso_day>\d{{1,2}})(?!\d)
    |(?P<named>今年|去年|前年|大前年)(?:的)?(?P<named_month>{_NUMBER})月(?:份)?(?:(?P<named_day>{_NUMBER})[日号])?
    |(?P<named_part>今年|去年|前年|大前年)(?P<part>年初|年底|年中|春节|过年|国庆|五一|上半年|下半年|夏天|冬天|春天|秋天)
    |(?<![\d年])(?P<bare_month>1[0-2]|[1-9])月(?P<bare_day>{_NUMBER})[日号]
    |(?<![\d年])(?P<loose_month>1[0-2]|[1-9])月(?:底|初|中旬|上旬|下旬|末)
    |(?P<count>{_NUMBER}|半|几)(?P<half>个?半)?(?P<unit>年半|年|个多?月|天|日|周|个?星期|个礼拜)(?:多|左右)?(?:以?前|之前)
    |(?<![到至])(?P<week>昨天|昨晚|前天|大前天|今天|今早|刚刚|上周|上个?星期|上个?礼拜|这周|本周|上个?月|上上个?月)"""
)
_YEARS_BACK = {"今年": 0, "去年": 1, "前年": 2, "大前年": 3}
_PARTS = {
    "年初": (1, 2), "春节": (1, 2), "过年": (1, 2), "春天": (3, 5), "五一": (5, 5), "年中": (6, 7), "上半年": (1, 6),
    "夏天": (6, 8), "下半年": (7, 12), "秋天": (9, 11), "国庆": (10, 10), "冬天": (11, 12), "年底": (11, 12),
}  # fmt: skip
_DAYS_BACK = {
    "今天": (0, 0), "今早": (0, 0), "刚刚": (0, 0), "昨天": (1, 1), "昨晚": (1, 1), "前天": (2, 2), "大前天": (3, 3),
    "这周": (0, 6), "本周": (0, 6), "上周": (3, 13), "上个星期": (3, 13), "上星期": (3, 13), "上个礼拜": (3, 13), "上礼拜": (3, 13),
    "上个月": (15, 61), "上月": (15, 61), "上上个月": (45, 92), "上上月": (45, 92),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, or the days between which it lies, and where the text says so."""

    first: date
    last: date
    span: Span

    @property
    def width(self) -> int:
        """How many days it may be off."""
        return (self.last - self.first).days


def moments(passage: Passage, today: date) -> Iterator[Moment]:
    """Every past day that a text names, as of ``today``; what lies ahead or is no date at all is left out."""
    for match in _DATE.finditer(passage.text):
        days = _days(match, today)
        if days is not None and days[0] <= today:
            yield Moment(days[0], min(days[1], today), passage.span(*match.span()))


def add_months(day: date, months: int) -> date:
    """The same day some months later; where that month is shorter, its last day (as 民法典 counts periods)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _days(match: re.Match[str], today: date) -> tuple[date, date] | None:
    if match["year"]:
        year = int(match["year"])
        return _calendar_days(year if year > 99 else 2000 + year, to_int(match["month"]), match["day"])
    if match["iso_year"]:
        return _calendar_days(int(match["iso_year"]), int(match["iso_month"]), match["iso_day"])
    if match["named"]:
        return _calendar_days(
            today.year - _YEARS_BACK[match["named"]], to_int(match["named_month"]), match["named_day"]
        )
    if match["named_part"]:
        first, last = _PARTS[match["part"]]
        year = today.year - _YEARS_BACK[match["named_part"]]
        return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
    if match["bare_month"]:
        days = _calendar_days(today.year, int(match["bare_month"]), match["bare_day"])
        if days and days[0] > today:
            return _calendar_days(today.year - 1, int(match["bare_month"]), match["bare_day"])
        return days
    if match["loose_month"]:
        days = _calendar_days(today.year, int(match["loose_month"]), None)
        if days and days[0] > today:
            return _calendar_days(today.year - 1, int(match["loose_month"]), None)
        return days
    if match["week"]:
        nearest, farthest = _DAYS_BACK[match["week"]]
        return today - timedelta(days=farthest), today - timedelta(days=nearest)
    return _ago(match, today)


def _calendar_days(year: int, month: int | None, day: str | None) -> tuple[date, date] | None:
    if month is None or not 1 <= month <= 12 or not 1950 <= year <= 2200:
        return None
    last = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, last)
    number = to_int(day)
    return (date(year, month, number),) * 2 if number and number <= last else None


def _ago(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """三个月前, 两年半前, 半年前: about a sixth of the time either way, at least a day."""
    if match["count"] == "几":
        return None
    number = 0.5 if match["count"] == "半" else float(to_int(match["count"]) or 0)
    unit = match["unit"]
    number += 0.5 if match["half"] or unit == "年半" else 0
    length = 365.25 if unit.startswith("年") else 30.4 if "月" in unit else 7 if unit[-1] in "周期拜" else 1
    days = number * length
    if not days or days > 36500:
        return None
    off = 0 if length == 1 else min(46, max(1, days / 8))
    return today - timedelta(days=days + off), today - timedelta(days=max(0, days - off))
