"""Lists by page: ``count``, ``next``, ``previous``, ``results``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from portal.common.api.parameters import DEFAULT_PAGE_SIZE, MAX_PAGE, MAX_PAGE_SIZE, PageParameters
from portal.common.api.problems import Problem


class NoSuchPage(Problem):
    """The list is shorter than that."""

    status_code = 404
    reason = "no_such_page"
    title = _("没有这一页")
    default_detail = _("列表没有这么多页。")


class PageNumberPagination(BasePagination):
    """Pages by number. Links are paths on this site: they hold behind any proxy and in any cache."""

    def paginate_queryset(
        self, queryset: QuerySet[Any] | Sequence[Any], request: Request, view: APIView | None = None
    ) -> list[Any]:
        """Give the entries of the page asked for; the queryset must be ordered."""
        wanted = PageParameters.read(request)
        paginator = Paginator(queryset, wanted["page_size"])
        try:
            self.page = paginator.page(wanted["page"])
        except EmptyPage as error:
            raise NoSuchPage from error
        self.address = request.get_full_path()
        return list(self.page)

    def get_paginated_response(self, data: Any) -> Response:
        """Wrap the entries."""
        return Response(
            {
                "count": self.page.paginator.count,
                "next": self._link(self.page.number + 1) if self.page.has_next() else None,
                "previous": self._link(self.page.number - 1) if self.page.has_previous() else None,
                "results": data,
            }
        )

    def _link(self, number: int) -> str:
        if number == 1:
            return remove_query_param(self.address, "page")
        return replace_query_param(self.address, "page", number)

    def get_paginated_response_schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Describe the wrapping."""
        link = {"type": "string", "format": "uri-reference", "nullable": True}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "example": 123},
                "next": {**link, "example": "/api/v2/instruments/?page=3"},
                "previous": {**link, "example": "/api/v2/instruments/"},
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Describe the parameters."""
        return [
            _integer_parameter("page", PageParameters().fields["page"].help_text, MAX_PAGE, 1),
            _integer_parameter(
                "page_size", PageParameters().fields["page_size"].help_text, MAX_PAGE_SIZE, DEFAULT_PAGE_SIZE
            ),
        ]


def _integer_parameter(name: str, description: Any, maximum: int, default: int) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": {"type": "integer", "minimum": 1, "maximum": maximum, "default": default},
    }
