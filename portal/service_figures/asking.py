"""What somebody wants to see: a period and filters, as an address says it. Rows that fit are picked here, once for page,
file and report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.models import Topic
from portal.common.form_fields import DayField
from portal.consultations.models import ResidentInstitution
from portal.consultations.models.choices import Channel
from portal.service_figures.districts import CITY, ELSEWHERE, OTHER, UNSAID
from portal.service_figures.periods import Period, PeriodKind, period_of
from portal.service_figures.rows import Row

LONGEST = timedelta(days=366 * 3)
FILTERS = ("topic", "district", "channel", "institution")


@dataclass(frozen=True, slots=True)
class Asked:
    """A period, and what rows must be of; empty: of anything."""

    period: Period
    topic: str = ""
    district: str = ""
    channel: str = ""
    institution: str = ""

    def picked(self, rows: Iterable[Row], period: Period | None = None) -> Iterator[Row]:
        """The rows that fit, of the period or of another one."""
        wanted = [(name, value) for name, value in self._filters() if value]
        start, end = (period or self.period).span
        for row in rows:
            if start <= row.at < end and all(getattr(row, name) == value for name, value in wanted):
                yield row

    @property
    def filtered(self) -> list[str]:
        """The names of what rows must be of."""
        return [name for name, value in self._filters() if value]

    def query(self, **more: str) -> str:
        """As an address says it."""
        said = {"period": self.period.kind.value, **self._days(), **dict(self._filters()), **more}
        return urlencode({name: value for name, value in said.items() if value})

    def words(self) -> str:
        """As the log and the file's name for people say it."""
        return "；".join([self.period.words, *(value for _name, value in self._filters() if value)])

    def _filters(self) -> list[tuple[str, str]]:
        return [(name, getattr(self, name)) for name in FILTERS]

    def _days(self) -> dict[str, str]:
        if self.period.kind == PeriodKind.DATES:
            return {"from": self.period.first.isoformat(), "to": self.period.last.isoformat()}
        return {"on": self.period.first.isoformat()}


class AskedForm(forms.Form):
    """Period and filters. What is no choice counts as not asked, but for dates, which are explained."""

    period = forms.ChoiceField(
        label=gettext_lazy("时间"),
        required=False,
        choices=[
            ("month", gettext_lazy("月")),
            ("week", gettext_lazy("周")),
            ("quarter", gettext_lazy("季度")),
            ("year", gettext_lazy("年")),
            ("dates", gettext_lazy("自选日期")),
        ],
    )
    on = DayField(
        label=gettext_lazy("哪一天所在的周、月、季度、年"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("不填：今天。"),
    )
    topic = forms.ChoiceField(label=gettext_lazy("专题"), required=False)
    district = forms.ChoiceField(label=gettext_lazy("地区"), required=False)
    channel = forms.ChoiceField(label=gettext_lazy("渠道"), required=False)
    institution = forms.ChoiceField(label=gettext_lazy("机构"), required=False)

    def __init__(self, data: Any, *, today: date, topics: dict[str, str] | None = None) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.today = today
        self.topics = topic_names() if topics is None else topics
        # ``from`` is a word of the language: the two free dates are added by name.
        for name, label in (("from", gettext_lazy("自选：从")), ("to", gettext_lazy("自选：到"))):
            self.fields[name] = DayField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
        self.order_fields(["period", "on", "from", "to", *FILTERS])
        anything = [("", gettext_lazy("全部"))]
        districts = (*(f"{name}区" for name in CITY), "北京经济技术开发区", ELSEWHERE, OTHER, UNSAID)
        names = ResidentInstitution.objects.order_by("institution__name").values_list("institution__name", flat=True)
        for name, choices in (
            ("topic", list(self.topics.items())),
            ("district", [(each, each) for each in districts]),
            ("channel", list(Channel.choices)),
            ("institution", [(each, each) for each in names]),
        ):
            field: Any = self.fields[name]
            field.choices = [*anything, *choices]

    def clean(self) -> dict[str, Any]:
        """Free dates: both, in their order, three years at most."""
        said = super().clean() or {}
        if said.get("period") != PeriodKind.DATES:
            return said
        first, last = said.get("from"), said.get("to")
        if first is None or last is None:
            self.add_error("from" if first is None else "to", _("自选日期要填从哪一天到哪一天。"))
        elif last < first:
            self.add_error("to", _("结束日期不能早于开始日期。"))
        elif last - first > LONGEST:
            self.add_error("to", _("最多看三年。"))
        return said

    def asked(self) -> Asked:
        """What was asked and is a choice; this month where the period is none."""
        self.is_valid()
        said = getattr(self, "cleaned_data", {})
        filters = {name: said.get(name) or "" for name in FILTERS}
        kind = PeriodKind(said.get("period") or PeriodKind.MONTH)
        if kind == PeriodKind.DATES:
            if said.get("from") and said.get("to"):
                return Asked(Period(kind, said["from"], said["to"]), **filters)
            kind = PeriodKind.MONTH
        return Asked(period_of(kind, _reasonable(said.get("on"), self.today)), **filters)


def topic_names() -> dict[str, str]:
    """The topics' names by code, in their order: one query."""
    return dict(Topic.objects.order_by("position", "code").values_list("code", "name"))


def _reasonable(day: date | None, today: date) -> date:
    """Within the years that calendars reckon with."""
    return day if day is not None and 2000 <= day.year <= 2100 else today
