"""The lists of laws: what each is today, what waits, and a search that looks inside the texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, Count, Max, Prefetch, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, Column, DateColumn, StatusTagColumn
from wagtail.search.backends import get_search_backend
from wagtail.snippets.views.snippets import IndexView

from cms.laws.admin.filters import in_progress
from cms.laws.admin.standing import standing_of_instruments, standing_of_versions
from cms.laws.models import Effectivity, Instrument, InstrumentVersion
from portal.common.clock import request_today

MOST_FOUND = 300
"""Rows that a search lists, best first: who has more to read through types another word."""


class LawIndexView(IndexView):
    """What both lists share."""

    def _get_title_column(self, *args: Any, **kwargs: Any) -> BaseColumn:
        # Wagtail would read each row's last revision, which holds the whole text, for the sake of its name.
        return super()._get_title_column(*args, accessor=str, **kwargs)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """All columns but the box for doing something to many at once: laws are withdrawn and deleted one by one."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """Search the whole library, then keep what the filters allow, best first.

        The other order would need every filter to be a field of the search index; effectivity is computed and cannot be.
        """
        if not self.is_searching:
            return queryset
        model = queryset.model
        allowed = set(queryset.order_by().values_list("pk", flat=True))
        rows = model.objects.select_related(None).only("pk")
        found = get_search_backend().search(self.search_query, rows)
        keys = [pk for pk in _keys(found) if pk in allowed][:MOST_FOUND]
        ranked = queryset.filter(pk__in=keys)
        if keys and not self.is_explicitly_ordered:
            places = [When(pk=pk, then=Value(place)) for place, pk in enumerate(keys)]
            ranked = ranked.order_by(Case(*places, default=Value(len(keys))))
        return ranked

    def paginate_queryset(self, queryset: QuerySet, page_size: int) -> tuple:
        """Read the page's rows once and look up what is computed for them."""
        paginator, page, rows, more = super().paginate_queryset(queryset, page_size)
        page.object_list = list(rows)
        self.look_up(page.object_list)
        return paginator, page, page.object_list, more

    def look_up(self, rows: list) -> None:
        """Compute what the columns show of these rows."""
        raise NotImplementedError


class InstrumentIndexView(LawIndexView):
    """All instruments."""

    standing: dict[int, Effectivity]

    def get_base_queryset(self) -> QuerySet[Instrument]:
        """Instruments with the number of their versions."""
        rows: QuerySet[Instrument] = super().get_base_queryset()
        return rows.annotate(version_count=Count("versions"), last_effective=Max("versions__effective_on"))

    def look_up(self, rows: list[Instrument]) -> None:
        """Effectivity of the text in force today."""
        self.standing = standing_of_instruments(request_today(self.request), [row.pk for row in rows])

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        """Title, level, region, effectivity, versions, when it was last checked."""
        return [
            "title",
            Column("level", label=_("效力位阶"), accessor="get_level_display", sort_key="level"),
            Column("region", label=_("地区"), sort_key="region"),
            StatusTagColumn(
                "standing",
                label=_("今日时效"),
                accessor=lambda row: self._standing(row),
                primary=lambda row: self.standing.get(row.pk) == Effectivity.IN_FORCE,
            ),
            Column("version_count", label=_("版本数"), sort_key="version_count"),
            Column("checked_on", label=_("核对日期"), sort_key="checked_on"),
        ]

    def _standing(self, row: Instrument) -> Any:
        found = self.standing.get(row.pk)
        return found.label if found else _("未公开")


class VersionIndexView(LawIndexView):
    """All texts."""

    standing: dict[int, Effectivity]
    under_review: set[int]

    def get_base_queryset(self) -> QuerySet[InstrumentVersion]:
        """Texts without their text."""
        rows: QuerySet[InstrumentVersion] = super().get_base_queryset()
        return (
            rows.defer("source_text", "head")
            .prefetch_related(
                Prefetch("instrument", queryset=Instrument.objects.only("title", "short_title", "level", "region"))
            )
            .annotate(edited_at=Max("latest_revision__created_at"))
        )

    def look_up(self, rows: list[InstrumentVersion]) -> None:
        """Effectivity, and which of them are under review."""
        self.standing = standing_of_versions(request_today(self.request), {row.instrument_id for row in rows})
        these = InstrumentVersion.objects.filter(pk__in=[row.pk for row in rows])
        self.under_review = set(in_progress(these, "review").values_list("pk", flat=True))

    @cached_property
    def list_display(self) -> list[str | BaseColumn]:
        """Title with date, level, region, effectivity, basis, progress, last edit."""
        return [
            "__str__",
            Column("level", label=_("效力位阶"), accessor="instrument.get_level_display", sort_key="instrument__level"),
            Column("region", label=_("地区"), accessor="instrument.region", sort_key="instrument__region"),
            Column("effective_on", label=_("施行日期"), accessor=_day, sort_key="effective_on"),
            Column("effective_basis", label=_("依据"), accessor="get_effective_basis_display"),
            StatusTagColumn(
                "standing",
                label=_("今日时效"),
                accessor=lambda row: self._standing(row),
                primary=lambda row: self.standing.get(row.pk) == Effectivity.IN_FORCE,
            ),
            StatusTagColumn(
                "progress", label=_("发布进度"), accessor=lambda row: self._progress(row), primary=lambda row: row.live
            ),
            DateColumn("edited_at", label=_("最近编辑"), sort_key="edited_at"),
        ]

    def _standing(self, row: InstrumentVersion) -> Any:
        found = self.standing.get(row.pk)
        return found.label if found else _("未发布")

    def _progress(self, row: InstrumentVersion) -> Any:
        if row.pk in self.under_review:
            return _("审核中")
        if row.live:
            return _("已发布，有新草稿") if row.has_unpublished_changes else _("已发布")
        return _("已撤回") if row.first_published_at else _("草稿")


def _day(row: InstrumentVersion) -> Any:
    return row.effective_on.isoformat() if row.effective_on else _("不详")


def _keys(found: Iterable[Any]) -> list[int]:
    return [row.pk for row in found]
