"""``/api/v2/provisions/``: articles and other provisions of one instrument, as of a day."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.laws.api.moving import MOVED, LeadsToNewSlug
from cms.laws.api.parameters import ProvisionListParameters
from cms.laws.api.reading import chosen_provisions, plain_text, public_instrument, subtrees, text_of_day
from cms.laws.api.serializers import page_of
from cms.laws.api.tree import ProvisionSerializer, trees_of
from cms.laws.catalogue import last_changed
from cms.laws.effectivity import text_to_show
from cms.laws.models import Instrument, InstrumentVersion, Provision
from portal.common.api.views import ReadViewSet


class ListedProvisionSerializer(ProvisionSerializer):
    """A provision in a list: with where it is from, and its words with all that stands under it in one string."""

    instrument = serializers.CharField(help_text="The slug.")
    effective_on = serializers.DateField(allow_null=True, help_text="Of the text it was read in.")
    url = serializers.CharField(help_text="The page for people, at the provision.")
    plain_text = serializers.CharField(help_text="The whole provision as printed, a line a paragraph.")


class ProvisionViewSet(LeadsToNewSlug, ReadViewSet):
    """Provisions of an instrument."""

    serializer_class = ListedProvisionSerializer

    @extend_schema(
        operation_id="provisions",
        summary="Provisions of an instrument, as of a day",
        parameters=[ProvisionListParameters],
        responses={200: ListedProvisionSerializer(many=True), **MOVED},
        tags=["laws"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of the provisions asked for, in the order of the text."""
        wanted = ProvisionListParameters.read(request)
        return provision_page(self, public_instrument(wanted["instrument"]), wanted)

    def moved(self, request: Request, new_slug: str) -> HttpResponseBase:
        """Say where the list of the renamed instrument is."""
        query = request.query_params.copy()
        query["instrument"] = new_slug
        return self.redirect(f"{request.path}?{query.urlencode()}")


def provision_page(view: ReadViewSet, instrument: Instrument, wanted: dict[str, Any]) -> Response:
    """Answer with a page of an instrument's provisions."""
    version = text_of_day(instrument, wanted.get("on") or view.today, view.today)
    view.last_modified = last_changed(instrument, instrument.public_texts, view.today)
    heads = view.paginate_queryset(chosen_provisions(version, wanted)) or []
    # The text of today has the address without a date, as pages and search link to it.
    is_today = version is text_to_show(instrument.public_texts, view.today)
    page = instrument.get_absolute_url() if is_today else page_of(instrument.slug, version)
    return view.get_paginated_response([_listed(rows, instrument, version, page) for rows in subtrees(version, heads)])


def _listed(rows: Sequence[Provision], instrument: Instrument, version: InstrumentVersion, page: str) -> dict[str, Any]:
    data = trees_of(rows, instrument.short_title)[0]
    return {
        **data,
        "instrument": instrument.slug,
        "effective_on": version.effective_on,
        "url": f"{page}#{data['anchor']}",
        "plain_text": plain_text("", (), _as_roots(rows)).strip(),
    }


def _as_roots(rows: Sequence[Provision]) -> list[Provision]:
    """Copy rows with their depth counted from the first, so that they read as a text of their own."""
    copies = []
    for row in rows:
        lifted = copy.copy(row)
        lifted.depth = row.depth - rows[0].depth
        copies.append(lifted)
    return copies
