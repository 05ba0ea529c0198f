"""Topics as snippets: rows that editors manage."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.core.models import Topic


class TopicViewSet(SnippetViewSet):
    """专题: what a citizen chooses when asking, and what laws and answers are sorted by."""

    model = Topic
    icon = "tag"
    menu_label = _("专题")
    menu_order = 300
    add_to_admin_menu = True
    ordering = "position"
    list_display: ClassVar[list[str]] = ["name", "code", "position"]
    search_fields: ClassVar[list[str]] = ["name", "code", "aliases"]
    copy_view_enabled = False
    inspect_view_enabled = True
    panels: ClassVar[list[Panel]] = [
        FieldPanel("name"),
        FieldPanel("code", help_text=_("英文字母、数字和连字符，用在网址和接口里。定下之后不要再改。")),
        FieldPanel("aliases"),
        FieldPanel("position", help_text=_("数字小的排在前面。")),
    ]
