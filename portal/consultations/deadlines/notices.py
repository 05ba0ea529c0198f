"""A year's notice of holidays, read as it is pasted: the State Council's sentences, or a table of day, 放假 or 上班, name.

    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    2027-10-01	放假	国庆节

Nothing is guessed: what has a day and says neither 放假 nor 上班 is an error, lines without a day are named as not used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.common.workdays import statutory_holiday

LONGEST_RUN = 31
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日(?:[（(][^）)]*[）)])?"
_RUN = re.compile(rf"{_DAY}(?:\s*(?:至|到|—|~|～|-|\.\.)\s*{_DAY})?")
_HEAD = re.compile(r"^\s*(?:[一二三四五六七八九十\d]+[、.．])?\s*([^：:，。\d\s]{1,20})[：:]")
_KIND = re.compile(r"上班|补班|放假|调休|休息|^\s*(?:班|休)\b|\s(?:班|休)(?:\s|$)")


@dataclass(frozen=True, slots=True)
class NoticedDay:
    """A day that a notice speaks of."""

    day: date
    is_working: bool
    name: str


@dataclass
class ReadNotice:
    """What was read: days in order, what is wrong with the text, and the lines of no use."""

    days: list[NoticedDay] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def read_notice(text: str, year: int) -> ReadNotice:
    """Read a notice for a year; days without a year are of it. Problems are said by line, and also when a statutory holiday
    is not among the days off, or a day is named twice with two meanings."""
    read = ReadNotice()
    found: dict[date, NoticedDay] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            days = _line(line, year)
        except ValueError as error:
            read.problems.append(_("第%(number)d行：%(error)s") % {"number": number, "error": error})
            continue
        if not days and line.strip():
            read.unused.append(line.strip()[:80])
        for noticed in days:
            before = found.setdefault(noticed.day, noticed)
            if before.is_working != noticed.is_working:
                words = _("第%(number)d行：%(day)s前后写得不一样。")
                read.problems.append(words % {"number": number, "day": noticed.day})
    read.days = [found[day] for day in sorted(found)]
    read.problems += _missing(found, year)
    return read


def _line(line: str, year: int) -> list[NoticedDay]:
    text = _ISO.sub(r"\1年\2月\3日", line)
    head = _HEAD.match(text)
    name = head[1] if head else ""
    days: list[NoticedDay] = []
    pending: list[date] = []
    for part in re.split(r"[。；;，,]", text[head.end() :] if head else text):
        pending += _days_of(part, year)
        said = _KIND.search(part)
        if said is None or not pending:
            continue
        is_working = "班" in said[0]
        own = name or part[said.end() :].strip()
        days += [NoticedDay(day, is_working, _titled(own, is_working)) for day in pending]
        pending = []
    if pending:
        raise ValueError(_("看不出这一天是放假还是上班，请写“放假”或者“上班”。"))
    return days


def _titled(name: str, is_working: bool) -> str:
    return (_("%(holiday)s调休上班") % {"holiday": name} if is_working and "班" not in name else name)[:60]


def _days_of(part: str, year: int) -> list[date]:
    days: list[date] = []
    month = None
    for match in _RUN.finditer(part):
        first_year, first_month, first_day, last_year, last_month, last_day = match.groups()
        month = int(first_month) if first_month else month
        if month is None:
            raise ValueError(_("“%(text)s”没有写月份。") % {"text": match[0]})
        first = _date(int(first_year or year), month, int(first_day))
        last = first
        if last_day:
            last = _date(int(last_year or first.year), int(last_month or month), int(last_day))
            month = last.month
        if not first <= last < first + timedelta(days=LONGEST_RUN):
            raise ValueError(_("“%(text)s”的先后或者长短不对。") % {"text": match[0]})
        days += [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return days


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(
            _("没有%(year)d年%(month)d月%(day)d日。") % {"year": year, "month": month, "day": day}
        ) from None


def _missing(found: dict[date, NoticedDay], year: int) -> list[str]:
    days = (date(year, 1, 1) + timedelta(days=number) for number in range(366))
    lacking = [
        _("%(month)d月%(day)d日（%(name)s）") % {"month": day.month, "day": day.day, "name": statutory_holiday(day)}
        for day in days
        if day.year == year and statutory_holiday(day) and (day not in found or found[day].is_working)
    ]
    return [_("这些法定节日没有写放假：%s。") % "、".join(lacking)] if lacking else []
