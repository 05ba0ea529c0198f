"""By what a list of each kind can be cut down: a table, read by lists, counts and search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When
from django.db.models.expressions import BaseExpression, Combinable
from django.db.models.functions import Cast, ExtractYear
from django.utils.translation import gettext_lazy as _

from cms.editorial.institution_notice import NoticeKind
from cms.editorial.service_guide import ServiceKind

GUIDING, OTHER = "1", "0"
CASES = {GUIDING: _("指导性案例"), OTHER: _("其他典型案例")}


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter of a list. ``name`` is its parameter; ``lookup`` the field that a value is compared with; ``value`` and ``words``
    are what pages are grouped by when they are counted (``words`` where the value is a code that has its words in another
    row); ``choices`` the words of values that are fixed, in their order; ``only`` which rows may be named at all."""

    name: str
    title: Any
    lookup: str
    value: Combinable | BaseExpression
    words: Combinable | BaseExpression | None = None
    choices: Mapping[str, Any] = field(default_factory=dict)
    only: Q | None = None

    def read(self, given: str) -> str:
        """A value as it came in an address; "" for one that means nothing."""
        if self.choices:
            return given if given in self.choices else ""
        if self.name == "year":
            return given if given.isascii() and given.isdigit() and len(given) == 4 and given != "0000" else ""
        return given.strip()[:200]

    def wanted(self, value: str) -> dict[str, Any]:
        """The filter that a value means."""
        if self.name == "is_guiding":
            return {self.lookup: value == GUIDING}
        return {self.lookup: int(value) if self.name == "year" else value}


TOPIC = Facet("topic", _("专题"), "topics__code", F("topics__code"), F("topics__name"))
YEAR = Facet("year", _("发布年份"), "listed_at__year", Cast(ExtractYear("listed_at"), CharField()))

FACETS: dict[str, tuple[Facet, ...]] = {
    "knowledge_qa": (TOPIC, YEAR),
    "service_guide": (
        Facet("service_kind", _("服务类别"), "service_kind", F("service_kind"), choices=dict(ServiceKind.choices)),
        TOPIC,
        YEAR,
    ),
    "typical_case": (
        Facet(
            "is_guiding",
            _("案例类别"),
            "is_guiding",
            Case(When(is_guiding=True, then=Value(GUIDING)), default=Value(OTHER), output_field=CharField()),
            choices=CASES,
        ),
        TOPIC,
        Facet("court", _("审理法院或者办理机关"), "court", F("court")),
        YEAR,
    ),
    "expert_reading": (
        Facet(
            "instrument",
            _("解读的法律法规"),
            "instruments__slug",
            F("instruments__slug"),
            F("instruments__short_title"),
            only=Q(instruments__is_public=True),
        ),
        TOPIC,
        YEAR,
    ),
    "news_article": (TOPIC, YEAR),
    "institution_notice": (
        Facet("notice_kind", _("类型"), "notice_kind", F("notice_kind"), choices=dict(NoticeKind.choices)),
        Facet("institution", _("发布机构"), "institution__slug", F("institution__slug"), F("institution__name")),
        TOPIC,
        YEAR,
    ),
}
"""Kind → the filters of its list, in the order in which they stand."""
