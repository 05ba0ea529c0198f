"""``/api/v2/open-data/``: the rows of the page of open data."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.common.api.parameters import PageParameters
from portal.common.api.views import ReadViewSet
from portal.service_figures.models import OpenDataMonth


class OpenDataSerializer(serializers.Serializer[Any]):
    """A count of one month by one breakdown."""

    month = serializers.CharField(help_text="YYYY-MM.")
    table = serializers.CharField(help_text="Which count and breakdown, such as asked_by_topic.")
    category = serializers.CharField(help_text="A code of the breakdown, or total.")
    category_name = serializers.CharField()
    count = serializers.IntegerField(
        allow_null=True, help_text="null: hidden, because small numbers could tell of somebody."
    )


class OpenDataViewSet(ReadViewSet):
    """Open data."""

    cacheable = False
    serializer_class = OpenDataSerializer

    @extend_schema(
        operation_id="open_data",
        summary="Consultations, ratings and refusals by month, small numbers hidden",
        parameters=[PageParameters],
        responses=OpenDataSerializer(many=True),
        tags=["consultations"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of rows, the latest months first."""
        PageParameters.read(request)
        rows = [row for month in OpenDataMonth.objects.order_by("-month") for row in month.rows]
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(OpenDataSerializer(page, many=True).data)
