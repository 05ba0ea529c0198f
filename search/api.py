"""``/api/v2/search/``: what the search page finds, for programs. Shape and names are promised in docs/api.md."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from portal.common.api.parameters import DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, DayField, Parameters
from portal.common.api.problems import Problem, ProblemSerializer
from portal.common.api.views import ReadViewSet
from search.documents import kinds
from search.effectivity import LABELS
from search.query import DEEPEST_PAGE, Effective, make_plan, recognise
from search.service import Result, Results, find

if TYPE_CHECKING:
    from rest_framework.routers import SimpleRouter

# The API says it in the glossary's words.
EFFECTIVE = {
    "in_force": Effective.IN_FORCE,
    "not_yet_effective": Effective.NOT_YET,
    "ended": Effective.ENDED,
    "all": Effective.ALL,
}


def register(router: SimpleRouter) -> None:
    """Bring our viewset to the router of ``/api/v2/``."""
    router.register("search", SearchViewSet, basename="api_search")


class SearchIsOut(Problem):
    """No engine answers, and the words named nothing exactly: that is not the same as nothing found."""

    status_code: int = 503
    reason = "search_out"
    title = _("检索暂不可用")
    default_detail = _("检索暂不可用，请稍后再试。法律法规仍可通过 /api/v2/instruments/ 读取。")


def facet_names() -> list[str]:
    """Name the facets that results can be filtered by: those of every registered kind."""
    return sorted({name for kind in kinds.values() for name in kind.facets})


class SearchParameters(Parameters):
    """What is looked for. Each facet of the registered kinds is a parameter too, and may be given several times."""

    q = serializers.CharField(
        allow_blank=True,
        error_messages={"required": _("请用 q 参数给出要检索的文字。")},
        help_text="The words, or a citation like 劳动合同法第三十九条; of a very long text its beginning counts.",
    )
    kind = serializers.CharField(required=False, help_text="Only this kind.")
    on = DayField(required=False, help_text="The law of that day, YYYY-MM-DD; not together with effectivity.")
    effectivity = serializers.ChoiceField(
        choices=list(EFFECTIVE),
        required=False,
        help_text="Which law: in_force (if left out), not_yet_effective, ended, all. What is no law always counts.",
    )
    page = serializers.IntegerField(
        required=False, default=1, min_value=1, max_value=DEEPEST_PAGE, help_text="Which page, from 1."
    )
    page_size = serializers.IntegerField(
        required=False,
        default=DEFAULT_PAGE_SIZE,
        min_value=1,
        max_value=MAX_PAGE_SIZE,
        help_text=f"How many results a page, at most {MAX_PAGE_SIZE}.",
    )

    def get_fields(self) -> dict[str, Any]:
        """Add what the registered kinds bring: their names, and their facets."""
        fields = super().get_fields()
        fields["kind"] = serializers.ChoiceField(choices=sorted(kinds), required=False, help_text="Only this kind.")
        for name in facet_names():
            fields[name] = serializers.ListField(
                child=serializers.CharField(max_length=200), required=False, help_text=f"Facet {name}, exact."
            )
        return fields

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A day already says which law is meant."""
        if attrs.get("on") and attrs.get("effectivity", "in_force") != "in_force":
            raise serializers.ValidationError({"effectivity": _("已用 on 指明日期时，不能再指定 effectivity。")})
        return attrs


class SearchResultSerializer(serializers.Serializer):
    """One thing found."""

    kind = serializers.CharField()
    id = serializers.CharField(help_text="Natural and stable, e.g. instrument:SLUG.")
    title = serializers.CharField()
    citation = serializers.CharField(allow_blank=True, help_text="As it is cited: 劳动合同法第三十九条.")
    url = serializers.CharField(help_text="The page for people: a path on this site.")
    snippet = serializers.CharField(
        allow_blank=True, help_text="HTML: the text is escaped, the words found stand in <mark>."
    )
    score = serializers.FloatField(help_text="Orders the results of one answer; means nothing across answers.")
    effectivity = serializers.ChoiceField(
        choices=list(LABELS), allow_null=True, help_text="On the day asked about; null for what is no law."
    )


@extend_schema_serializer(many=False)
class SearchAnswerSerializer(serializers.Serializer):
    """A page of what was found."""

    count = serializers.IntegerField(min_value=0)
    engine = serializers.CharField(allow_blank=True, help_text="Which engine answered; empty when none did.")
    degraded = serializers.BooleanField(help_text="Whether the first engine is out: the fallback answered, or none.")
    results = SearchResultSerializer(many=True)


class SearchViewSet(ReadViewSet):
    """Search over everything public."""

    cacheable = False
    pagination_class = None

    @extend_schema(
        operation_id="search",
        summary="Search over everything public",
        parameters=[SearchParameters],
        responses={
            200: SearchAnswerSerializer,
            (503, "application/problem+json"): OpenApiResponse(ProblemSerializer, description="Search is out."),
        },
        tags=["search"],
    )
    def list(self, request: Request) -> Response:
        """Give a page of what the words find; a typed citation comes first."""
        wanted = SearchParameters.read(request)
        on = wanted.get("on")
        results = find(
            make_plan(
                wanted["q"],
                today=self.today,
                kind=wanted.get("kind", ""),
                filters={name: wanted[name] for name in facet_names() if wanted.get(name)},
                effective=EFFECTIVE[wanted.get("effectivity", "in_force")],
                on=on,
                page=wanted["page"],
                page_size=wanted["page_size"],
                pins=recognise(wanted["q"], on, self.today),
            )
        )
        if results.is_out and not results.items:
            raise SearchIsOut
        return Response(_answer(results))


def _answer(results: Results) -> dict[str, Any]:
    return {
        "count": results.total,
        "engine": results.engine,
        "degraded": results.degraded,
        "results": [
            {
                "kind": result.document.kind,
                "id": result.document.key,
                "title": result.document.title,
                "citation": result.document.citation,
                "url": result.document.url,
                "snippet": str(result.snippet),
                "score": score,
                "effectivity": result.effectivity,
            }
            for result, score in zip(results.items, _scores(results.items), strict=True)
        ],
    }


def _scores(items: Sequence[Result]) -> list[float]:
    """Scores that fall in the order shown: what was named exactly stands above the best of the rest."""
    pins = [item for item in items if item.is_pinned]
    best = max((item.score for item in items if not item.is_pinned), default=0.0)
    return [round(best + len(pins) - place, 4) for place in range(len(pins))] + [
        round(item.score, 4) for item in items if not item.is_pinned
    ]
