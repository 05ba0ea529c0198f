"""The page of one Q&A, guide, case, reading, piece of news or notice: what all show, and what each kind adds.

Eight queries at most, page, settings and cache included (nine for a reading, which names its instruments), at any number
of pages. Readers and the preview of a draft are shown the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.directory.models import Institution
from cms.editorial.base import EditorialPage
from cms.editorial.page_text import lead_of
from cms.editorial.related import RELATED, related_to
from cms.editorial.sections import SECTION_OF
from cms.editorial.views.addresses import web_address
from cms.editorial.views.lines import mark_of, shortened
from cms.editorial.views.structured_data import described
from cms.laws.cited import ShownCitation, banner_of, shown_citations
from portal.common.clock import SHANGHAI, request_today


def page_context(page: EditorialPage, request: HttpRequest) -> dict[str, Any]:
    """Give what the template of a page shows."""
    today = request_today(request)
    section = SECTION_OF[page.kind]
    places = page.cited_places
    citations = shown_citations(places, today)
    topics = list(page.topics.all())
    trail = [{"title": section.title, "url": section.url}]
    description = page.search_description or shortened(lead_of(page), 160)
    context = {
        "section": section,
        "trail": trail,
        "description": description,
        "mark": mark_of(page, today),
        "facts": [],
        "citations": citations,
        "banner": banner_of(citations),
        "topics": [{"label": topic.name, "url": f"/topics/{topic.code}/"} for topic in topics],
        "about": _about(page, citations),
        "related": related_to(page, places, topics, limit=RELATED),
        "structured_data": described(page, topics, trail, description),
    }
    add = _ADDED.get(page.kind)
    return context | (add(page, request) if add else {})


def _about(page: EditorialPage, citations: list[ShownCitation]) -> list[dict[str, Any]]:
    """Who wrote it, who answers for it, and how old it is."""
    read_on = min((one.cited.read_on for one in citations), default=None)
    source_url = web_address(page.source_url)
    rows = [
        (_("作者"), page.author_name, ""),
        (_("来源"), page.source_name or source_url, source_url),
        (_("审核"), page.reviewer_name, ""),
        (_("发布日期"), chinese_date(page.published_on), ""),
        (_("最近审核"), chinese_date(page.last_reviewed_on), ""),
        (_("条文核对"), chinese_date(read_on), ""),
    ]
    return [{"term": term, "text": text, "url": url, "outward": bool(url)} for term, text, url in rows if text]


def _guide(page: Any, request: HttpRequest) -> dict[str, Any]:
    rows = [
        (_("服务类别"), page.get_service_kind_display()),
        (_("多长时间"), page.duration),
        (_("收费"), page.fee),
    ]
    url = web_address(page.online_url)
    online = {"url": url, "label": page.online_label or _("官方网上办理入口"), "host": urlsplit(url).hostname}
    return {
        "at_a_glance": [{"term": term, "text": text} for term, text in rows if text],
        "online": online if url else None,
    }


def _case(page: Any, request: HttpRequest) -> dict[str, Any]:
    decided = _("%(day)s裁判") % {"day": chinese_date(page.decided_on)} if page.decided_on else ""
    return {"facts": [fact for fact in (page.guiding_number, page.court, page.case_number, decided) if fact]}


def _reading(page: Any, request: HttpRequest) -> dict[str, Any]:
    found = [law for law in page.instruments.all() if law.is_public]
    return {
        "facts": [page.author_name] if page.author_name else [],
        "instruments": [{"title": law.title, "url": law.get_absolute_url()} for law in found],
    }


def _news(page: Any, request: HttpRequest) -> dict[str, Any]:
    rows = [
        (_("原标题"), page.original_title if page.original_title != page.title else ""),
        (_("原作者"), page.original_author),
        (_("责任编辑"), page.original_editor),
        (_("原发布日期"), chinese_date(page.original_published_on)),
    ]
    published = _("%(day)s发布") % {"day": chinese_date(page.published_on)} if page.published_on else ""
    return {
        "facts": [fact for fact in (page.source_name, published) if fact],
        "original": [{"term": term, "text": text} for term, text in rows if text],
        "corrections": [
            {"day": one.corrected_at.astimezone(SHANGHAI).date(), "words": one.words} for one in page.corrections.all()
        ],
    }


def _notice(page: Any, request: HttpRequest) -> dict[str, Any]:
    today, issuer = request_today(request), page.institution
    is_public = issuer is not None and Institution.objects.public_on(today).filter(pk=issuer.pk).exists()
    published = _("%(day)s发布") % {"day": chinese_date(page.published_on)} if page.published_on else ""
    until = _("有效期至%(day)s") % {"day": chinese_date(page.holds_until)} if page.holds_until else ""
    return {
        "facts": [
            fact for fact in (issuer.name if issuer else "", page.get_notice_kind_display(), published, until) if fact
        ],
        "expired_words": _("有效期到%(day)s为止。内容保留在这里供查阅，办事前请先向发布机构核实。")
        % {"day": chinese_date(page.holds_until)}
        if page.has_expired(today)
        else "",
        "institution": {"name": issuer.name, "url": issuer.get_absolute_url() if is_public else ""} if issuer else None,
    }


_ADDED: dict[str, Callable[[Any, HttpRequest], dict[str, Any]]] = {
    "service_guide": _guide,
    "typical_case": _case,
    "expert_reading": _reading,
    "news_article": _news,
    "institution_notice": _notice,
}
