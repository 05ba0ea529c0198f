"""Instruments and versions as the API shows them. Links are paths on this site."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.laws.api.tree import ProvisionSerializer
from cms.laws.catalogue import shown_effectivity
from cms.laws.effectivity import effectivity, interval, text_to_show
from cms.laws.models import EffectiveBasis, Effectivity, Instrument, InstrumentVersion

ROOT = "/api/v2/instruments/"
_INFERRED = frozenset({EffectiveBasis.PROMULGATION, EffectiveBasis.ADOPTION})


class InstrumentLinkSerializer(serializers.Serializer):
    """Another instrument, named."""

    slug = serializers.CharField()
    title = serializers.CharField()
    url = serializers.CharField()
    api_url = serializers.CharField()


class InstrumentSerializer(serializers.ModelSerializer):
    """A legal instrument, as it is on the day ``on`` (in the context). Needs ``public_texts`` (see the catalogue)."""

    aliases = serializers.ListField(child=serializers.CharField(), source="alias_list", help_text="Other names.")
    level_label = serializers.CharField(source="get_level_display")
    topics = serializers.SerializerMethodField(help_text="Codes of topics.")
    effectivity = serializers.SerializerMethodField(help_text="On the day asked about.")
    effective_on = serializers.SerializerMethodField(help_text="Since when the text of that day is in force.")
    replaced_by = serializers.SerializerMethodField(help_text="What replaced it, where known.")
    url = serializers.CharField(source="get_absolute_url", help_text="The page for people.")
    api_url = serializers.SerializerMethodField()
    versions_url = serializers.SerializerMethodField()

    class Meta:
        model = Instrument
        fields: tuple[str, ...] = (
            "slug",
            "title",
            "short_title",
            "aliases",
            "level",
            "level_label",
            "region",
            "issuing_authority",
            "category",
            "topics",
            "effectivity",
            "effective_on",
            "replaced_by",
            "source_name",
            "source_url",
            "checked_on",
            "updated_at",
            "url",
            "api_url",
            "versions_url",
        )
        extra_kwargs = {"source_url": {"help_text": "Where the text came from, or empty."}}

    @property
    def _on(self) -> date:
        return self.context["on"]

    def get_topics(self, instrument: Instrument) -> list[str]:
        """Codes, in the editors' order."""
        return [topic.code for topic in instrument.topics.all()]

    @extend_schema_field(serializers.ChoiceField(choices=Effectivity.values))
    def get_effectivity(self, instrument: Instrument) -> str:
        """Say what the instrument is that day."""
        return shown_effectivity(instrument.public_texts, self._on).value

    def get_effective_on(self, instrument: Instrument) -> date | None:
        """Give the effective date of the text that is shown that day."""
        shown = text_to_show(instrument.public_texts, self._on)
        return shown.effective_on if shown else None

    @extend_schema_field(InstrumentLinkSerializer(allow_null=True))
    def get_replaced_by(self, instrument: Instrument) -> dict[str, str] | None:
        """Name the successor, if it is public."""
        successor = instrument.replaced_by
        if successor is None or not successor.is_public:
            return None
        return {
            "slug": successor.slug,
            "title": successor.title,
            "url": successor.get_absolute_url(),
            "api_url": f"{ROOT}{successor.slug}/",
        }

    def get_api_url(self, instrument: Instrument) -> str:
        """Give the address of the text of today."""
        return f"{ROOT}{instrument.slug}/"

    def get_versions_url(self, instrument: Instrument) -> str:
        """Give the address of the list of all its texts."""
        return f"{ROOT}{instrument.slug}/versions/"


class VersionSerializer(serializers.ModelSerializer):
    """A dated text of an instrument. Needs ``texts``, ``on`` and ``slug`` in its context."""

    is_inferred = serializers.SerializerMethodField(help_text="Whether the effective date is inferred (推定).")
    effectivity = serializers.SerializerMethodField(help_text="On the day asked about.")
    valid_to = serializers.SerializerMethodField(help_text="The first day it no longer holds, where there is one.")
    end_reason = serializers.SerializerMethodField(
        help_text="Why it ends: empty, amended, repealed, or repealed_undated (nobody knows when)."
    )
    url = serializers.SerializerMethodField(help_text="The page for people.")
    api_url = serializers.SerializerMethodField()

    class Meta:
        model = InstrumentVersion
        fields: tuple[str, ...] = (
            "effective_on",
            "effective_basis",
            "is_inferred",
            "adopted_on",
            "promulgated_on",
            "amended_on",
            "expired_on",
            "is_repealed",
            "document_number",
            "effectivity",
            "valid_to",
            "end_reason",
            "url",
            "api_url",
        )

    def get_is_inferred(self, version: InstrumentVersion) -> bool:
        """Tell whether the effective date was inferred from another date."""
        return version.effective_basis in _INFERRED

    @extend_schema_field(serializers.ChoiceField(choices=Effectivity.values))
    def get_effectivity(self, version: InstrumentVersion) -> str:
        """Say what the text is that day."""
        return effectivity(version, self.context["texts"], self.context["on"]).value

    def get_valid_to(self, version: InstrumentVersion) -> date | None:
        """Give the exclusive end of its time."""
        return interval(version, self.context["texts"]).end

    @extend_schema_field(serializers.ChoiceField(choices=["", "amended", "repealed", "repealed_undated"]))
    def get_end_reason(self, version: InstrumentVersion) -> str:
        """Say why it ends."""
        return interval(version, self.context["texts"]).end_reason

    def get_url(self, version: InstrumentVersion) -> str:
        """Give the page of this very text."""
        return page_of(self.context["slug"], version)

    def get_api_url(self, version: InstrumentVersion) -> str:
        """Give the address of this very text, whatever day it is."""
        day = version.effective_on.isoformat() if version.effective_on else "undated"
        return f"{ROOT}{self.context['slug']}/versions/{day}/"


class WholeTextSerializer(VersionSerializer):
    """A text with its head and its tree, which the context brings as ``provisions``."""

    head = serializers.ListField(
        child=serializers.CharField(), source="head_lines", help_text="The lines between title and law."
    )
    provisions = serializers.SerializerMethodField()

    class Meta(VersionSerializer.Meta):
        fields = (*VersionSerializer.Meta.fields, "head", "provisions")

    @extend_schema_field(ProvisionSerializer(many=True))
    def get_provisions(self, version: InstrumentVersion) -> list[dict[str, Any]]:
        """Give the tree."""
        return self.context["provisions"][version.pk]


class InstrumentTextSerializer(WholeTextSerializer):
    """What one address of a law answers: a text with its tree, of which instrument, and for which day."""

    slug = serializers.SerializerMethodField()
    title = serializers.SerializerMethodField()
    on = serializers.SerializerMethodField(help_text="The day that effectivity is said for.")
    instrument = serializers.SerializerMethodField()

    class Meta(WholeTextSerializer.Meta):
        fields = ("slug", "title", "on", "instrument", *WholeTextSerializer.Meta.fields)

    def get_slug(self, version: InstrumentVersion) -> str:
        """Give the slug of the instrument."""
        return self.context["slug"]

    def get_title(self, version: InstrumentVersion) -> str:
        """Give the full title of the instrument."""
        return self.context["instrument"].title

    def get_on(self, version: InstrumentVersion) -> date:
        """Give the day."""
        return self.context["on"]

    @extend_schema_field(InstrumentSerializer)
    def get_instrument(self, version: InstrumentVersion) -> dict[str, Any]:
        """Describe the instrument as in lists."""
        return InstrumentSerializer(self.context["instrument"], context=self.context).data


class InstrumentDownloadSerializer(InstrumentSerializer):
    """A whole instrument: all its public texts, each with its tree."""

    on = serializers.SerializerMethodField(help_text="The day that effectivity is said for.")
    versions = serializers.SerializerMethodField()

    class Meta(InstrumentSerializer.Meta):
        fields = (*InstrumentSerializer.Meta.fields, "on", "versions")

    def get_on(self, instrument: Instrument) -> date:
        """Give the day."""
        return self._on

    @extend_schema_field(WholeTextSerializer(many=True))
    def get_versions(self, instrument: Instrument) -> Any:
        """Give the texts in the order of their dates."""
        return WholeTextSerializer(self.context["texts"], many=True, context=self.context).data


def page_of(slug: str, version: InstrumentVersion) -> str:
    """Give the page for people of one text of an instrument, without asking the database for the instrument."""
    return f"/laws/{slug}/{version.effective_on.isoformat()}/" if version.effective_on else f"/laws/{slug}/"
