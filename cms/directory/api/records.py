"""``/api/v2/administrative-penalties/`` and ``/api/v2/professional-sanctions/``: what is shown today, queried as article
14 asks."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from cms.directory import catalogue
from cms.directory.api.parameters import RecordParameters
from cms.directory.api.serializers import ListedRecordSerializer
from cms.directory.models import AdministrativePenalty, ProfessionalSanction
from portal.common.api.views import ReadViewSet


class RecordViewSet(ReadViewSet):
    """What both lists share. There is no address of a single record: it would be remembered longer than the record is shown."""

    cacheable = False
    serializer_class = ListedRecordSerializer
    model: ClassVar[Any]

    def page(self, request: Request) -> Response:
        """Give a page of the records that are shown today and that the parameters leave, the latest decision first."""
        wanted = RecordParameters.read(request)
        page = self.paginate_queryset(catalogue.search_records(self.model, self.today, **wanted))
        return self.get_paginated_response(ListedRecordSerializer(page, many=True).data)


class AdministrativePenaltyViewSet(RecordViewSet):
    """Administrative penalties."""

    model = AdministrativePenalty

    @extend_schema(
        operation_id="administrative_penalties",
        summary="Administrative penalties shown today",
        parameters=[RecordParameters],
        responses=ListedRecordSerializer(many=True),
        tags=["directory"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of penalties."""
        return self.page(request)


class ProfessionalSanctionViewSet(RecordViewSet):
    """Professional sanctions."""

    model = ProfessionalSanction

    @extend_schema(
        operation_id="professional_sanctions",
        summary="Professional sanctions shown today",
        parameters=[RecordParameters],
        responses=ListedRecordSerializer(many=True),
        tags=["directory"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of sanctions."""
        return self.page(request)
