"""``/api/v2/knowledge-qas/`` and its five sisters, and ``/api/v2/topics/``."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cms.collecting.freshness import day_of
from cms.core.models import Topic
from cms.directory.models import Institution
from cms.editorial.api import serializers as shapes
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import ListFilter, filtered, public_pages
from cms.editorial.institution_notice import NoticeKind
from cms.editorial.related import RELATED, related_to
from cms.editorial.service_guide import ServiceKind
from cms.editorial.services.news import withdrawn_at_address
from cms.laws.cited import banner_of, shown_citations
from portal.common.api.parameters import Parameters
from portal.common.api.problems import Problem
from portal.common.api.views import ReadViewSet


class NoSuchPage(Problem):
    """No public page of the kind has that slug."""

    status_code = 404
    reason = "no_such_page"
    title = _("没有这个页面")
    default_detail = _("没有这个页面，或者它没有公开。")


class NewsWithdrawn(Problem):
    """A piece of news that was public: when it was withdrawn and why, and nothing of what it was."""

    status_code = 410
    reason = "withdrawn"
    title = _("这条新闻已经撤下")


class PageListParameters(Parameters):
    """How a list of pages is cut down."""

    topic = serializers.CharField(required=False, max_length=40, help_text="The code of a topic, e.g. labour.")
    year = serializers.IntegerField(
        required=False, min_value=1900, max_value=9000, help_text="In which it was first published."
    )
    q = serializers.CharField(required=False, max_length=100, help_text="Words of title or summary.")


class CaseListParameters(PageListParameters):
    """Cases, further."""

    is_guiding = serializers.BooleanField(
        required=False, allow_null=True, default=None, help_text="Guiding cases alone, or none."
    )
    court = serializers.CharField(required=False, max_length=120, help_text="Exact.")


class GuideListParameters(PageListParameters):
    """Guides, further."""

    service_kind = serializers.ChoiceField(choices=ServiceKind.values, required=False)


class NoticeListParameters(PageListParameters):
    """Notices, further."""

    notice_kind = serializers.ChoiceField(choices=NoticeKind.values, required=False)
    institution = serializers.CharField(required=False, max_length=90, help_text="The slug of an institution.")


class EditorialViewSet(ReadViewSet):
    """What the six lists share."""

    lookup_field = "slug"
    lookup_value_regex = r"[\w-]+"
    kind: ClassVar[str] = ""
    parameters: ClassVar[type[Parameters]] = PageListParameters
    detail_serializer: ClassVar[type[shapes.WholePageSerializer]] = shapes.WholePageSerializer
    fields_of: ClassVar[dict[str, str]] = {}
    """Further parameters → fields of the kind."""

    def list(self, request: Request) -> Response:
        """Give a page of the public pages that the parameters leave, latest first."""
        wanted = self.parameters.read(request)
        exact = {field: wanted[name] for name, field in self.fields_of.items() if wanted.get(name) not in (None, "")}
        cut = ListFilter(wanted.get("topic", ""), wanted.get("year"), wanted.get("q", ""), exact)
        page = self.paginate_queryset(filtered(self._pages(), cut).prefetch_related("topics"))
        return self.get_paginated_response(shapes.PageSerializer(page, many=True).data)

    def retrieve(self, request: Request, slug: str) -> Response:
        """Give one whole page."""
        page = self._pages().filter(slug=slug).first()
        if page is None:
            raise self.absent(slug)
        self.last_modified = page.last_published_at
        return Response(self.whole(page))

    def whole(self, page: EditorialPage) -> dict[str, Any]:
        """Give everything of a page, live or draft, as the law stands today."""
        return whole_page(page, self.detail_serializer, self.today)

    def absent(self, slug: str) -> Problem:
        """What is said of an address that shows no page."""
        return NoSuchPage()

    def _pages(self) -> QuerySet[Any]:
        return public_pages(self.kind)


class NewsViewSet(EditorialViewSet):
    """News says why a piece was withdrawn, as its page does."""

    def absent(self, slug: str) -> Problem:
        """410 with day and reason where a piece of news was withdrawn."""
        withdrawal = withdrawn_at_address(slug)
        if withdrawal is None:
            return NoSuchPage()
        return NewsWithdrawn(withdrawal.reason, withdrawn_on=day_of(withdrawal.withdrawn_at).isoformat())


def whole_page(page: EditorialPage, serializer: type[shapes.WholePageSerializer], today: Any) -> dict[str, Any]:
    """Serialise a whole page with its citations as they are on a day and what is related to it: five queries more, whatever
    their number."""
    places = page.cited_places
    shown = shown_citations(places, today)
    institution = getattr(page, "institution_id", None)
    public = Institution.objects.public_on(today).filter(pk=institution) if institution else Institution.objects.none()
    context = {
        "citations": shown,
        "banners": banner_of(shown),
        "related": related_to(page, places, list(page.topics.all()), limit=RELATED),
        "public_institutions": set(public.values_list("pk", flat=True)) if institution else set(),
    }
    return dict(serializer(page, context=context).data)


def _viewset(
    kind: str, label: str, serializer: type[shapes.WholePageSerializer], **options: Any
) -> type[EditorialViewSet]:
    """Make the viewset of a kind, described for OpenAPI by its own words."""
    parameters = options.pop("parameters", PageListParameters)
    name = f"{kind.title().replace('_', '')}ViewSet"
    made = type(
        name,
        (options.pop("base", EditorialViewSet),),
        {
            "__doc__": f"{label}.",
            "kind": kind,
            "parameters": parameters,
            "detail_serializer": serializer,
            "serializer_class": serializer,
            **options,
        },
    )
    answers: dict[int, Any] = {200: serializer}
    if issubclass(made, NewsViewSet):
        answers[410] = {"description": "It was withdrawn: the reason in `detail`, the day in `withdrawn_on`."}
    described = {
        "list": extend_schema(
            operation_id=f"{kind}s",
            summary=label,
            parameters=[parameters],
            responses=shapes.PageSerializer(many=True),
            tags=["editorial"],
        ),
        "retrieve": extend_schema(
            operation_id=kind, summary=f"{label}: one, whole", responses=answers, tags=["editorial"]
        ),
    }
    # Not the methods themselves: all six inherit them.
    return extend_schema_view(**described)(made)


VIEWSETS: dict[str, type[EditorialViewSet]] = {
    shapes.prefix_of(viewset.kind): viewset
    for viewset in (
        _viewset("expert_reading", "Expert readings", shapes.ExpertReadingSerializer),
        _viewset("knowledge_qa", "Questions and answers", shapes.KnowledgeQASerializer),
        _viewset(
            "typical_case",
            "Typical and guiding cases",
            shapes.TypicalCaseSerializer,
            parameters=CaseListParameters,
            fields_of={"is_guiding": "is_guiding", "court": "court"},
        ),
        _viewset("news_article", "Rule-of-law news", shapes.NewsArticleSerializer, base=NewsViewSet),
        _viewset(
            "institution_notice",
            "Notices of institutions",
            shapes.InstitutionNoticeSerializer,
            parameters=NoticeListParameters,
            fields_of={"notice_kind": "notice_kind", "institution": "institution__slug"},
        ),
        _viewset(
            "service_guide",
            "Guides to services",
            shapes.ServiceGuideSerializer,
            parameters=GuideListParameters,
            fields_of={"service_kind": "service_kind"},
        ),
    )
}


class TopicViewSet(ReadViewSet):
    """Topics."""

    serializer_class = shapes.TopicSerializer

    @extend_schema(
        operation_id="topics", summary="Topics", responses=shapes.TopicSerializer(many=True), tags=["editorial"]
    )
    def list(self, request: Request) -> Response:
        """Give a page of the topics, in the editors' order."""
        page = self.paginate_queryset(Topic.objects.order_by("position", "code"))
        return self.get_paginated_response(shapes.TopicSerializer(page, many=True).data)
