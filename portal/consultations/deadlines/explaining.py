"""A time limit that explains itself: as data, kept with the deadline, and as plain words for who reads it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.reckoning import Reckoned
from portal.consultations.models.choices import TimeUnit

AGREED_UNIT = "agreed"
"""The unit of a time that was agreed, not counted."""


def as_data(reckoned: Reckoned) -> dict[str, Any]:
    """The explanation as JSON: ISO moments with Shanghai's offset, ISO days."""
    return {
        "start": reckoned.start.isoformat(),
        "amount": reckoned.rule.amount if reckoned.rule else 0,
        "unit": str(reckoned.rule.unit) if reckoned.rule else AGREED_UNIT,
        "pauses": [
            {"begin": pause.begin.isoformat(), "end": pause.end.isoformat() if pause.end else None}
            for pause in reckoned.pauses
        ],
        "counted": [day.isoformat() for day in reckoned.counted],
        "skipped": [{"day": skipped.day.isoformat(), "reason": skipped.reason} for skipped in reckoned.skipped],
        "due": reckoned.due.isoformat() if reckoned.due else None,
        "provisional": reckoned.is_provisional,
    }


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the explanation: what it is about, and what is so."""

    term: str
    text: str


def moment_words(moment: datetime) -> str:
    """``2024年9月27日（周五）16:05``, in Asia/Shanghai; the last second of a day is its end, 24:00."""
    local = moment.astimezone(SHANGHAI)
    clock = "24:00" if f"{local:%H:%M:%S}" == "23:59:59" else f"{local:%H:%M}"
    return f"{day_words(local.date(), with_year=True)}{clock}"


def day_words(day: date, *, with_year: bool = False) -> str:
    """``9月27日（周五）``."""
    year = _("%(year)s年") % {"year": day.year} if with_year else ""
    weekday = _("周一 周二 周三 周四 周五 周六 周日").split()[day.weekday()]
    return year + _("%(month)s月%(day)s日（%(weekday)s）") % {"month": day.month, "day": day.day, "weekday": weekday}


def amount_words(amount: int, unit: str) -> str:
    """``5 小时``, ``3 个工作日``."""
    if unit == TimeUnit.WORKING_DAYS:
        return _("%(amount)s 个工作日") % {"amount": amount}
    return _("%(amount)s 小时") % {"amount": amount}


def lines(explanation: Mapping[str, Any]) -> list[Line]:
    """An explanation as its reader is told it: start, rule, pauses, days counted, days skipped, end, provisional or
    not. Lines about nothing are left out."""
    told = [
        Line(_("从什么时候算起"), moment_words(datetime.fromisoformat(explanation["start"]))),
        Line(_("规则"), _rule_words(explanation)),
        *_pause_lines(explanation["pauses"]),
        *_day_lines(explanation),
    ]
    due = explanation["due"]
    told.append(
        Line(_("到什么时候为止"), moment_words(datetime.fromisoformat(due)) if due else _open_words(explanation))
    )
    if explanation["provisional"]:
        words = _("这一年的放假安排还没有公布，先按周末和法定节日计算。公布之后会重新计算，有变化会写在这里。")
        told.append(Line(_("暂定"), words))
    return told


def _rule_words(explanation: Mapping[str, Any]) -> str:
    unit = explanation["unit"]
    amount = amount_words(explanation["amount"], unit)
    if unit == TimeUnit.WORKING_DAYS:
        return _("%(amount)s。当天不算，从下一个工作日算起；最后一天算到 24:00。") % {"amount": amount}
    if unit == TimeUnit.SERVICE_HOURS:
        return _("%(amount)s，只算工作日的服务时间。") % {"amount": amount}
    if unit == TimeUnit.NATURAL_HOURS:
        return _("%(amount)s，夜里、周末和节假日都算在内。") % {"amount": amount}
    return _("约定的时间。")


def _open_words(explanation: Mapping[str, Any]) -> str:
    if explanation["pauses"]:
        return _("现在停着；收到补充之后接着算")
    return _("约定的时间")


def _pause_lines(pauses: Sequence[Mapping[str, Any]]) -> Iterable[Line]:
    for pause in pauses:
        begin = moment_words(datetime.fromisoformat(pause["begin"]))
        if pause["end"] is None:
            words = _("从%(begin)s起，等待补充情况。") % {"begin": begin}
        else:
            end = moment_words(datetime.fromisoformat(pause["end"]))
            words = _("从%(begin)s到%(end)s，等待补充情况，这段时间不算。") % {"begin": begin, "end": end}
        yield Line(_("暂停"), words)


def _day_lines(explanation: Mapping[str, Any]) -> Iterable[Line]:
    counted = [date.fromisoformat(day) for day in explanation["counted"]]
    if counted:
        yield Line(_("算在内的日子"), _("、").join(day_words(day) for day in counted))
    skipped = [(date.fromisoformat(each["day"]), each["reason"]) for each in explanation["skipped"]]
    if skipped:
        yield Line(_("没有算的日子"), _("；").join(_runs(skipped)))


def _runs(skipped: Sequence[tuple[date, str]]) -> Iterable[str]:
    """Days in a row for one reason as one: ``10月1日至7日 国庆节``."""
    first, last, why = skipped[0][0], *skipped[0]
    for day, reason in [*skipped[1:], (date.max, "")]:
        if reason == why and day == last + timedelta(days=1):
            last = day
            continue
        span = (
            day_words(first)
            if first == last
            else _("%(first)s至%(last)s")
            % {
                "first": day_words(first),
                "last": day_words(last),
            }
        )
        yield f"{span} {why}".strip() if why not in day_words(first) else span
        first, last, why = day, day, reason
