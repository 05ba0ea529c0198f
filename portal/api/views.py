"""What belongs to no room: the root of the API, its description, and the answer to an unknown address."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from portal.common.api.problems import problem_response
from portal.common.api.views import ReadViewSet

ROOT = "/api/v2/"


class RootViewSet(ReadViewSet):
    """The list of what can be read."""

    pagination_class = None
    prefixes: tuple[str, ...] = ()

    @extend_schema(
        operation_id="root",
        summary="What can be read here",
        responses={200: {"type": "object", "additionalProperties": {"type": "string", "format": "uri-reference"}}},
        tags=["root"],
    )
    def show(self, request: Request) -> Response:
        """Give name → path of each list, and of the description."""
        return Response({prefix: f"{ROOT}{prefix}/" for prefix in (*self.prefixes, "schema")})


class SchemaViewSet(ReadViewSet):
    """The OpenAPI 3 description, as JSON."""

    pagination_class = None
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer]

    @extend_schema(operation_id="schema", summary="This description", responses=OpenApiTypes.OBJECT, tags=["root"])
    def show(self, request: Request) -> Response:
        """Give the description; the same for everybody, so it is made once a process."""
        return Response(description())


@cache
def description() -> dict[str, Any]:
    """Make the OpenAPI description of all addresses."""
    return SchemaGenerator(api_version="2").get_schema(request=None, public=True)


def unknown_address(request: HttpRequest) -> HttpResponseBase:
    """Lead to the address with its slash if that is what was meant; else a problem."""
    if not request.path_info.endswith("/"):
        try:
            known = resolve(f"{request.path_info}/").func is not unknown_address
        except Resolver404:
            known = False
        if known:
            response = HttpResponsePermanentRedirect(request.get_full_path(force_append_slash=True))
            response.status_code = 308
            return response
    return problem_response(404)
