"""What the query strings of the directory's addresses may say: the same as the pages' filters."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from cms.directory.models.enums import InstitutionKind, PractitionerKind, StandingCode
from portal.common.api.parameters import DayField, Parameters


class InstitutionParameters(Parameters):
    """Which institutions."""

    q = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=200,
        help_text="Part of the name, pinyin initials, or the whole licence number.",
    )
    kind = serializers.ChoiceField(
        choices=InstitutionKind.choices, required=False, allow_blank=True, help_text="Only this kind."
    )
    district = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Exact.")
    topic = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="A field of practice: the code of a topic."
    )
    standing = serializers.ChoiceField(
        choices=StandingCode.choices, required=False, allow_blank=True, help_text="How they stand today."
    )


class PractitionerParameters(InstitutionParameters):
    """Which practitioners."""

    kind = serializers.ChoiceField(
        choices=PractitionerKind.choices, required=False, allow_blank=True, help_text="Only this kind."
    )
    institution = serializers.SlugField(
        required=False, allow_blank=True, max_length=90, help_text="The slug of a public institution they work at."
    )


class RecordParameters(Parameters):
    """Which penalties or sanctions, of those shown today."""

    name = serializers.CharField(
        required=False, allow_blank=True, max_length=100, help_text="Part of the name of the person or institution."
    )
    licence_number = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="Whole.")
    institution = serializers.CharField(
        required=False,
        allow_blank=True,
        max_length=100,
        help_text="The slug of an institution, or part of its name: its own records and those of who works there.",
    )
    kind = serializers.CharField(
        required=False, allow_blank=True, max_length=80, help_text="The code of a kind, or its name whatever the basis."
    )
    decided_from = DayField(required=False, help_text="Decided on that day or later, YYYY-MM-DD.")
    decided_until = DayField(required=False, help_text="Decided on that day or before, YYYY-MM-DD.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse a span of days that ends before it begins."""
        first, last = attrs.get("decided_from"), attrs.get("decided_until")
        if first and last and last < first:
            raise serializers.ValidationError({"decided_until": _("不能早于 decided_from。")})
        return attrs
