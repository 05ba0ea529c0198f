"""``/api/v2/institutions/`` and ``/api/v2/practitioners/``: the public entries of the day, from the pages' querysets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cms.directory import catalogue
from cms.directory.api.parameters import InstitutionParameters, PractitionerParameters
from cms.directory.api.serializers import (
    InstitutionDetailSerializer,
    InstitutionSerializer,
    PractitionerDetailSerializer,
    PractitionerSerializer,
)
from cms.directory.models import Entry, Institution, Practitioner
from cms.directory.models.querysets import EntryQuerySet
from cms.directory.standing import standing_on
from portal.common.api.problems import Problem
from portal.common.api.views import ReadViewSet


class NoSuchEntry(Problem):
    """No public entry has that slug. One that is not listed, or public no more, is answered alike."""

    status_code = 404
    reason = "no_such_entry"
    title = _("名录中没有这一条")
    default_detail = _("名录中没有这一条，或其未公开。")


class EntryViewSet(ReadViewSet):
    """What both lists share."""

    lookup_field = "slug"
    lookup_value_regex = "[0-9a-z-]+"
    cacheable = False

    def page_of(self, entries: EntryQuerySet, serializer: Any) -> Response:
        """Give a page of entries with their standing."""
        page = self.paginate_queryset(entries)
        assert page is not None
        shown: list[Entry] = catalogue.with_standing(list(page), self.today)
        return self.get_paginated_response(serializer(shown, many=True, context={"today": self.today}).data)

    def whole(self, entries: EntryQuerySet, slug: str, serializer: Any) -> Response:
        """Give one entry with the records shown today and the notes of those withdrawn."""
        found = with_records(public_entry(entries, slug), self.today)
        return Response(serializer(found, context={"today": self.today}).data)


class InstitutionViewSet(EntryViewSet):
    """Institutions."""

    serializer_class = InstitutionSerializer

    @extend_schema(
        operation_id="institutions",
        summary="Institutions",
        parameters=[InstitutionParameters],
        responses=InstitutionSerializer(many=True),
        tags=["directory"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of the public institutions that the parameters leave, by name."""
        wanted = InstitutionParameters.read(request)
        return self.page_of(
            catalogue.institutions(self.today, words=wanted.pop("q", ""), **wanted), InstitutionSerializer
        )

    @extend_schema(
        operation_id="institution",
        summary="An institution, with its records shown today",
        responses=InstitutionDetailSerializer,
        tags=["directory"],
    )
    def retrieve(self, request: Request, slug: str) -> Response:
        """Give all that its page shows but the team, which is a list of its own."""
        return self.whole(Institution.objects.public_on(self.today), slug, InstitutionDetailSerializer)

    @extend_schema(
        operation_id="institution_team",
        summary="Who works at an institution today",
        responses=PractitionerSerializer(many=True),
        tags=["directory"],
    )
    @action(detail=True)
    def team(self, request: Request, slug: str) -> Response:
        """Give a page of the public practitioners who work there."""
        found = public_entry(Institution.objects.public_on(self.today), slug)
        team = catalogue.team_of(found, self.today).prefetch_related(catalogue.current_affiliations(self.today))
        return self.page_of(team, PractitionerSerializer)


class PractitionerViewSet(EntryViewSet):
    """Practitioners."""

    serializer_class = PractitionerSerializer

    @extend_schema(
        operation_id="practitioners",
        summary="Practitioners",
        parameters=[PractitionerParameters],
        responses=PractitionerSerializer(many=True),
        tags=["directory"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of the public practitioners that the parameters leave, by name."""
        wanted = PractitionerParameters.read(request)
        return self.page_of(
            catalogue.practitioners(self.today, words=wanted.pop("q", ""), **wanted), PractitionerSerializer
        )

    @extend_schema(
        operation_id="practitioner",
        summary="A practitioner, with their records shown today",
        responses=PractitionerDetailSerializer,
        tags=["directory"],
    )
    def retrieve(self, request: Request, slug: str) -> Response:
        """Give all that their page shows."""
        people = Practitioner.objects.public_on(self.today).select_related("photo")
        people = people.prefetch_related(catalogue.current_affiliations(self.today))
        return self.whole(people, slug, PractitionerDetailSerializer)


def public_entry(entries: EntryQuerySet, slug: str) -> Any:
    """Give an entry by its slug, or raise ``NoSuchEntry``."""
    found = entries.filter(slug=slug).first()
    if found is None:
        raise NoSuchEntry
    return found


def with_records(entry: Any, today: date) -> Any:
    """Give an entry ``shown_records``, ``withdrawal_notes`` and ``standing``, which follows from the records shown."""
    records = [one for _model, found in catalogue.records_of(entry, today) for one in found]
    for record in records:
        setattr(record, str(entry._meta.model_name), entry)
    entry.shown_records = records
    entry.withdrawal_notes = catalogue.withdrawal_notes_of(entry, today)
    entry.standing = standing_on(today, [record.facts() for record in records], entry.ceased_on)
    return entry
