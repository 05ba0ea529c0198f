"""Filters beside the admin's lists of laws."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import WorkflowState

from cms.laws.admin.standing import standing_of_instruments, standing_of_versions
from cms.laws.models import EffectiveBasis, Effectivity, Instrument, InstrumentVersion, Level
from portal.common.clock import request_today

INFERRED = (EffectiveBasis.PROMULGATION, EffectiveBasis.ADOPTION)
MISSING_DATES: list[tuple[str, str | Promise]] = [
    ("effective_on", _("没有施行日期")),
    ("inferred", _("施行日期是推定的")),
    ("promulgated_on", _("没有公布日期")),
    ("expired_on", _("已废止，日期不详")),
]
PROGRESS: list[tuple[str, str | Promise]] = [
    ("draft", _("有未发布的草稿")),
    ("review", _("正在审核")),
    ("never", _("从未发布")),
    ("live", _("已发布")),
]


def missing_dates(rows: QuerySet[InstrumentVersion], what: str) -> QuerySet[InstrumentVersion]:
    """Keep the versions that lack a date (a value of ``MISSING_DATES``)."""
    if what == "inferred":
        return rows.filter(effective_basis__in=INFERRED)
    if what == "expired_on":
        return rows.filter(is_repealed=True, expired_on__isnull=True)
    return rows.filter(**{f"{what}__isnull": True})


def in_progress(rows: QuerySet[InstrumentVersion], what: str) -> QuerySet[InstrumentVersion]:
    """Keep the versions that stand somewhere on the way to publication (a value of ``PROGRESS``)."""
    if what == "draft":
        return rows.filter(has_unpublished_changes=True)
    if what == "review":
        # Keys of objects are text in the workflow's tables, whatever they are in ours.
        keys = WorkflowState.objects.filter(
            base_content_type__app_label="laws",
            base_content_type__model="instrumentversion",
            status=WorkflowState.STATUS_IN_PROGRESS,
        ).values_list("object_id", flat=True)
        return rows.filter(pk__in=[int(key) for key in keys])
    if what == "never":
        return rows.filter(live=False, first_published_at__isnull=True)
    return rows.filter(live=True)


class InstrumentFilterSet(WagtailFilterSet):
    """Level, region, effectivity today, whether the public sees it."""

    level = django_filters.MultipleChoiceFilter(
        label=_("效力位阶"), choices=Level.choices, widget=CheckboxSelectMultiple
    )
    standing = django_filters.ChoiceFilter(
        label=_("今日时效"),
        choices=Effectivity.choices,
        method="by_standing",
        widget=RadioSelect,
        empty_label=_("全部"),
    )
    is_public = django_filters.ChoiceFilter(
        label=_("公开"),
        choices=[("True", _("已公开")), ("False", _("未公开"))],
        widget=RadioSelect,
        empty_label=_("全部"),
    )

    class Meta:
        model = Instrument
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Here and not in the class: the regions are those of today's rows, without the empty one of national law.
        regions = Instrument.objects.exclude(region="").values_list("region", flat=True).order_by("region").distinct()
        self.filters["region"] = django_filters.ChoiceFilter(
            field_name="region",
            label=_("地区"),
            choices=[(region, region) for region in regions],
            widget=RadioSelect,
            empty_label=_("全部"),
        )

    def by_standing(self, rows: QuerySet[Instrument], name: str, value: str) -> QuerySet[Instrument]:
        """Keep instruments whose text of today has this effectivity (computed, never stored)."""
        found = standing_of_instruments(request_today(self.request))
        return rows.filter(pk__in=[pk for pk, standing in found.items() if standing == value])


class VersionFilterSet(WagtailFilterSet):
    """Level, region, effectivity today, missing dates, drafts that wait."""

    level = django_filters.MultipleChoiceFilter(
        field_name="instrument__level", label=_("效力位阶"), choices=Level.choices, widget=CheckboxSelectMultiple
    )
    standing = django_filters.ChoiceFilter(
        label=_("今日时效"),
        choices=Effectivity.choices,
        method="by_standing",
        widget=RadioSelect,
        empty_label=_("全部"),
    )
    dates = django_filters.ChoiceFilter(
        label=_("缺少日期"), choices=MISSING_DATES, method="by_missing_date", widget=RadioSelect, empty_label=_("全部")
    )
    progress = django_filters.ChoiceFilter(
        label=_("发布进度"), choices=PROGRESS, method="by_progress", widget=RadioSelect, empty_label=_("全部")
    )
    region = django_filters.CharFilter(label=_("地区"), method="by_region")
    mine = django_filters.ChoiceFilter(
        label=_("编辑者"),
        choices=[("me", _("我最近编辑的"))],
        method="by_editor",
        widget=RadioSelect,
        empty_label=_("全部"),
    )

    class Meta:
        model = InstrumentVersion
        fields: list[str] = []

    def by_standing(self, rows: QuerySet[InstrumentVersion], name: str, value: str) -> QuerySet[InstrumentVersion]:
        """Keep versions of this effectivity (computed, never stored)."""
        found = standing_of_versions(request_today(self.request))
        return rows.filter(pk__in=[pk for pk, standing in found.items() if standing == value])

    def by_missing_date(self, rows: QuerySet[InstrumentVersion], name: str, value: str) -> QuerySet[InstrumentVersion]:
        """Keep versions that lack a date."""
        return missing_dates(rows, value)

    def by_progress(self, rows: QuerySet[InstrumentVersion], name: str, value: str) -> QuerySet[InstrumentVersion]:
        """Keep versions at a stage of publication."""
        return in_progress(rows, value)

    def by_region(self, rows: QuerySet[InstrumentVersion], name: str, value: str) -> QuerySet[InstrumentVersion]:
        """Keep the texts of a region."""
        return rows.filter(instrument__region__icontains=value.strip())

    def by_editor(self, rows: QuerySet[InstrumentVersion], name: str, value: str) -> QuerySet[InstrumentVersion]:
        """Keep what this person was the last to edit."""
        return rows.filter(latest_revision__user=self.request.user)


def mine_to_finish(rows: QuerySet[InstrumentVersion], user: Any) -> QuerySet[InstrumentVersion]:
    """Drafts whose last revision is this person's and that are neither published nor under review."""
    under_review = in_progress(rows, "review").values("pk")
    return (
        rows.filter(latest_revision__user=user)
        .filter(Q(has_unpublished_changes=True) | Q(live=False, live_revision__isnull=True))
        .exclude(pk__in=under_review)
        .order_by(F("latest_revision__created_at").desc())
    )
