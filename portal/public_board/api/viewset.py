"""``/api/v2/consultations/``: the public board for programs; no cache keeps it, so that what is taken back is gone at once."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.common.api.parameters import PageParameters, Parameters
from portal.common.api.problems import Problem
from portal.common.api.views import ReadViewSet
from portal.public_board.api.serializers import ConsultationSerializer, WholeConsultationSerializer
from portal.public_board.catalogue import cases_of, public_case, was_public
from portal.public_board.reading.asked import Asked
from portal.public_board.shown_page import shown_page


class NoSuchConsultation(Problem):
    """No consultation was ever public by that code."""

    status_code = 404
    reason = "no_such_consultation"
    title = _("没有这件公开的咨询")
    default_detail = _("没有这件咨询，或者它没有公开过。")


class ConsultationWithdrawn(Problem):
    """It was public and was taken back."""

    status_code = 410
    reason = "withdrawn"
    title = _("这件咨询已经不再公开")
    default_detail = _("它公开过，现在已经撤下。")


CODE = "[0-9A-Za-z-]+"
"""The characters of a public code, for the address and its description."""


class ConsultationListParameters(Parameters):
    """How the list is cut down."""

    topic = serializers.CharField(required=False, max_length=40, help_text="The code of a topic, e.g. labour.")
    year = serializers.IntegerField(
        required=False, min_value=1900, max_value=9000, help_text="In which it became public."
    )


class ConsultationViewSet(ReadViewSet):
    """Public consultations."""

    lookup_field = "code"
    lookup_value_regex = CODE
    cacheable = False
    serializer_class = WholeConsultationSerializer

    @extend_schema(
        operation_id="consultations",
        summary="Public consultations",
        parameters=[ConsultationListParameters],
        responses=ConsultationSerializer(many=True),
        tags=["consultations"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of what the parameters leave, the latest first."""
        PageParameters.read(request)
        wanted = ConsultationListParameters.read(request)
        asked = Asked(topic=wanted.get("topic", ""), year=str(wanted.get("year") or ""))
        rows: Any = self.paginate_queryset(asked.rows())
        shown: Any = list(cases_of(rows))
        return self.get_paginated_response(ConsultationSerializer(shown, many=True).data)

    @extend_schema(
        operation_id="consultation",
        summary="One public consultation, whole",
        parameters=[
            OpenApiParameter("code", {"type": "string", "pattern": f"^{CODE}$"}, "path", description="The public code.")
        ],
        responses={200: WholeConsultationSerializer, 410: {"description": "It was taken back."}},
        tags=["consultations"],
    )
    def retrieve(self, request: Request, code: str) -> Response:
        """Give one, with its articles as they were and what has become of them."""
        case = public_case(code)
        if case is None:
            raise ConsultationWithdrawn if was_public(code) else NoSuchConsultation
        context = {"shown": shown_page(case.page, self.today, is_doubted=case.is_doubted)}
        return Response(WholeConsultationSerializer(case, context=context).data)
