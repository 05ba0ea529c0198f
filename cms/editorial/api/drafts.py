"""``/api/v2/drafts/TOKEN/``: one draft, for another front end's preview."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, PolymorphicProxySerializer, extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.core.draft_tokens import TokenExpired, TokenInvalid, draft_of
from cms.editorial.api.serializers import prefix_of
from cms.editorial.api.viewsets import VIEWSETS, whole_page
from cms.editorial.base import EditorialPage
from cms.laws.api.drafts import draft_text
from cms.laws.api.serializers import InstrumentTextSerializer
from cms.laws.models import InstrumentVersion
from portal.common.api.problems import Problem
from portal.common.api.views import ReadViewSet


class NoSuchDraft(Problem):
    """The token was never ours, or the draft is gone: nobody is told which."""

    status_code = 404
    reason = "no_such_draft"
    title = _("没有这个草稿")
    default_detail = _("预览口令无效，或者草稿已经删除。")


class DraftExpired(Problem):
    """The token was good for an hour."""

    status_code = 410
    reason = "draft_expired"
    title = _("预览口令已过期")
    default_detail = _("预览口令一小时内有效，请在后台重新生成。")


DRAFT = inline_serializer(
    "Draft",
    {
        "expires_at": serializers.DateTimeField(help_text="When the token ends."),
        "draft": PolymorphicProxySerializer(
            component_name="DraftContent",
            serializers=[*(viewset.detail_serializer for viewset in VIEWSETS.values()), InstrumentTextSerializer],
            resource_type_field_name=None,
        ),
    },
)


class DraftViewSet(ReadViewSet):
    """Drafts, each by its token alone."""

    lookup_field = "token"
    lookup_value_regex = r"[\w:=-]+"
    cacheable = False

    @extend_schema(
        operation_id="draft",
        summary="One draft, by its signed token",
        parameters=[OpenApiParameter("token", str, "path", description="As the admin gave it; good for an hour.")],
        responses={200: DRAFT, 410: {"description": "The token has expired."}},
        tags=["editorial"],
    )
    def retrieve(self, request: Request, token: str) -> Response:
        """Give the draft of a page or of a law's text as its published form would be given."""
        try:
            draft, ends = draft_of(token)
        except TokenExpired as error:
            raise DraftExpired from error
        except TokenInvalid as error:
            raise NoSuchDraft from error
        return Response({"expires_at": ends, "draft": self._shown(draft)})

    def _shown(self, draft: Any) -> dict[str, Any]:
        if isinstance(draft, InstrumentVersion):
            return draft_text(draft, self.today)
        if not isinstance(draft, EditorialPage):
            raise NoSuchDraft
        return whole_page(draft, VIEWSETS[prefix_of(draft.kind)].detail_serializer, self.today)
