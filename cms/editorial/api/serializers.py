"""Editorial pages as the API shows them: what all kinds share, and each kind's own fields. Links are paths on this site."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.core.models import Topic
from cms.editorial.api.blocks import FILE_SCHEMA, blocks_schema, file, html_of, typed_blocks
from cms.editorial.base import EditorialPage
from cms.editorial.models import (
    ExpertReading,
    InstitutionNotice,
    KnowledgeQA,
    NewsArticle,
    ServiceGuide,
    TypicalCase,
)
from cms.laws.api.citations import CitationSerializer

API_ROOT = "/api/v2/"
BODY_TYPES = ("heading", "prose", "figure", "file", "quote", "note")
CITING_BODY_TYPES = (*BODY_TYPES, "citation")


def prefix_of(kind: str) -> str:
    """The name of a kind's list: ``knowledge_qa`` → ``knowledge-qas``."""
    return f"{kind.replace('_', '-')}s"


class TopicSerializer(serializers.ModelSerializer):
    """A topic with its everyday words."""

    aliases = serializers.ListField(child=serializers.CharField(), source="alias_list", help_text="Everyday words.")

    class Meta:
        model = Topic
        fields: tuple[str, ...] = ("code", "name", "aliases")


class TopicLinkSerializer(serializers.ModelSerializer):
    """A topic, named."""

    class Meta:
        model = Topic
        fields: tuple[str, ...] = ("code", "name")


class HtmlField(serializers.CharField):
    """Stored rich text as HTML whose links are full paths."""

    def to_representation(self, value: Any) -> str:
        """Expand Wagtail's own links."""
        return html_of(str(value or ""))


class PageSerializer(serializers.ModelSerializer):
    """What a list shows of a page. Needs ``topics`` prefetched."""

    kind = serializers.CharField(help_text="As in search results.")
    summary = serializers.CharField(source="lead")
    topics = TopicLinkSerializer(many=True)
    url = serializers.SerializerMethodField(help_text="The page for people.")
    api_url = serializers.SerializerMethodField()

    class Meta:
        model = EditorialPage
        fields: tuple[str, ...] = (
            "slug",
            "kind",
            "title",
            "summary",
            "topics",
            "source_name",
            "source_url",
            "author_name",
            "reviewer_name",
            "first_published_at",
            "last_published_at",
            "last_reviewed_on",
            "review_due_on",
            "url",
            "api_url",
        )

    def get_url(self, page: EditorialPage) -> str:
        """Give the path of the page; its section's address stands in the stored path, after the first page's."""
        return address_of(page)

    def get_api_url(self, page: EditorialPage) -> str:
        """Give the address of the whole page here."""
        return f"{API_ROOT}{prefix_of(page.kind)}/{page.slug}/"


def address_of(page: EditorialPage) -> str:
    """The path of a page, without a query: ``url_path`` begins with the site's first page."""
    return "/" + page.url_path.split("/", 2)[2]


class RelatedSerializer(serializers.Serializer):
    """Another page that is near this one."""

    kind = serializers.CharField(help_text="As in search results.")
    title = serializers.CharField()
    url = serializers.CharField(help_text="The page for people.")
    api_url = serializers.SerializerMethodField()

    def get_api_url(self, line: dict[str, Any]) -> str:
        """Give the address of the whole page here."""
        return f"{API_ROOT}{prefix_of(line['kind'])}/{line['slug']}/"


class WholePageSerializer(PageSerializer):
    """A whole page; the context brings its ``citations`` as ``cms.laws.cited`` shows them, and what is ``related``."""

    citations = serializers.SerializerMethodField(help_text="What the page rests on, as the law stands today.")
    banners = serializers.SerializerMethodField(help_text="What readers must be told of articles that have changed.")
    related = serializers.SerializerMethodField(help_text="Pages that share articles or topics with it, nearest first.")

    class Meta(PageSerializer.Meta):
        fields = (*PageSerializer.Meta.fields, "citations", "banners", "related")

    @extend_schema_field(CitationSerializer(many=True))
    def get_citations(self, page: EditorialPage) -> Any:
        """Give each citation with its text."""
        return CitationSerializer(self.context["citations"], many=True).data

    def get_banners(self, page: EditorialPage) -> list[str]:
        """Give one sentence an article."""
        return self.context["banners"]

    @extend_schema_field(RelatedSerializer(many=True))
    def get_related(self, page: EditorialPage) -> Any:
        """Give what the page shows under 相关内容."""
        return RelatedSerializer(self.context["related"], many=True).data


class ExpertReadingSerializer(WholePageSerializer):
    """A reading and the instruments it explains."""

    instruments = serializers.SerializerMethodField(help_text="Slugs of the public instruments it explains.")
    body = serializers.SerializerMethodField()

    class Meta(WholePageSerializer.Meta):
        model = ExpertReading
        fields = (*WholePageSerializer.Meta.fields, "instruments", "body")

    def get_instruments(self, page: ExpertReading) -> list[str]:
        """Give slugs."""
        return [instrument.slug for instrument in page.instruments.all() if instrument.is_public]

    @extend_schema_field(blocks_schema(CITING_BODY_TYPES))
    def get_body(self, page: ExpertReading) -> list[dict[str, Any]]:
        """Give typed blocks."""
        return typed_blocks(page.body)


class KnowledgeQASerializer(WholePageSerializer):
    """A question with its answer."""

    short_answer = HtmlField(help_text="HTML.")
    detail = serializers.SerializerMethodField()
    next_steps = HtmlField(help_text="HTML.")

    class Meta(WholePageSerializer.Meta):
        model = KnowledgeQA
        fields = (*WholePageSerializer.Meta.fields, "question", "short_answer", "detail", "next_steps")

    @extend_schema_field(blocks_schema(CITING_BODY_TYPES))
    def get_detail(self, page: KnowledgeQA) -> list[dict[str, Any]]:
        """Give typed blocks."""
        return typed_blocks(page.detail)


class TypicalCaseSerializer(WholePageSerializer):
    """A case in its four parts."""

    facts = HtmlField(help_text="HTML.")
    ruling = HtmlField(help_text="HTML.")
    reasoning = HtmlField(help_text="HTML.")
    rule_drawn = HtmlField(help_text="HTML.")

    class Meta(WholePageSerializer.Meta):
        model = TypicalCase
        fields = (
            *WholePageSerializer.Meta.fields,
            "is_guiding",
            "guiding_number",
            "court",
            "case_number",
            "decided_on",
            "facts",
            "ruling",
            "reasoning",
            "rule_drawn",
        )


class NewsArticleSerializer(WholePageSerializer):
    """A piece of news, with what is known of the original and what was corrected since it was first public."""

    body = serializers.SerializerMethodField()
    corrections = serializers.SerializerMethodField(help_text="Open notes, the latest first.")

    class Meta(WholePageSerializer.Meta):
        model = NewsArticle
        fields = (
            *WholePageSerializer.Meta.fields,
            "original_title",
            "original_author",
            "original_editor",
            "original_published_on",
            "body",
            "corrections",
        )

    @extend_schema_field(
        {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"corrected_at": {"type": "string", "format": "date-time"}, "words": {"type": "string"}},
                "required": ["corrected_at", "words"],
            },
        }
    )
    def get_corrections(self, page: NewsArticle) -> list[dict[str, str]]:
        """Give when and what."""
        return [{"corrected_at": one.corrected_at.isoformat(), "words": one.words} for one in page.corrections.all()]

    @extend_schema_field(blocks_schema(BODY_TYPES))
    def get_body(self, page: NewsArticle) -> list[dict[str, Any]]:
        """Give typed blocks."""
        return typed_blocks(page.body)


class InstitutionNoticeSerializer(WholePageSerializer):
    """A notice and whose it is."""

    institution = serializers.SerializerMethodField(help_text="Name and, where its entry is public, slug.")
    body = serializers.SerializerMethodField()

    class Meta(WholePageSerializer.Meta):
        model = InstitutionNotice
        fields = (*WholePageSerializer.Meta.fields, "institution", "notice_kind", "holds_until", "body")

    @extend_schema_field(
        {
            "type": "object",
            "nullable": True,
            "required": ["name", "slug"],
            "properties": {"name": {"type": "string"}, "slug": {"type": "string"}},
        }
    )
    def get_institution(self, page: InstitutionNotice) -> dict[str, str] | None:
        """Name the institution; its slug is empty where it has no public entry."""
        if page.institution is None:
            return None
        is_public = page.institution_id in self.context["public_institutions"]
        return {"name": page.institution.name, "slug": page.institution.slug if is_public else ""}

    @extend_schema_field(blocks_schema(BODY_TYPES))
    def get_body(self, page: InstitutionNotice) -> list[dict[str, Any]]:
        """Give typed blocks."""
        return typed_blocks(page.body)


class ServiceGuideSerializer(WholePageSerializer):
    """A guide."""

    purpose = HtmlField(help_text="HTML.")
    eligibility = HtmlField(help_text="HTML.")
    conditions = HtmlField(help_text="HTML.")
    materials = serializers.SerializerMethodField()
    steps = serializers.SerializerMethodField()
    place = HtmlField(help_text="HTML.")
    forms_to_download = serializers.SerializerMethodField()
    remedies = HtmlField(help_text="HTML.")

    class Meta(WholePageSerializer.Meta):
        model = ServiceGuide
        fields = (
            *WholePageSerializer.Meta.fields,
            "service_kind",
            "purpose",
            "eligibility",
            "conditions",
            "materials",
            "steps",
            "duration",
            "fee",
            "place",
            "online_url",
            "online_label",
            "forms_to_download",
            "remedies",
        )

    @extend_schema_field(blocks_schema(("material",)))
    def get_materials(self, page: ServiceGuide) -> list[dict[str, Any]]:
        """Give typed blocks."""
        return typed_blocks(page.materials)

    @extend_schema_field(blocks_schema(("step",)))
    def get_steps(self, page: ServiceGuide) -> list[dict[str, Any]]:
        """Give typed blocks."""
        return typed_blocks(page.steps)

    @extend_schema_field({"type": "array", "items": FILE_SCHEMA})
    def get_forms_to_download(self, page: ServiceGuide) -> list[dict[str, Any]]:
        """Give the files."""
        return [file(block.value["document"]) for block in page.forms_to_download if block.value["document"]]
