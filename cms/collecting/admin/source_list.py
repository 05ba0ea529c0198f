"""来源: the list of sources, what is overdue first; their form."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BaseColumn, BulkActionsCheckboxColumn, Column, StatusTagColumn, TitleColumn
from wagtail.snippets.views.snippets import IndexView

from cms.collecting.models import FETCHED, Source, SourceKind, Way
from portal.common import clock

OVERDUE, FAILING, UNAPPROVED, INACTIVE = "overdue", "failing", "unapproved", "inactive"
CONDITIONS = [
    (OVERDUE, gettext_lazy("已逾期")),
    (FAILING, gettext_lazy("上次失败")),
    (UNAPPROVED, gettext_lazy("等待批准")),
    (INACTIVE, gettext_lazy("已停用")),
]


def condition(source: Source) -> str:
    """How a source stands, in a word: what a person has to do about it comes first."""
    if not source.is_active:
        return _("已停用")
    if source.is_fetched and not source.is_approved:
        return _("等待批准")
    if source.is_overdue(clock.now()):
        return _("已逾期")
    return _("上次失败") if source.failures else _("正常")


def day_and_hour(moment: Any) -> str:
    """A moment as the admin writes it; — for none."""
    if not moment:
        return "—"
    local = moment.astimezone(clock.SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def in_condition(sources: QuerySet[Source], what: str) -> QuerySet[Source]:
    """Sources of which one of CONDITIONS is true."""
    if what == OVERDUE:
        return Source.objects.overdue(clock.now()).filter(pk__in=sources.values("pk"))
    if what == FAILING:
        return sources.filter(failures__gt=0, is_active=True)
    if what == INACTIVE:
        return sources.filter(is_active=False)
    # Whether an approval still holds is computed: there are some dozens of sources.
    waiting = [source.pk for source in sources.filter(way__in=FETCHED) if not source.is_approved]
    return sources.filter(pk__in=waiting)


class SourceFilterSet(WagtailFilterSet):
    """By what is looked for there, how, and how it stands."""

    kind = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("内容"), choices=SourceKind.choices, widget=CheckboxSelectMultiple
    )
    way = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("方式"), choices=Way.choices, widget=CheckboxSelectMultiple
    )
    condition = django_filters.ChoiceFilter(
        label=gettext_lazy("状况"),
        choices=CONDITIONS,
        method="by_condition",
        widget=RadioSelect,
        empty_label=gettext_lazy("全部"),
    )

    class Meta:
        model = Source
        fields: ClassVar[list[str]] = []

    def by_condition(self, rows: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """Keep those of which it is true."""
        return in_condition(rows, value)


class SourceIndexView(IndexView):
    """Sources, the longest due first. The name leads to what was found there, and from there to the form."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """All columns but the box for doing something to many at once."""
        return [column for column in super().columns if not isinstance(column, BulkActionsCheckboxColumn)]

    @cached_property
    def list_display(self) -> list[Any]:
        """Name, content, way, condition, last success, due, responsible."""
        return [
            TitleColumn("name", label=_("名称"), sort_key="name", get_url=_inspect_url),
            Column("kind", label=_("内容"), accessor="get_kind_display", sort_key="kind"),
            Column("way", label=_("方式"), accessor="get_way_display"),
            StatusTagColumn(
                "condition", label=_("状况"), accessor=condition, primary=lambda row: condition(row) == _("正常")
            ),
            Column("last_success_at", label=_("上次成功"), accessor=lambda row: day_and_hour(row.last_success_at)),
            Column("due_at", label=_("应在此前核对"), accessor=lambda row: day_and_hour(row.due_at), sort_key="due_at"),
            Column("responsible", label=_("负责人"), accessor=lambda row: row.responsible or "—"),
        ]

    def get_base_queryset(self) -> QuerySet[Source]:
        """With who is responsible."""
        rows: QuerySet[Source] = super().get_base_queryset()
        return rows.select_related("responsible")

    def search_queryset(self, queryset: QuerySet[Source]) -> QuerySet[Source]:
        """There are some dozens: look into names and addresses."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        return queryset.filter(Q(name__icontains=words) | Q(address__icontains=words))


def source_panels() -> list[Panel]:
    """The form."""
    return [
        HelpPanel(
            content=_(
                "<p>自动采集的来源，保存之后还要由审核编辑批准才会采集；改动网址、方式、采集范围之后，需要重新批准。"
                "采集来的内容先进“待审新闻”，不会自动公开。</p>"
            )
        ),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("way")]),
        FieldPanel("name"),
        FieldPanel("address"),
        FieldRowPanel([FieldPanel("only_under"), FieldPanel("reads_pages")]),
        FieldPanel("import_path"),
        FieldRowPanel([FieldPanel("interval_hours"), FieldPanel("responsible"), FieldPanel("is_active")]),
        MultiFieldPanel(
            [
                FieldPanel("source_name"),
                FieldRowPanel([FieldPanel("default_author"), FieldPanel("default_editor")]),
            ],
            heading=_("发布时怎样写"),
        ),
        FieldPanel("note"),
    ]


def _inspect_url(source: Source) -> str:
    return reverse("wagtailsnippets_collecting_source:inspect", args=[source.pk])
