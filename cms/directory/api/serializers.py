"""Entries and records as the API shows them: what their pages show, and nothing else. Links are paths on this site."""

from __future__ import annotations

from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from cms.directory.models import AdministrativePenalty, DisciplinaryRecord, Entry, Institution, Practitioner
from cms.directory.models.enums import InstitutionKind, PractitionerKind, StandingCode, WithdrawalReason
from cms.directory.photos import photo_of

ROOT = "/api/v2"


def api_address(entry: Entry) -> str:
    """Where the API gives an entry."""
    return f"{ROOT}/{entry._meta.model_name}s/{entry.slug}/"


class StandingSerializer(serializers.Serializer):
    """How an entry stands today."""

    code = serializers.ChoiceField(choices=StandingCode.choices)
    label = serializers.CharField(source="code.label")  # type: ignore[assignment]  # a field of that name, not a field's label
    until = serializers.DateField(allow_null=True, help_text="The last day of a suspension.")


class EntryLinkSerializer(serializers.Serializer):
    """An entry, named."""

    slug = serializers.CharField()
    name = serializers.CharField()
    kind_label = serializers.CharField(source="get_kind_display")
    url = serializers.CharField(source="get_absolute_url", help_text="The page for people.")
    api_url = serializers.SerializerMethodField()

    def get_api_url(self, entry: Entry) -> str:
        """Where the API gives it."""
        return api_address(entry)


class EntrySerializer(EntryLinkSerializer):
    """What lists give of institutions and practitioners alike."""

    licence_number = serializers.CharField(allow_null=True)
    languages = serializers.ListField(child=serializers.CharField(), source="language_list")
    topics = serializers.SerializerMethodField(help_text="Fields of practice: codes of topics.")
    other_fields = serializers.CharField(help_text="Fields of practice that are no topic, in words.")
    standing = StandingSerializer(help_text="Derived from the records shown today.")
    ceased_on = serializers.SerializerMethodField(help_text="When practising ended; null while it has not.")
    source_name = serializers.CharField()
    source_url = serializers.CharField()
    data_as_of = serializers.DateField(
        source="checked_on", allow_null=True, help_text="When it was last checked against its source."
    )

    def get_topics(self, entry: Entry) -> list[str]:
        """In the editors' order, as they stand beside the entry."""
        return entry.topic_codes.split()

    def get_ceased_on(self, entry: Entry) -> date | None:
        """The day, once it has come and as long as it is how the entry stands."""
        is_over = entry.standing.code == StandingCode.CEASED
        return entry.ceased_on if is_over else None


class InstitutionSerializer(EntrySerializer):
    """An institution. Needs ``standing`` (``catalogue.with_standing``)."""

    kind = serializers.ChoiceField(choices=InstitutionKind.choices)
    unified_social_credit_code = serializers.CharField(allow_null=True)
    former_names = serializers.ListField(child=serializers.CharField(), source="former_name_list")
    founded_on = serializers.DateField(allow_null=True)
    registered_address = serializers.CharField()
    district = serializers.CharField()
    telephone = serializers.CharField()
    opening_hours = serializers.CharField()
    website = serializers.CharField()
    map_url = serializers.CharField()
    latitude = serializers.FloatField(allow_null=True)
    longitude = serializers.FloatField(allow_null=True)
    team_url = serializers.SerializerMethodField(help_text="Who works there, by page.")

    def get_team_url(self, institution: Institution) -> str:
        """Where the team is."""
        return f"{api_address(institution)}team/"


class AffiliationSerializer(serializers.Serializer):
    """Where a practitioner works today."""

    institution = EntryLinkSerializer()
    is_main = serializers.BooleanField()
    role = serializers.CharField()
    started_on = serializers.DateField(allow_null=True, help_text="Null: nobody knows since when.")
    ended_on = serializers.DateField(allow_null=True, help_text="From that day on no longer.")


class PractitionerSerializer(EntrySerializer):
    """A practitioner. Needs ``standing``, ``current_affiliations`` and the day (``today`` in the context)."""

    kind = serializers.ChoiceField(choices=PractitionerKind.choices)
    first_licensed_on = serializers.DateField(allow_null=True)
    years_of_practice = serializers.SerializerMethodField(help_text="Full years; null where the page tells none.")
    affiliations = AffiliationSerializer(many=True, source="current_affiliations")

    def get_years_of_practice(self, person: Practitioner) -> int | None:
        """Counted to the day practising ended; not told of who was barred from it."""
        standing = person.standing
        if standing.code == StandingCode.REVOKED:
            return None
        ended = person.ceased_on if standing.code == StandingCode.CEASED else None
        return person.years_of_practice(ended or self.context["today"])


class PhotoSerializer(serializers.Serializer):
    """A picture in the size the page shows."""

    url = serializers.CharField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()
    alt = serializers.CharField(help_text="The alternative text, to be shown with it.")


class RecordKindSerializer(serializers.Serializer):
    """A kind of penalty or sanction."""

    code = serializers.CharField()
    name = serializers.CharField()
    legal_basis = serializers.CharField()


class RecordSerializer(serializers.Serializer):
    """A penalty or sanction that is shown today. Show it until ``display_until`` at the longest, and ask again before."""

    kind = RecordKindSerializer()
    decided_on = serializers.DateField()
    authority = serializers.CharField()
    document_number = serializers.CharField()
    cause = serializers.CharField()
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, allow_null=True, help_text="In yuan.")
    suspended_from = serializers.DateField(allow_null=True)
    suspended_until = serializers.DateField(allow_null=True, help_text="The last day of the suspension.")
    display_from = serializers.DateField()
    display_until = serializers.DateField(help_text="The last day on which it may be shown.")
    source_name = serializers.CharField()
    source_url = serializers.CharField()
    url = serializers.CharField(source="get_absolute_url", help_text="Its place on the page of its subject.")


class SubjectSerializer(EntryLinkSerializer):
    """Whom a record is about."""

    type = serializers.SerializerMethodField()
    licence_number = serializers.CharField(allow_null=True)
    institutions = serializers.SerializerMethodField(help_text="Where a practitioner works today.")

    @extend_schema_field(serializers.ChoiceField(choices=["institution", "practitioner"]))
    def get_type(self, entry: Entry) -> str:
        """Which list it is in."""
        return str(entry._meta.model_name)

    @extend_schema_field(EntryLinkSerializer(many=True))
    def get_institutions(self, entry: Entry) -> list[dict[str, Any]]:
        """Nothing for an institution."""
        here = [one.institution for one in getattr(entry, "current_affiliations", ())]
        return [dict(EntryLinkSerializer(one).data) for one in here]


class ListedRecordSerializer(RecordSerializer):
    """A penalty or sanction in a list of many subjects'."""

    subject = SubjectSerializer()


class WithdrawalNoteSerializer(serializers.Serializer):
    """All that is told of a record that was withdrawn."""

    document_number = serializers.CharField()
    reason = serializers.ChoiceField(choices=WithdrawalReason.values)
    reason_label = serializers.CharField()


class RecordsOfEntrySerializer(serializers.Serializer):
    """What the page of an entry tells of records. Needs ``shown_records`` and ``withdrawal_notes``."""

    administrative_penalties = serializers.SerializerMethodField()
    professional_sanctions = serializers.SerializerMethodField()
    withdrawal_notes = WithdrawalNoteSerializer(many=True)

    @extend_schema_field(RecordSerializer(many=True))
    def get_administrative_penalties(self, entry: Any) -> Any:
        """Those shown today, the latest first."""
        return RecordSerializer([one for one in entry.shown_records if _is_penalty(one)], many=True).data

    @extend_schema_field(RecordSerializer(many=True))
    def get_professional_sanctions(self, entry: Any) -> Any:
        """Those shown today, the latest first."""
        return RecordSerializer([one for one in entry.shown_records if not _is_penalty(one)], many=True).data


class InstitutionDetailSerializer(InstitutionSerializer, RecordsOfEntrySerializer):
    """An institution with its records."""


class PractitionerDetailSerializer(PractitionerSerializer, RecordsOfEntrySerializer):
    """A practitioner with photo and records."""

    photo = serializers.SerializerMethodField(help_text="Null for none.")
    biography = serializers.CharField()

    @extend_schema_field(PhotoSerializer(allow_null=True))
    def get_photo(self, person: Practitioner) -> dict[str, Any] | None:
        """The small size, with its alternative text."""
        photo = photo_of(person)
        return dict(PhotoSerializer(photo).data) if photo else None


def _is_penalty(record: DisciplinaryRecord) -> bool:
    return isinstance(record, AdministrativePenalty)
