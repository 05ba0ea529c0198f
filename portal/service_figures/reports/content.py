"""What a month's report says: sentences and tables made from the dashboard's figures, and nothing that they do not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.service_figures.asking import Asked
from portal.service_figures.dashboard import Dashboard, Headline, Table, dashboard
from portal.service_figures.measures import How, Measure
from portal.service_figures.periods import Period, PeriodKind, period_of

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Report:
    """A month's report, but for its remarks and the day it was made."""

    month: date
    period: Period
    is_running: bool
    summary: Sequence[str]
    dashboard: Dashboard

    @property
    def tables(self) -> list[Table]:
        """Those with something in them; by code and by hour are for the dashboard alone."""
        left_out = ("residents", "hours")
        return [t for t in self.dashboard.tables if not t.is_empty and t.panel.name not in left_out]

    @property
    def definitions(self) -> list[Measure]:
        """What each figure of the report means, once."""
        shown = [line.now.measure for line in self.dashboard.headlines]
        shown += [measure for table in self.tables for measure in table.measures]
        return list({measure.name: measure for measure in shown}.values())


def report_of(month: date, today: date, topics: Mapping[str, str]) -> Report:
    """The report of a month, by its first day."""
    period = period_of(PeriodKind.MONTH, month)
    shown = dashboard(Asked(period), topics)
    return Report(month, period, period.last >= today, summary(shown), shown)


def summary(shown: Dashboard) -> list[str]:
    """A paragraph a subject. Each number is a figure of the dashboard; what there is nothing of is said to be none."""
    found = {line.now.measure.name: line for line in shown.headlines}
    tables = {table.panel.name: table for table in shown.tables}
    period = shown.asked.period
    return [
        each
        for each in (
            _volume(found, period),
            _largest(tables.get("topics"), _("从专题看，%(list)s较多。")),
            _largest(tables.get("districts"), _("从地区看，%(list)s较多。")),
            _timeliness(found),
            _refusals(found, tables.get("refusals")),
            _ratings(found),
        )
        if each
    ]


def _volume(found: Mapping[str, Headline], period: Period) -> str:
    asked = found["asked"]
    told = _(
        "%(month)s，本网共收到法律咨询 %(asked)s 件，%(change)s，%(year_change)s；首次答复 %(answered)s 件，办结 %(closed)s 件。"
    ) % {
        "month": period.words,
        "asked": asked.now.words,
        "change": _against(asked, asked.change, _("上月")),
        "year_change": _against(asked, asked.year_change, _("去年同期")),
        "answered": found["answered"].now.words,
        "closed": found["closed"].now.words,
    }
    still_open = found["still_open"]
    return told + (
        _("本月收到的咨询中，尚有 %(open)s 件没有办完。") % {"open": still_open.now.words}
        if still_open.now.value
        else ""
    )


def _against(line: Headline, change: str, other: str) -> str:
    if change == _("持平"):
        return _("与%(other)s持平") % {"other": other}
    return _("比%(other)s%(change)s") % {"other": other, "change": change}


def _largest(table: Table | None, words: str) -> str:
    if table is None or table.is_empty:
        return ""
    named = [
        _("%(label)s（%(number)s 件）") % {"label": line.label, "number": line.figures[0].words}
        for line in table.lines[:MOST_NAMED]
        if line.figures[0].value
    ]
    return words % {"list": "、".join(named)} if named else ""


def _timeliness(found: Mapping[str, Headline]) -> str:
    share, median, most = found["in_time"], found["first_answer_hours"], found["first_answer_hours_90"]
    if share.now.value is None:
        return _("本月没有已有结果的首次答复时限。")
    told = _("首次答复按时率（含按时约期）为 %(share)s，%(change)s；") % {
        "share": share.now.words,
        "change": _than_before(share),
    }
    if median.now.value is not None:
        told += _("从提交到首次答复，一半的咨询不超过 %(median)s 小时，九成不超过 %(most)s 小时；") % {
            "median": median.now.words,
            "most": most.now.words,
        }
    return told + _("约期答复 %(count)s 次。") % {"count": found["deferrals"].now.words}


def _than_before(line: Headline) -> str:
    if line.before.value is None:
        return _("上月没有可比的数据")
    return _against(line, line.change, _("上月"))


def _refusals(found: Mapping[str, Headline], table: Table | None) -> str:
    refused = found["refusals"].now
    if not refused.value:
        return _("本月没有不予解答的咨询。")
    parts = (
        []
        if table is None
        else [
            _("%(label)s %(number)s 件") % {"label": line.label, "number": line.figures[0].words}
            for line in table.lines
            if line.figures[0].value
        ]
    )
    told = _("不予解答 %(count)s 件，其中%(parts)s。") % {"count": refused.words, "parts": "，".join(parts)}
    granted = found["appeals_granted"].now
    if granted.value is not None:
        told += _("已经复核的申请中，改为受理的占 %(share)s。") % {"share": granted.words}
    return told


def _ratings(found: Mapping[str, Headline]) -> str:
    rated, satisfied = found["ratings"].now, found["satisfied"]
    if not rated.value:
        return _("本月没有收到评价。")
    told = _("收到评价 %(count)s 个，满意率（基本满意以上）为 %(share)s，%(change)s；不满意 %(bad)s 个。") % {
        "count": rated.words,
        "share": satisfied.now.words,
        "change": _than_before(satisfied),
        "bad": found["unsatisfied"].now.words,
    }
    followed = found["follow_ups_in_time"].now
    if followed.value is not None:
        told += _("已有结果的回访中，按时的占 %(share)s。") % {"share": followed.words}
    return told


def unit_words(measure: Measure) -> str:
    """A column's head: the figure, and its unit where the numbers do not carry it."""
    return f"{measure.label}{_('（小时）')}" if measure.how in (How.MEDIAN, How.NINETIETH) else str(measure.label)
