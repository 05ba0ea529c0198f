"""The home page and plain pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index

from cms.core.front_page import examples, news_lists
from cms.wording.checked import WordingCheckedMixin
from portal.common.clock import request_today

NEWS_LINES = 5
EXAMPLE_SEARCHES = (_("试用期被辞退"), _("工伤"))


class HomePage(Page):
    """The first page: one search box, three doors, the hotline, then news."""

    introduction = models.CharField(
        _("一句话介绍"),
        max_length=120,
        blank=True,
        help_text=_("显示在搜索框上方，不超过 120 字。"),
    )

    template = "core/home_page.html"
    max_count = 1
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("introduction")]

    class Meta:
        verbose_name = _("首页")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds example searches and what the rooms have that is new (``cms.core.front_page``)."""
        today = request_today(request)
        news = [
            {
                "name": news_list.name,
                "title": news_list.title,
                "items": news_list.items(today, NEWS_LINES),
                "more_label": news_list.more_label,
                "more_url": news_list.more_url,
                "columns": news_list.columns,
            }
            for news_list in news_lists()
        ]
        return {
            **super().get_context(request, *args, **kwargs),
            "news_lists": news,
            "examples": [*EXAMPLE_SEARCHES, *examples()],
        }


class StandardPage(WordingCheckedMixin, Page):
    """A plain text page: about, terms, the full notice that information is for reference only."""

    body = RichTextField(_("正文"), features=["h2", "h3", "bold", "ol", "ul", "link", "document-link"])

    template = "core/standard_page.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("body")]

    class Meta:
        verbose_name = _("普通页面")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds the way here from the first page (for most pages: nothing between)."""
        trail: list[dict[str, Any]] = []
        if self.depth > 3:  # root, first page, this one: nothing between
            between = self.get_ancestors().live().filter(depth__gt=2)
            trail = [{"title": page.title, "url": page.get_url(request)} for page in between]
        return {**super().get_context(request, *args, **kwargs), "trail": trail}
