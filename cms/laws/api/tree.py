"""Provisions as the API shows them, built from rows straight: a code has some eight thousand of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from drf_spectacular.helpers import lazy_serializer
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.laws.locators import anchor_of, citation_text
from cms.laws.models import Provision
from cms.laws.parser.tree import ProvisionKind

KINDS = [kind.value for kind in ProvisionKind]
"""As the description names them (SPECTACULAR_SETTINGS)."""


class ProvisionSerializer(serializers.Serializer):
    """A provision and what stands under it. Describes what ``provision_data`` makes."""

    kind = serializers.ChoiceField(choices=KINDS)
    locator = serializers.CharField(help_text="The place within the text: 39, 133-1, 39-p2-i1, annex-1-art-3, ch-1.")
    anchor = serializers.CharField(help_text="The same as the id on the page: art-39.")
    label = serializers.CharField(allow_blank=True, help_text="The numbering as printed: 第三十九条, （一）.")  # type: ignore[assignment]  # a field of that name, not a field's label
    heading = serializers.CharField(allow_blank=True)
    number = serializers.IntegerField(allow_null=True)
    inserted_number = serializers.IntegerField(help_text="第一百三十三条之一 has number 133, inserted number 1.")
    text = serializers.CharField(
        allow_blank=True, help_text="The provision's own words; those of what stands under it are in children."
    )
    citation = serializers.CharField(help_text="As it is cited: 劳动合同法第三十九条.")
    digest = serializers.CharField(
        allow_blank=True, help_text="v1: and SHA-256 of the subtree's text without white space; empty for some kinds."
    )
    children = serializers.SerializerMethodField()

    @extend_schema_field(lazy_serializer("cms.laws.api.tree.ProvisionSerializer")(many=True))
    def get_children(self, data: dict[str, Any]) -> list[dict[str, Any]]:
        """Give what stands under it, in the order of the text."""
        return data["children"]


def trees_of(rows: Iterable[Provision], short_title: str) -> list[dict[str, Any]]:
    """Build trees from rows in the order of ``position``; a row whose parent is not among them begins a tree."""
    roots: list[dict[str, Any]] = []
    known: dict[int, dict[str, Any]] = {}
    for row in rows:
        data = provision_data(row, short_title)
        known[row.pk] = data
        parent = known.get(row.parent_id) if row.parent_id is not None else None
        (roots if parent is None else parent["children"]).append(data)
    return roots


def provision_data(row: Provision, short_title: str) -> dict[str, Any]:
    """Show one row, with nothing under it yet."""
    return {
        "kind": row.kind,
        "locator": row.locator,
        "anchor": anchor_of(row.locator),
        "label": row.label,
        "heading": row.heading,
        "number": row.number,
        "inserted_number": row.inserted_number,
        "text": row.text,
        "citation": f"{short_title}{citation_text(row.locator)}",
        "digest": row.digest,
        "children": [],
    }
