"""What the addresses of the law pages take in their query: read strictly, forgiven politely."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.laws.catalogue import CatalogueFilter
from cms.laws.models import Effectivity, Level

LIST_EFFECTIVITIES = (
    Effectivity.IN_FORCE,
    Effectivity.NOT_YET_EFFECTIVE,
    Effectivity.REPEALED,
    Effectivity.UNKNOWN,
)
"""What a law as a whole can be; ``amended`` is a state of one of its texts."""

EFFECTIVE_FIRST, BY_TITLE = "effective", "title"
SORTS = ((EFFECTIVE_FIRST, _("最近施行的在前")), (BY_TITLE, _("按名称拼音")))
PARAMS = ("level", "region", "authority", "category", "effectivity", "sort", "page")


class DayForm(forms.Form):
    """``on=YYYY-MM-DD``."""

    on = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def day(self) -> date | None:
        """The day asked for; None where there is none, or none that exists."""
        return self.cleaned_data.get("on") if self.is_valid() else None


class ListForm(forms.Form):
    """Filters, order and page of ``/laws/``. A value that means nothing filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    level = forms.ChoiceField(required=False, choices=Level.choices)
    region = forms.CharField(required=False, max_length=40)
    authority = forms.CharField(required=False, max_length=200)
    category = forms.CharField(required=False, max_length=60)
    effectivity = forms.ChoiceField(required=False, choices=[(one.value, one.label) for one in LIST_EFFECTIVITIES])
    sort = forms.ChoiceField(required=False, choices=SORTS)
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000)

    FILTERS: ClassVar = ("level", "region", "authority", "category", "effectivity")

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    def value(self, name: str) -> Any:
        """A parameter's value, or what stands for its absence."""
        return self.cleaned_data.get(name) or ""

    @property
    def chosen(self) -> dict[str, str]:
        """The filters and words in use, by parameter."""
        return {name: self.value(name) for name in ("q", *self.FILTERS) if self.value(name)}

    @property
    def order(self) -> str:
        """The order; newest effect first unless told."""
        return self.value("sort") or EFFECTIVE_FIRST

    @property
    def page_number(self) -> int:
        """The page, from 1."""
        return self.value("page") or 1

    def wanted(self) -> CatalogueFilter:
        """The filter as the catalogue takes it."""
        return CatalogueFilter(
            level=self.value("level"),
            region=self.value("region"),
            authority=self.value("authority"),
            category=self.value("category"),
            effectivity=self.value("effectivity"),
            words=self.value("q"),
        )


class CompareForm(forms.Form):
    """``all`` and ``page`` of a comparison."""

    all = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=1000)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.is_valid()

    @property
    def everything(self) -> bool:
        """Whether articles that did not change are shown too."""
        return bool(self.cleaned_data.get("all"))

    @property
    def page_number(self) -> int:
        """The page, from 1."""
        return self.cleaned_data.get("page") or 1
