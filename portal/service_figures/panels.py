"""What stands on the dashboard, and in which order: headlines, then panels of figures by one breakdown. Rooms add theirs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Panel:
    """A table with a chart: rows by ``by``, a column a figure. The chart draws the first ``drawn`` figures, as bars, or as
    lines over time. ``most`` rows are shown; the rest stands in the row 其他."""

    name: str
    title: str | Promise
    by: str
    measures: tuple[str, ...]
    order: int = 100
    drawn: int = 1
    most: int = 40
    note: str | Promise = ""


HEADLINES: list[str] = [
    "asked",
    "answered",
    "closed",
    "still_open",
    "in_time",
    "first_answer_hours",
    "first_answer_hours_90",
    "deferrals",
    "refusals",
    "appeals_granted",
    "ratings",
    "satisfied",
    "unsatisfied",
    "follow_ups_in_time",
]
"""Figures with the period before and the same one a year before beside them."""

_panels: dict[str, Panel] = {}


def register_panel(*panels: Panel) -> None:
    """Put panels on the dashboard; called from ``AppConfig.ready``."""
    _panels.update({panel.name: panel for panel in panels})


def register_headline(*measures: str) -> None:
    """Put figures among the headlines, behind those that are there."""
    HEADLINES.extend(name for name in measures if name not in HEADLINES)


def panels() -> list[Panel]:
    """All of them in their order."""
    return sorted(_panels.values(), key=lambda panel: panel.order)


def register() -> None:
    """The board's own."""
    register_panel(
        Panel("volume", _("数量"), "time", ("asked", "answered", "closed"), 10, drawn=2),
        Panel("topics", _("按专题"), "topic", ("asked", "answered", "still_open", "in_time", "satisfied"), 20),
        Panel(
            "districts",
            _("按地区"),
            "district",
            ("asked", "answered", "in_time"),
            30,
            note=_("按咨询人写的地方归到区；写了外省市的、没有写明的另列。"),
        ),
        Panel("channels", _("按渠道"), "channel", ("asked", "answered", "in_time"), 40),
        Panel("hours", _("按一天中的时间"), "hour", ("asked",), 50),
        Panel("clocks", _("各种时限是否按时"), "clock", ("clocks_met", "clocks_deferred", "clocks_late"), 60, drawn=0),
        Panel("deferrals", _("约期答复，按专题"), "topic", ("deferrals",), 70),
        Panel("refusals", _("不予解答，按理由"), "kind", ("refusals",), 80),
        Panel("appeals", _("复核申请，按结果"), "kind", ("appeals",), 90),
        Panel("ratings", _("评价分布"), "kind", ("ratings",), 100),
        Panel(
            "institutions",
            _("按机构"),
            "institution",
            ("answered", "first_answer_hours", "deferrals", "ratings", "satisfied"),
            110,
        ),
        Panel(
            "residents",
            _("按统一编号"),
            "resident",
            ("answered", "first_answer_hours", "deferrals", "ratings", "satisfied"),
            120,
            note=_("只写统一编号，不写姓名。"),
        ),
    )
