"""典型案例 and 指导性案例 (article 11)."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.core.blocks import PROSE
from cms.editorial.base import EditorialPage
from cms.editorial.sections import SectionIndexPage


class TypicalCaseIndex(SectionIndexPage):
    """``/cases/``."""

    kind = "typical_case"
    subpage_types: ClassVar = ["editorial.TypicalCase"]

    class Meta:
        verbose_name = _("典型案例（栏目）")


class TypicalCase(EditorialPage):
    """A case in four parts; a guiding case binds more than a typical one and says so."""

    facts = RichTextField(_("基本案情"), features=list(PROSE))
    ruling = RichTextField(_("裁判结果"), features=list(PROSE), blank=True)
    reasoning = RichTextField(_("裁判理由"), features=list(PROSE), blank=True)
    rule_drawn = RichTextField(_("裁判要旨（典型意义）"), features=list(PROSE), blank=True)
    court = models.CharField(_("审理法院或者办理机关"), max_length=120, blank=True)
    case_number = models.CharField(_("案号"), max_length=120, blank=True)
    decided_on = models.DateField(_("裁判日期"), null=True, blank=True)
    is_guiding = models.BooleanField(
        _("指导性案例"), default=False, help_text=_("最高人民法院、最高人民检察院发布的指导性案例。")
    )
    guiding_number = models.CharField(
        _("指导性案例编号"), max_length=40, blank=True, help_text=_("例如：指导性案例1号。")
    )

    kind = "typical_case"
    review_months = 24
    body_fields = ("facts", "ruling", "reasoning", "rule_drawn")
    parent_page_types: ClassVar = ["editorial.TypicalCaseIndex"]
    template = "editorial/typical_case.html"
    edit_handler = EditorialPage.tabs(
        [
            *Page.content_panels,
            FieldPanel("summary"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("court"), FieldPanel("decided_on")]),
                    FieldPanel("case_number"),
                    FieldRowPanel([FieldPanel("is_guiding"), FieldPanel("guiding_number")]),
                ],
                heading=_("案件信息"),
            ),
            FieldPanel("facts"),
            FieldPanel("ruling"),
            FieldPanel("reasoning"),
            FieldPanel("rule_drawn"),
        ]
    )
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("facts"),
        index.SearchField("rule_drawn"),
        index.SearchField("case_number"),
        index.FilterField("is_guiding"),
    ]

    class Meta:
        verbose_name = _("典型案例")
        verbose_name_plural = _("典型案例")

    def clean(self) -> None:
        """Refuse a number of a guiding case on one that is none."""
        super().clean()
        if self.guiding_number and not self.is_guiding:
            raise ValidationError({"guiding_number": _("不是指导性案例的，不填编号。")})

    @property
    def lead(self) -> str:
        """The summary, else the rule drawn."""
        return self.summary or get_text_for_indexing(self.rule_drawn)
