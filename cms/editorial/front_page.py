"""What the editorial content shows on the first page: the sections that have something, the latest answers, the latest news.
No doors: a person with a problem finds three of those, not nine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from cms.core.front_page import FooterLink, Item, NewsList, register_footer_link, register_news_list
from cms.core.open_pages import open_to_all
from cms.core.templatetags.dates import chinese_date
from cms.editorial.base import EditorialPage
from cms.editorial.catalogue import kinds_by_type
from cms.editorial.sections import SECTION_OF, SECTIONS
from portal.common.clock import SHANGHAI


def latest(kinds: Sequence[str], limit: int) -> list[Item]:
    """The latest public pages of some kinds; one query."""
    types = {key: kind for key, kind in kinds_by_type().items() if kind in kinds}
    pages = _public().filter(content_type__in=list(types)).order_by("-listed_at", "-pk")
    rows = pages.values_list("content_type_id", "slug", "title", "listed_at")[:limit]
    return [
        Item(title, f"{SECTION_OF[types[key]].url}{slug}/", _day(listed_at)) for key, slug, title, listed_at in rows
    ]


def sections_with_pages(today: date, limit: int) -> list[Item]:
    """The sections that have something to read, each with what it is for; one query. All six: there are never more."""
    types = {kind: key for key, kind in kinds_by_type().items()}
    there = Exists(_public().filter(content_type=OuterRef("pk")))
    found = set(ContentType.objects.filter(there, pk__in=types.values()).values_list("pk", flat=True))
    return [
        Item(section.title, section.url, section.description) for section in SECTIONS if types[section.kind] in found
    ]


def _public() -> QuerySet[Any]:
    return open_to_all(EditorialPage.objects.filter(live=True))


def _day(moment: Any) -> str:
    return chinese_date(moment.astimezone(SHANGHAI).date()) if moment else ""


register_news_list(NewsList("sections", _("一次看懂"), sections_with_pages, position=2, columns=True))
register_news_list(
    NewsList(
        "answers",
        _("最新问答和办事指引"),
        lambda today, limit: latest(("knowledge_qa", "service_guide"), limit),
        more_label=_("按专题查找"),
        more_url="/topics/",
        position=4,
    )
)
register_news_list(
    NewsList(
        "news",
        _("法治新闻"),
        lambda today, limit: latest(("news_article",), limit),
        more_label=_("查看全部法治新闻"),
        more_url="/news/",
        position=6,
    )
)
for _place, _section in enumerate(SECTIONS):
    register_footer_link(FooterLink(_section.title, _section.url, position=10 + _place))
register_footer_link(FooterLink(_("专题"), "/topics/", position=20))
