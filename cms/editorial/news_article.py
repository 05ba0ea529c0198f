"""法治新闻 (article 15): collected or written here, reviewed, corrected in the open, withdrawn with a reason."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from cms.core.blocks import BODY
from cms.editorial.admin.news_form import CorrectionPanel, NewsArticleForm
from cms.editorial.base import EditorialPage
from cms.editorial.sections import SectionIndexPage


class NewsArticleIndex(SectionIndexPage):
    """``/news/``."""

    kind = "news_article"
    subpage_types: ClassVar = ["editorial.NewsArticle"]

    class Meta:
        verbose_name = _("法治新闻（栏目）")


class NewsArticle(EditorialPage):
    """A piece of news. What was collected keeps the title, author, editor and address it came with."""

    body = StreamField(BODY, verbose_name=_("正文"))
    correction_note = models.TextField(
        _("更正说明"),
        max_length=500,
        blank=True,
        help_text=_("这条新闻已经发布过：改动标题或者正文，要在这里写明改了什么、为什么改。读者会看到，并注明日期。"),
    )
    """Of the draft; once published it becomes a ``NewsCorrection``, and this is empty again."""
    original_title = models.CharField(_("原标题"), max_length=300, blank=True)
    original_author = models.CharField(_("原作者"), max_length=120, blank=True)
    original_editor = models.CharField(_("原责任编辑"), max_length=120, blank=True)
    original_published_on = models.DateField(_("原发布日期"), null=True, blank=True)

    kind = "news_article"
    review_months = 24
    body_fields = ("body",)
    parent_page_types: ClassVar = ["editorial.NewsArticleIndex"]
    template = "editorial/news_article.html"
    original_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldPanel("original_title"),
                FieldRowPanel([FieldPanel("original_author"), FieldPanel("original_editor")]),
                FieldPanel("original_published_on"),
            ],
            heading=_("转载信息（原文）"),
        )
    ]
    source_panels: ClassVar = [*EditorialPage.source_panels, *original_panels]
    search_fields = [*EditorialPage.search_fields, index.SearchField("body")]

    base_form_class = NewsArticleForm

    class Meta:
        verbose_name = _("法治新闻")
        verbose_name_plural = _("法治新闻")

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Publish, and say openly what has changed since readers first saw it, in one transaction; whatever the door."""
        from cms.editorial.services.news import correct_openly, is_for_later, public_state

        with transaction.atomic():
            before = None if is_for_later(revision) else public_state(self)
            published = super().publish(revision, user, *args, **kwargs)
            correct_openly(self, before, revision, user)
        return published


NewsArticle.edit_handler = NewsArticle.tabs(
    [CorrectionPanel("correction_note"), *Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
)
