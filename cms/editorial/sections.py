"""Sections: one index page a kind (``/qa/``), under which all its pages stand, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page


@dataclass(frozen=True, slots=True)
class Section:
    """A section as a new site has it. ``kind`` is what its pages are called in search and API."""

    kind: str
    slug: str
    title: str
    description: str
    index_model: str
    page_model: str

    @property
    def url(self) -> str:
        """Where the section is read: fixed, others rely on it."""
        return f"/{self.slug}/"

    @property
    def feed_url(self) -> str:
        """Its Atom feed."""
        return f"/{self.slug}/feed/"


SECTIONS: tuple[Section, ...] = (
    Section(
        "knowledge_qa",
        "qa",
        "法律知识问答",
        "常见法律问题的简短回答、法律依据和下一步该做什么。",
        "editorial.KnowledgeQAIndex",
        "editorial.KnowledgeQA",
    ),
    Section(
        "service_guide",
        "guides",
        "办事指引",
        "律师、公证、法律援助、司法鉴定、人民调解：谁可以办、要什么材料、去哪里办、多久、收不收费。",
        "editorial.ServiceGuideIndex",
        "editorial.ServiceGuide",
    ),
    Section(
        "typical_case",
        "cases",
        "典型案例",
        "法院和有关机关公布的典型案例、指导性案例：案情、裁判结果、理由和规则。",
        "editorial.TypicalCaseIndex",
        "editorial.TypicalCase",
    ),
    Section(
        "expert_reading",
        "readings",
        "专家解读",
        "专家对新法新规和重要条文的解读。",
        "editorial.ExpertReadingIndex",
        "editorial.ExpertReading",
    ),
    Section(
        "news_article",
        "news",
        "法治新闻",
        "法治新闻和普法宣传。",
        "editorial.NewsArticleIndex",
        "editorial.NewsArticle",
    ),
    Section(
        "institution_notice",
        "notices",
        "机构动态与公告",
        "法律服务机构申请发布的服务动态、通知和公告。",
        "editorial.InstitutionNoticeIndex",
        "editorial.InstitutionNotice",
    ),
)
SECTION_OF: dict[str, Section] = {section.kind: section for section in SECTIONS}


class SectionIndexPage(Page):
    """What the six index pages share: one of each, with an introduction, listing its pages with filters."""

    introduction = models.CharField(_("一句话介绍"), max_length=200, blank=True)

    kind: ClassVar[str] = ""
    max_count = 1
    parent_page_types: ClassVar = ["core.HomePage"]
    content_panels: ClassVar = [*Page.content_panels, FieldPanel("introduction")]
    promote_panels: ClassVar = [FieldPanel("seo_title"), FieldPanel("search_description")]
    """No slug: the address of a section is promised (``Section.url``)."""

    class Meta:
        abstract = True

    @property
    def section(self) -> Section:
        """The section this page is the index of."""
        return SECTION_OF[self.kind]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show the list; filters are in the query."""
        from cms.editorial.views.listing import section_list

        return section_list(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """Show the list as readers will see it, whatever the preview's address holds."""
        return self.serve(request)
