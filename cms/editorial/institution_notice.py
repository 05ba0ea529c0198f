"""机构动态与公告 (article 12): what a legal service institution asked to have published."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.core.blocks import BODY
from cms.editorial.base import EditorialPage
from cms.editorial.sections import SectionIndexPage


class InstitutionNoticeIndex(SectionIndexPage):
    """``/notices/``."""

    kind = "institution_notice"
    subpage_types: ClassVar = ["editorial.InstitutionNotice"]

    class Meta:
        verbose_name = _("机构动态与公告（栏目）")


class NoticeKind(models.TextChoices):
    """What a notice is."""

    SERVICE_NEWS = "service_news", _("服务动态")
    NOTICE = "notice", _("通知")
    ANNOUNCEMENT = "announcement", _("公告")


class InstitutionNotice(EditorialPage):
    """A notice of an institution of the directory; ``holds_until`` is the last day it matters."""

    institution = models.ForeignKey(
        "directory.Institution",
        verbose_name=_("发布机构"),
        null=True,
        on_delete=models.PROTECT,
        related_name="published_notices",
    )
    notice_kind = models.CharField(
        _("类型"), max_length=20, choices=NoticeKind.choices, default=NoticeKind.SERVICE_NEWS
    )
    holds_until = models.DateField(
        _("有效期至"), null=True, blank=True, help_text=_("过期的通知仍可查阅，并注明已过期。")
    )
    body = StreamField(BODY, verbose_name=_("正文"))

    kind = "institution_notice"
    review_months = 12
    body_fields = ("body",)
    parent_page_types: ClassVar = ["editorial.InstitutionNoticeIndex"]
    template = "editorial/institution_notice.html"
    edit_handler = EditorialPage.tabs(
        [
            *Page.content_panels,
            FieldPanel("institution"),
            FieldRowPanel([FieldPanel("notice_kind"), FieldPanel("holds_until")]),
            FieldPanel("summary"),
            FieldPanel("body"),
        ]
    )

    class Meta:
        verbose_name = _("机构动态与公告")
        verbose_name_plural = _("机构动态与公告")

    def has_expired(self, day: date) -> bool:
        """Whether it matters no more on a day; ``holds_until`` is the last on which it does."""
        return self.holds_until is not None and self.holds_until < day
