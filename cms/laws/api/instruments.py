"""``/api/v2/instruments/``: laws, their texts by day, and the whole of one to take away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from cms.laws.api.moving import MOVED, LeadsToNewSlug
from cms.laws.api.parameters import (
    DayParameters,
    InstrumentListParameters,
    ProvisionsOfInstrumentParameters,
)
from cms.laws.api.provisions import ListedProvisionSerializer, provision_page
from cms.laws.api.reading import NoSuchVersion, plain_text, public_instrument, text_from, text_of_day, texts_of, trees
from cms.laws.api.serializers import (
    ROOT,
    InstrumentDownloadSerializer,
    InstrumentSerializer,
    InstrumentTextSerializer,
    VersionSerializer,
)
from cms.laws.catalogue import CatalogueFilter, filtered, last_changed, public_instruments
from cms.laws.models import Instrument, InstrumentVersion, Provision
from portal.common.api.parameters import DayField
from portal.common.api.views import ReadViewSet


class PlainTextRenderer(BaseRenderer):
    """For negotiation only: the answer is a plain response, made where the text is."""

    media_type = "text/plain"
    format = "txt"
    charset = "utf-8"

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """Give the data's words."""
        return str(data).encode()


class InstrumentViewSet(LeadsToNewSlug, ReadViewSet):
    """Legal instruments."""

    lookup_field = "slug"
    lookup_value_regex = "[0-9a-z-]+"
    serializer_class = InstrumentSerializer

    @extend_schema(
        operation_id="instruments",
        summary="Instruments",
        parameters=[InstrumentListParameters],
        responses=InstrumentSerializer(many=True),
        tags=["laws"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of the instruments that the parameters leave."""
        wanted = InstrumentListParameters.read(request)
        on = wanted.get("on") or self.today
        cut = CatalogueFilter(
            level=wanted.get("level", ""),
            region=wanted.get("region", ""),
            authority=wanted.get("authority", ""),
            category=wanted.get("category", ""),
            topic=wanted.get("topic", ""),
            effectivity=wanted.get("effectivity", ""),
            words=wanted.get("q", ""),
            updated_since=wanted.get("updated_since"),
        )
        order = [wanted["ordering"]] if wanted["ordering"] == "slug" else [wanted["ordering"], "slug"]
        page = self.paginate_queryset(filtered(public_instruments(), cut, on).order_by(*order))
        return self.get_paginated_response(InstrumentSerializer(page, many=True, context={"on": on}).data)

    @extend_schema(
        operation_id="instrument",
        summary="The text of a day, with its tree",
        parameters=[DayParameters],
        responses={200: InstrumentTextSerializer, **MOVED},
        tags=["laws"],
    )
    def retrieve(self, request: Request, slug: str) -> Response:
        """Give the text that was law on the day, or a problem with reason none_in_force or date_unknown."""
        instrument, on = self._read(request, slug)
        return self._whole(instrument, text_of_day(instrument, on, self.today), on)

    @extend_schema(
        operation_id="instrument_versions",
        summary="All texts of an instrument, by date, without their trees",
        parameters=[DayParameters],
        responses={200: VersionSerializer(many=True), **MOVED},
        tags=["laws"],
    )
    @action(detail=True)
    def versions(self, request: Request, slug: str) -> Response:
        """Give a page of the texts, earliest first, those of unknown date last."""
        instrument, on = self._read(request, slug)
        texts = texts_of(instrument)
        page = self.paginate_queryset(texts)
        return self.get_paginated_response(
            VersionSerializer(page, many=True, context={"texts": texts, "on": on, "slug": slug}).data
        )

    @extend_schema(
        operation_id="instrument_version",
        summary="The text that took effect just that day, with its tree",
        parameters=[
            DayParameters,
            OpenApiParameter("day", str, "path", description="YYYY-MM-DD, or undated."),
        ],
        responses={200: InstrumentTextSerializer, **MOVED},
        tags=["laws"],
    )
    @action(detail=True, url_path=r"versions/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|undated)")
    def version(self, request: Request, slug: str, day: str) -> Response:
        """Give one text whether or not it is law, so that the repealed and the undated can be read too."""
        instrument, on = self._read(request, slug)
        return self._whole(instrument, text_from(instrument, _day(day)), on)

    @extend_schema(
        operation_id="instrument_provisions",
        summary="Provisions of an instrument, as of a day",
        parameters=[ProvisionsOfInstrumentParameters],
        responses={200: ListedProvisionSerializer(many=True), **MOVED},
        tags=["laws"],
    )
    @action(detail=True)
    def provisions(self, request: Request, slug: str) -> Response:
        """Give the same as ``/provisions/?instrument=``."""
        return provision_page(self, public_instrument(slug), ProvisionsOfInstrumentParameters.read(request))

    @extend_schema(
        operation_id="instrument_download_json",
        summary="The whole instrument: all texts with their trees",
        parameters=[DayParameters],
        responses={200: InstrumentDownloadSerializer, **MOVED},
        tags=["downloads"],
    )
    @action(detail=True, url_path=r"download\.json", pagination_class=None)
    def download_json(self, request: Request, slug: str) -> Response:
        """Give everything public of one instrument in one answer."""
        instrument, on = self._read(request, slug)
        texts = self._with_heads(texts_of(instrument))
        context = self._context(instrument, texts, on, provisions=trees(instrument, texts))
        return Response(
            InstrumentDownloadSerializer(instrument, context=context).data,
            headers={"Content-Disposition": f'attachment; filename="{slug}.json"'},
        )

    @extend_schema(
        operation_id="instrument_download_txt",
        summary="The text of a day as plain text",
        parameters=[DayParameters],
        responses={(200, "text/plain"): OpenApiTypes.STR, **MOVED},
        tags=["downloads"],
    )
    @action(
        detail=True,
        url_path=r"download\.txt",
        pagination_class=None,
        renderer_classes=[PlainTextRenderer, JSONRenderer],
    )
    def download_txt(self, request: Request, slug: str) -> HttpResponse:
        """Give title, head and provisions as they are printed, UTF-8, a line a paragraph."""
        instrument, on = self._read(request, slug)
        version = self._with_heads([text_of_day(instrument, on, self.today)])[0]
        rows = list(Provision.objects.filter(version=version).order_by("position"))
        return HttpResponse(
            plain_text(instrument.title, version.head_lines, rows),
            content_type="text/plain; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{slug}.txt"'},
        )

    def moved(self, request: Request, new_slug: str) -> HttpResponseBase:
        """Say where the same thing of the renamed instrument is."""
        old = f"{ROOT}{self.kwargs['slug']}/"
        return self.redirect(request.get_full_path().replace(old, f"{ROOT}{new_slug}/", 1))

    def _read(self, request: Request, slug: str) -> tuple[Instrument, date]:
        """Check the parameters first: a request that means nothing asks the database nothing."""
        on = DayParameters.read(request).get("on") or self.today
        instrument = public_instrument(slug)
        self.last_modified = last_changed(instrument, instrument.public_texts, self.today)
        return instrument, on

    def _whole(self, instrument: Instrument, version: InstrumentVersion, on: date) -> Response:
        version = self._with_heads([version])[0]
        context = self._context(instrument, texts_of(instrument), on, provisions=trees(instrument, [version]))
        return Response(InstrumentTextSerializer(version, context=context).data)

    def _context(
        self, instrument: Instrument, texts: Sequence[InstrumentVersion], on: date, **more: Any
    ) -> dict[str, Any]:
        return {"instrument": instrument, "slug": instrument.slug, "texts": texts, "on": on, **more}

    def _with_heads(self, texts: Sequence[InstrumentVersion]) -> Sequence[InstrumentVersion]:
        """Fetch the heads, which lists leave in the database, of all the texts at once."""
        heads = dict(InstrumentVersion.objects.filter(pk__in=[text.pk for text in texts]).values_list("pk", "head"))
        for text in texts:
            text.head = heads.get(text.pk, "")
        return texts


def _day(written: str) -> date | None:
    """Read the day in an address; ``undated`` is None."""
    if written == "undated":
        return None
    try:
        return DayField().to_internal_value(written)
    except ValidationError as error:
        raise NoSuchVersion from error
