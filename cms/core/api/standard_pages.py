"""``/api/v2/standard-pages/``: about, terms and the like, whole at their path."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.rich_text import expand_db_html

from cms.core.models import StandardPage
from cms.core.open_pages import open_to_all
from portal.common.api.problems import Problem
from portal.common.api.views import ReadViewSet

PATH = r"[\w-]+(?:/[\w-]+)*"
"""Pages may stand below each other: their slugs alone name none."""


class NoSuchStandardPage(Problem):
    """No public page has that path."""

    status_code = 404
    reason = "no_such_page"
    title = _("没有这个页面")
    default_detail = _("没有这个页面，或者它没有公开。")


class StandardPageSerializer(serializers.ModelSerializer):
    """What a list shows of a page."""

    path = serializers.SerializerMethodField(help_text="Below the first page, without slashes at its ends.")
    url = serializers.SerializerMethodField(help_text="The page for people.")
    api_url = serializers.SerializerMethodField()

    class Meta:
        model = StandardPage
        fields: tuple[str, ...] = ("path", "title", "first_published_at", "last_published_at", "url", "api_url")

    def get_path(self, page: StandardPage) -> str:
        """Give the path; ``url_path`` begins with the site's first page."""
        return page.url_path.strip("/").partition("/")[2]

    def get_url(self, page: StandardPage) -> str:
        """Give the address."""
        return f"/{self.get_path(page)}/"

    def get_api_url(self, page: StandardPage) -> str:
        """Give the address of the whole page here."""
        return f"/api/v2/standard-pages/{self.get_path(page)}/"


class WholeStandardPageSerializer(StandardPageSerializer):
    """A whole page."""

    body = serializers.SerializerMethodField(help_text="HTML.")

    class Meta(StandardPageSerializer.Meta):
        fields = (*StandardPageSerializer.Meta.fields, "body")

    def get_body(self, page: StandardPage) -> str:
        """Give the text with full links."""
        return expand_db_html(page.body) if page.body else ""


class StandardPageViewSet(ReadViewSet):
    """Plain pages that everybody may read."""

    lookup_field = "path"
    lookup_value_regex = PATH
    serializer_class = StandardPageSerializer

    @extend_schema(
        operation_id="standard_pages",
        summary="Plain pages",
        responses=StandardPageSerializer(many=True),
        tags=["editorial"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of them, in the order of the site."""
        page = self.paginate_queryset(self._pages())
        return self.get_paginated_response(StandardPageSerializer(page, many=True).data)

    @extend_schema(
        operation_id="standard_page",
        summary="Plain pages: one, whole",
        parameters=[OpenApiParameter("path", {"type": "string", "pattern": f"^{PATH}$"}, "path")],
        responses=WholeStandardPageSerializer,
        tags=["editorial"],
    )
    def retrieve(self, request: Request, path: str) -> Response:
        """Give one."""
        named = [page for page in self._pages().filter(slug=path.rpartition("/")[2]) if self._path(page) == path]
        if not named:
            raise NoSuchStandardPage
        self.last_modified = named[0].last_published_at
        return Response(WholeStandardPageSerializer(named[0]).data)

    def _pages(self) -> QuerySet[StandardPage]:
        return open_to_all(StandardPage.objects.live()).order_by("path")

    @staticmethod
    def _path(page: Any) -> str:
        return str(page.url_path).strip("/").partition("/")[2]
