"""Choosing a law or a text in another form: lists that can be told apart, and a search that finds Chinese words."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
)

from portal.common.mixins import Beside


class _InstrumentColumns(Beside):
    @property
    def columns(self) -> list[BaseColumn]:
        """Title, level, region: several laws share a title."""
        return [
            *super().columns,
            Column("level", label=_("效力位阶"), accessor="get_level_display"),
            Column("region", label=_("地区")),
        ]


class InstrumentChooseView(_InstrumentColumns, ChooseView):
    """The dialogue."""


class InstrumentChooseResultsView(_InstrumentColumns, ChooseResultsView):
    """Its list after a search."""


class InstrumentChooserViewSet(SnippetChooserViewSet):
    """Choosing an instrument."""

    choose_view_class = InstrumentChooseView
    choose_results_view_class = InstrumentChooseResultsView
    choose_one_text = _("选择法律法规")
    choose_another_text = _("换一部")
    edit_item_text = _("打开这部法律法规")


class _WithoutText(Beside):
    def get_object_list(self) -> QuerySet[Any]:
        """Versions with their law and without their text."""
        rows: QuerySet[Any] = super().get_object_list()
        return rows.select_related("instrument").defer("source_text", "head")


class VersionChooseView(_WithoutText, ChooseView):
    """The dialogue."""


class VersionChooseResultsView(_WithoutText, ChooseResultsView):
    """Its list after a search."""


class VersionChooserViewSet(SnippetChooserViewSet):
    """Choosing a dated text."""

    choose_view_class = VersionChooseView
    choose_results_view_class = VersionChooseResultsView
    choose_one_text = _("选择文本")
    choose_another_text = _("换一个文本")
    edit_item_text = _("打开这个文本")
