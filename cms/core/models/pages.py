"""The home page and plain pages."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page


class HomePage(Page):
    """The first page: one search box, three doors, the hotline, then news."""

    introduction = models.CharField(
        _("一句话介绍"), max_length=120, blank=True, help_text=_("显示在搜索框上方，不超过 120 字。")
    )

    template = "core/home_page.html"
    max_count = 1
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("首页")


class StandardPage(Page):
    """A plain text page: about, terms, the full notice that information is for reference only."""

    body = RichTextField(_("正文"), features=["h2", "h3", "bold", "ol", "ul", "link", "document-link"])

    template = "core/standard_page.html"
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("普通页面")
