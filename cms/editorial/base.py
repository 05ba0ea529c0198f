"""What all editorial pages share: source, author, reviewer, dates of review, topics, legal basis; and one way to publish.

``EditorialPage`` is a table of its own, so that what is due for review, what cites a changed article and what is related can
be asked over all types at once. What follows from a page (its ``Citation`` rows, its search documents) is made in the
transaction that publishes or withdraws it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page, Revision
from wagtail.search import index

from cms.core.models import Topic
from cms.editorial.sections import SECTION_OF
from cms.editorial.slugs import page_slug
from cms.laws.citation_block import CitationBlock, citations_in
from cms.laws.cited_places import CitedPlace
from cms.wording.checked import WordingCheckedMixin
from portal.common.clock import SHANGHAI


class EditorialPage(WordingCheckedMixin, Page):
    """What readings, Q&A, cases, news, notices and guides have in common. Only its six kinds are ever made."""

    summary = models.TextField(
        _("摘要"), max_length=300, blank=True, help_text=_("一两句话，显示在列表和搜索结果里，不超过 300 字。")
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("专题"), blank=True, related_name="editorial_pages", help_text=_("读者按专题查找。")
    )
    citations = StreamField(
        [("citation", CitationBlock())],
        verbose_name=_("法律依据"),
        blank=True,
        help_text=_("写“民法典1087”这样的出处，系统会找到条文。条文修改后，本页会提示读者并请您复核。"),
    )
    source_name = models.CharField(
        _("来源"), max_length=200, blank=True, help_text=_("内容出自哪里，例如：本网编辑部。")
    )
    source_url = models.URLField(_("来源网址"), max_length=500, blank=True)
    author_name = models.CharField(_("作者"), max_length=120, blank=True)
    reviewer_name = models.CharField(
        _("审核人"), max_length=120, blank=True, help_text=_("发布时自动填写为批准发布的人。")
    )
    last_reviewed_on = models.DateField(_("最近审核日期"), null=True, blank=True)
    review_due_on = models.DateField(
        _("下次复核日期"), null=True, blank=True, help_text=_("不填则按本类内容的复核周期计算。到期会列入您的待办。")
    )
    listed_at = models.DateTimeField(null=True, editable=False, db_index=True)
    """``first_published_at`` once more, where an index can give the latest pages without reading them all."""
    import_key = models.CharField(max_length=120, blank=True, editable=False, db_index=True)
    """What an import tells this page by, with its type; "" for what was written here."""
    import_notes = models.TextField(
        _("导入时的提示"),
        blank=True,
        help_text=_("导入时没有认出的引用、没有对应专题的关键词。只有编辑看得到；处理完请删去。"),
    )

    is_creatable = False
    kind: ClassVar[str] = ""
    """The kind's name in search and API: ``knowledge_qa``."""
    review_months: ClassVar[int] = 12
    """After how many months a page of this kind is read again, unless its editor says otherwise."""
    body_fields: ClassVar[tuple[str, ...]] = ()
    """Names of the fields that hold what is read, in the order of the page."""
    subpage_types: ClassVar[list[str]] = []
    for_editors_only: ClassVar = ("import_notes",)
    """Fields that readers never see: no words of the page."""
    exclude_fields_in_copy: ClassVar = ["listed_at", "import_key", "import_notes"]
    """A copy is another page: no import may take it for the first."""

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.FilterField("review_due_on"),
    ]

    class Meta:
        verbose_name = _("编辑内容")

    # -- forms ---------------------------------------------------------------------------------------------------
    basis_panels: ClassVar = [
        FieldPanel("citations"),
        FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
        FieldPanel("import_notes"),
    ]
    source_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("author_name"), FieldPanel("source_name")]),
                FieldPanel("source_url"),
            ],
            heading=_("来源与作者"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("reviewer_name"),
                FieldRowPanel([FieldPanel("last_reviewed_on", read_only=True), FieldPanel("review_due_on")]),
            ],
            heading=_("审核与复核"),
        ),
    ]
    settings_tab: ClassVar = [FieldPanel("search_description"), *Page.settings_panels]

    @classmethod
    def tabs(cls, content: Sequence[Any]) -> TabbedInterface:
        """The form of a kind: what is read, what it rests on, where it comes from, when it is published."""
        return TabbedInterface(
            [
                ObjectList(content, heading=_("内容")),
                ObjectList(cls.basis_panels, heading=_("法律依据与专题")),
                ObjectList(cls.source_panels, heading=_("来源与审核")),
                ObjectList(cls.settings_tab, heading=_("发布设置")),
            ]
        )

    # -- saving and publishing -----------------------------------------------------------------------------------
    def _get_autogenerated_slug(self, base_slug: str) -> str:
        """Give an address in pinyin: Wagtail's own would be percent signs in every link that is sent on."""
        return super()._get_autogenerated_slug(page_slug(self.title))

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """Save, and owe the search index this page in the same transaction where what is public may have changed."""
        from cms.editorial.services.announcing import PUBLIC_FIELDS, announce_page

        self.listed_at = self.first_published_at
        changed = kwargs.get("update_fields")
        if changed is not None and "first_published_at" in changed:
            changed = kwargs["update_fields"] = [*changed, "listed_at"]
        with transaction.atomic():
            saved = super().save(*args, **kwargs)
            if changed is None or PUBLIC_FIELDS & set(changed):
                announce_page(self)
        return saved

    def publish(self, revision: Revision, user: Any = None, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision with what follows from it (``signals.page_was_published``), in one transaction. Every door of
        Wagtail's (the editor's button, the end of a workflow, bulk actions, the timer) leads through here."""
        from cms.editorial.services.publishing import stamp_review

        with transaction.atomic():
            stamp_review(self, revision, user)
            return super().publish(revision, user, *args, **kwargs)

    # -- what others read ----------------------------------------------------------------------------------------
    @property
    def cited_places(self) -> list[CitedPlace]:
        """The articles this page rests on, in its order, each once."""
        found = [place for name in ("citations", *self.body_fields) for place in citations_in(getattr(self, name))]
        return list({(place.slug, place.locator): place for place in reversed(found)}.values())[::-1]

    @property
    def published_on(self) -> date | None:
        """The day readers first saw it, in Shanghai."""
        return self.first_published_at.astimezone(SHANGHAI).date() if self.first_published_at else None

    @property
    def lead(self) -> str:
        """What a list shows under the title; kinds that have a better line say so."""
        return self.summary

    def get_absolute_url(self) -> str:
        """The address of this page, without asking for the pages above it: each kind stands in one section."""
        return f"{SECTION_OF[self.kind or self.specific_class.kind].url}{self.slug}/"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the page's template shows, to readers and in the preview."""
        from cms.editorial.views.detail import page_context

        return {**super().get_context(request, *args, **kwargs), **page_context(self, request)}

    @property
    def source_key(self) -> str:
        """The key of this page as a source of search documents; slugs are unique within a section."""
        return f"{self.kind}:{self.slug}"
