"""用语规则 as snippets."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.wording.models import WordingRule


class WordingRuleViewSet(SnippetViewSet):
    """The rules: reviewing editors change them, content editors read them."""

    model = WordingRule
    icon = "clipboard-list"
    menu_label = _("规则")
    menu_order = 100
    list_per_page = 50
    list_display: ClassVar[list] = [
        "__str__",
        "category",
        "severity",
        "suggestion",
        BooleanColumn("is_active", label=_("启用")),
    ]
    list_filter: ClassVar[list[str]] = ["category", "severity", "is_active", "for_pages", "for_answers"]
    search_fields: ClassVar[list[str]] = ["words", "suggestion", "reason"]
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields: ClassVar[list[str]] = [
        "category",
        "severity",
        "words",
        "exceptions",
        "suggestion",
        "reason",
        "must_match",
        "must_not_match",
        "for_pages",
        "for_answers",
        "is_active",
    ]
    panels: ClassVar[list[Panel]] = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("severity")]),
        FieldPanel("words"),
        FieldPanel("exceptions"),
        FieldPanel("suggestion", help_text=_("给编辑的正确写法；没有固定写法的，说明怎么改。")),
        FieldPanel("reason"),
        MultiFieldPanel([FieldPanel("must_match"), FieldPanel("must_not_match")], heading=_("例句（保存时逐句试）")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("for_pages"), FieldPanel("for_answers"), FieldPanel("is_active")])],
            heading=_("用在哪里"),
        ),
    ]


class TryMenuItem(MenuItem):
    """The way to trying a text, for everyone who may read the rules."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm("wording.view_wordingrule")


class WordingViewSetGroup(SnippetViewSetGroup):
    """The menu."""

    items = (WordingRuleViewSet,)
    menu_label = _("用语规则")
    menu_icon = "clipboard-list"
    menu_name = "wording"
    menu_order = 310

    def get_submenu_items(self) -> list[MenuItem]:
        """The rules, and trying them."""
        item = TryMenuItem(_("试一试"), reverse_lazy("wording_try"), name="wording-try", icon_name="view", order=9)
        return [*super().get_submenu_items(), item]
