"""``/api/v2/timeliness/``: the rows of the page of timeliness."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.common import clock
from portal.common.api.parameters import PageParameters
from portal.common.api.views import ReadViewSet
from portal.consultations.timeliness.figures import timeliness, topic_names


class TimelinessSerializer(serializers.Serializer[Any]):
    """First answers of the cases of some weeks and one topic; never fewer than five."""

    week_from = serializers.DateField(help_text="A Monday.")
    week_to = serializers.DateField(help_text="A Sunday.")
    topic = serializers.CharField(help_text="A topic's code, or merged: several with few cases.")
    topic_name = serializers.SerializerMethodField()
    total = serializers.IntegerField()
    in_time = serializers.IntegerField()
    deferred = serializers.IntegerField(help_text="Deferred in time: reason and new time were given.")
    late = serializers.IntegerField()

    def get_topic_name(self, row: Any) -> str:
        """As the page shows it."""
        return str(self.context["names"].get(row.topic, row.topic))


class TimelinessViewSet(ReadViewSet):
    """Answered in time."""

    cacheable = False
    serializer_class = TimelinessSerializer

    @extend_schema(
        operation_id="timeliness",
        summary="First answers in time, deferred and late, by week and topic",
        parameters=[PageParameters],
        responses=TimelinessSerializer(many=True),
        tags=["consultations"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of rows, the latest weeks first."""
        PageParameters.read(request)
        page = self.paginate_queryset(timeliness(clock.now()).rows)
        return self.get_paginated_response(TimelinessSerializer(page, many=True, context={"names": topic_names()}).data)
