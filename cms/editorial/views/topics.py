"""``/topics/`` and ``/topics/CODE/``: what there is on a field of life, of every kind, in one place."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.models import Topic
from cms.core.structured_data import breadcrumbs
from cms.core.templatetags.dates import chinese_date
from cms.editorial.sections import SECTION_OF
from cms.editorial.topic_contents import LAWS, laws_on, more_parts, pages_on
from portal.common.clock import request_today
from portal.common.page_cache import cached_page

ORDER = ("service_guide", "knowledge_qa", "expert_reading", "typical_case", "news_article", "institution_notice")
"""What helps a person with a problem stands first."""
WORDS_SHOWN = 8


@require_safe
@cached_page()
def topic_list(request: HttpRequest) -> HttpResponse:
    """Show all topics with their everyday words."""
    items = [
        {"title": topic.name, "url": f"/topics/{topic.code}/", "note": "、".join(topic.alias_list[:WORDS_SHOWN])}
        for topic in Topic.objects.all()
    ]
    return render(request, "editorial/topic_list.html", {"items": items})


@require_safe
@cached_page()
def topic_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show one topic, in six queries at most."""
    topic = get_object_or_404(Topic, code=code)
    found, laws = pages_on(topic), laws_on(topic, request_today(request))
    parts = [_part(topic, kind, found[kind]) for kind in ORDER if kind in found]
    if laws:
        parts.insert(2, _laws(topic, laws))
    for place, part in more_parts(topic):
        parts.insert(place, part)
    trail = [{"title": _("专题"), "url": "/topics/"}]
    context = {
        "topic": topic,
        "words": topic.alias_list,
        "parts": parts,
        "trail": trail,
        "people_url": f"/directory/?tab=practitioners&topic={topic.code}",
        "actions": [{"label": _("搜索全站"), "url": f"/search/?{urlencode({'q': topic.name})}"}],
        "structured_data": breadcrumbs(trail, topic.name, request.path),
    }
    return render(request, "editorial/topic.html", context)


def _part(topic: Topic, kind: str, found: Any) -> dict[str, Any]:
    section = SECTION_OF[kind]
    rest = _("查看全部 %(number)d 篇") % {"number": found.total}
    return {
        "name": kind,
        "title": section.title,
        "items": [{"title": page.title, "url": page.url, "note": chinese_date(page.day)} for page in found.pages],
        "more_label": rest if found.total > len(found.pages) else "",
        "more_url": f"{section.url}?{urlencode({'topic': topic.code})}",
    }


def _laws(topic: Topic, laws: list[Any]) -> dict[str, Any]:
    query = urlencode({"q": topic.name, "kind": "instrument", "topic": topic.code})
    return {
        "name": "laws",
        "title": _("法律法规"),
        "items": [
            {"title": law.title, "url": law.get_absolute_url(), "note": law.get_level_display()} for law in laws[:LAWS]
        ],
        "more_label": _("搜索这个专题的其他法律法规") if len(laws) > LAWS else "",
        "more_url": f"/search/?{query}",
    }
