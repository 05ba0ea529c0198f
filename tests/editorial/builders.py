"""Invented pages for the tests of the editorial room."""

from __future__ import annotations

from typing import Any

from cms.core.models import Topic
from cms.core.site_builder import build_site
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.sections import SECTION_OF, SectionIndexPage
from tests.directory.builders import institution

LEAST: dict[str, dict[str, Any]] = {
    "knowledge_qa": {"title": "示范：试用期被辞退有补偿吗", "short_answer": "<p>看原因。</p>"},
    "typical_case": {"title": "示范：借伞不还案", "facts": "<p>甲借乙的伞。</p>"},
    "expert_reading": {"title": "示范：读懂园林法", "body": [("prose", "<p>园林应当对公众开放。</p>")]},
    "news_article": {"title": "示范：普法宣传周开始", "body": [("prose", "<p>宣传周今天开始。</p>")]},
    "institution_notice": {"title": "示范：中心搬迁的通知", "body": [("prose", "<p>中心搬到新址。</p>")]},
    "service_guide": {"title": "示范：申请法律援助", "service_kind": "legal_aid", "purpose": "<p>请律师不花钱。</p>"},
}
"""The least that each kind can be made of."""


def index_of(kind: str) -> SectionIndexPage:
    """The section's index page; the site is built when there is none yet."""
    model = next(model for model in SectionIndexPage.__subclasses__() if model.kind == kind)
    found = model.objects.first()
    if found is None:
        build_site()
        found = model.objects.get()
    assert found.slug == SECTION_OF[kind].slug
    return found


def draft(kind: str = "knowledge_qa", **values: Any) -> Any:
    """A page that nobody has published, with its first revision. ``topics`` are codes."""
    topics = values.pop("topics", ())
    if kind == "institution_notice" and "institution" not in values:
        values["institution"] = institution()
    page: EditorialPage = PAGE_MODELS[kind](**{**LEAST[kind], **values})
    page.topics = Topic.objects.filter(code__in=topics)
    page.live = False
    index_of(kind).add_child(instance=page)
    page.save_revision()
    return page


def published(kind: str = "knowledge_qa", *, by: Any = None, **values: Any) -> Any:
    """A page that everybody may read, published the way an editor's button does."""
    page = draft(kind, **values)
    page.get_latest_revision().publish(user=by, skip_permission_checks=True)
    return PAGE_MODELS[kind].objects.get(pk=page.pk)
