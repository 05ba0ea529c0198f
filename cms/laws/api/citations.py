"""A citation as the API shows it, for every kind of thing that cites the law."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.laws.cited import ShownCitation
from cms.laws.models import CitationState, Effectivity

ROOT = "/api/v2/provisions/"


class CitationSerializer(serializers.Serializer):
    """A cited place with its words of today. Give it what ``cms.laws.cited.shown_citations`` gives."""

    title = serializers.CharField(help_text="As it is cited: 劳动合同法第三十九条.")
    instrument = serializers.SerializerMethodField(help_text="The slug of the law, where it is public.")
    locator = serializers.CharField(source="cited.locator", help_text="The place within the text: 39, 39-p2-i1.")
    url = serializers.CharField(allow_blank=True, help_text="The page for people; empty where the law is not public.")
    api_url = serializers.SerializerMethodField(help_text="The provision in this API; null where there is none.")
    text = serializers.CharField(allow_blank=True, help_text="The article of today, a line a paragraph or item.")
    effectivity = serializers.SerializerMethodField(help_text="Of the text of today; null where the law is not public.")
    state = serializers.ChoiceField(
        choices=CitationState.values, help_text="What has become of the article since it was read."
    )
    changed_on = serializers.DateField(allow_null=True, help_text="Since when, where that is known.")
    changes_on = serializers.DateField(allow_null=True, help_text="The day of a change to come, where one is known.")
    needs_review = serializers.BooleanField(help_text="Whether whoever cited it did not know of that.")
    read_on = serializers.DateField(source="cited.read_on", help_text="The day it was read.")

    def get_instrument(self, shown: ShownCitation) -> str:
        """Give the slug of today."""
        return shown.slug

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_api_url(self, shown: ShownCitation) -> str | None:
        """Give the address of the provision."""
        return f"{ROOT}?instrument={shown.slug}&locator={shown.cited.locator}" if shown.lines else None

    @extend_schema_field(serializers.ChoiceField(choices=Effectivity.values, allow_null=True))
    def get_effectivity(self, shown: ShownCitation) -> str | None:
        """Give the code."""
        return shown.effectivity.value if shown.effectivity else None


def citation_data(shown: list[ShownCitation]) -> Any:
    """Give the citations of one thing as the API shows them."""
    return CitationSerializer(shown, many=True).data
