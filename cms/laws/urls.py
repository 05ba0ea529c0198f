"""Addresses of the law library. ``/laws/SLUG/…`` are promised to last; old slugs lead to new ones."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from cms.laws.views.articles import article, article_asked
from cms.laws.views.comparing import comparison
from cms.laws.views.listing import law_list
from cms.laws.views.reading import text_of_day, text_of_today, text_without_date


class SlugConverter:
    """The slug of an instrument: pinyin, digits, hyphens."""

    regex = "[0-9a-z-]+"

    def to_python(self, value: str) -> str:
        """Give it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Give it as it is."""
        return value


class DayConverter:
    """A day as YYYY-MM-DD; one that does not exist matches nothing."""

    regex = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """Read the day; ValueError means that the address matches nothing."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """Write the day."""
        return value if isinstance(value, str) else value.isoformat()


class LocatorConverter(SlugConverter):
    """The place of a division or an article."""

    regex = "[0-9a-z~-]{1,120}"


register_converter(SlugConverter, "law_slug")
register_converter(DayConverter, "law_day")
register_converter(LocatorConverter, "law_place")

urlpatterns = [
    path("", law_list, name="law_list"),
    path("<law_slug:slug>/", text_of_today, name="law"),
    path("<law_slug:slug>/parts/<law_place:part>/", text_of_today, name="law_part"),
    path("<law_slug:slug>/undated/", text_without_date, name="law_undated"),
    path("<law_slug:slug>/undated/parts/<law_place:part>/", text_without_date, name="law_undated_part"),
    path("<law_slug:slug>/articles/", article_asked, name="law_article_asked"),
    path("<law_slug:slug>/articles/<law_place:locator>/", article, name="law_article"),
    path("<law_slug:slug>/compare/<law_day:older>..<law_day:newer>/", comparison, name="law_comparison"),
    path("<law_slug:slug>/<law_day:day>/", text_of_day, name="law_on"),
    path("<law_slug:slug>/<law_day:day>/parts/<law_place:part>/", text_of_day, name="law_on_part"),
]
