"""法律知识问答 (article 11): conclusion first, then the law, the reasons, the next steps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import get_text_for_indexing
from wagtail.search import index

from cms.core.blocks import BODY, PROSE
from cms.editorial.base import EditorialPage
from cms.editorial.sections import SectionIndexPage
from cms.laws.citation_block import CitationBlock


class KnowledgeQAIndex(SectionIndexPage):
    """``/qa/``."""

    kind = "knowledge_qa"
    subpage_types: ClassVar = ["editorial.KnowledgeQA"]

    class Meta:
        verbose_name = _("法律知识问答（栏目）")


class KnowledgeQA(EditorialPage):
    """A question people have, answered. The title is the question in one line."""

    question = models.TextField(
        _("问题详情"), blank=True, max_length=2000, help_text=_("提问人会怎样说。标题已经说清楚的，不用填。")
    )
    short_answer = RichTextField(
        _("简短回答"), features=["bold", "link"], help_text=_("先给结论，两三句话，让读者马上知道答案。")
    )
    detail = StreamField([*BODY, ("citation", CitationBlock())], verbose_name=_("详细说明"), blank=True)
    next_steps = RichTextField(
        _("下一步怎么做"), features=list(PROSE), blank=True, help_text=_("读者接下来可以做什么、找谁、带什么材料。")
    )

    kind = "knowledge_qa"
    review_months = 12
    body_fields = ("question", "short_answer", "detail", "next_steps")
    parent_page_types: ClassVar = ["editorial.KnowledgeQAIndex"]
    template = "editorial/knowledge_qa.html"
    edit_handler = EditorialPage.tabs(
        [
            FieldPanel("title", heading=_("问题"), help_text=_("一句话，像读者会搜索的那样写。")),
            FieldPanel("question"),
            FieldPanel("short_answer"),
            FieldPanel("detail"),
            FieldPanel("next_steps"),
            FieldPanel("summary"),
        ]
    )
    search_fields = [
        *EditorialPage.search_fields,
        index.SearchField("question"),
        index.SearchField("short_answer"),
        index.SearchField("detail"),
    ]

    class Meta:
        verbose_name = _("法律知识问答")
        verbose_name_plural = _("法律知识问答")

    @property
    def lead(self) -> str:
        """The summary, else the answer."""
        return self.summary or get_text_for_indexing(self.short_answer)
