"""``/consultations/``: what was asked and answered, by topic and year; three queries however much there is."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.core.structured_data import breadcrumbs
from cms.core.templatetags.dates import chinese_date
from portal.public_board.catalogue import BOARD_URL, PublicCase, cases_of, feed_url
from portal.public_board.reading.asked import Asked, chosen, count, filters, label

PER_PAGE = 20


@require_safe
@cache_control(no_store=True)
def board(request: HttpRequest) -> HttpResponse:
    """Show a page of the list."""
    asked = Asked.of(request.GET)
    counts = count(asked)
    pages = max(1, -(-counts.total // PER_PAGE))
    if asked.page > pages:
        raise Http404(_("没有这一页。"))
    start = (asked.page - 1) * PER_PAGE
    shown = [line(case) for case in cases_of(asked.rows()[start : start + PER_PAGE])] if counts.total else []
    title = _("公开的咨询")
    context = {
        "title": title,
        "items": shown,
        "total": counts.total,
        "number": asked.page,
        "pages": pages,
        "filters": filters(asked, counts),
        "chosen": chosen(asked, counts),
        "is_whole": asked.is_whole,
        "board_url": BOARD_URL,
        "feed_url": feed_url(asked.topic if counts.by["topic"].get(asked.topic) else ""),
        "feed_label": label("topic", asked.topic, counts) if asked.topic else title,
        "kept": [("kind", "consultation")],
        "ask_url": ask_url(asked.topic),
        "empty": ways_on(asked),
        "structured_data": breadcrumbs([], title, BOARD_URL),
    }
    return render(request, "public_board/board.html", context)


def line(case: PublicCase) -> dict[str, Any]:
    """What the component ``result_item`` takes."""
    return {"title": case.page.title, "url": case.url, "lead": case.lead, "meta": facts(case)}


def facts(case: PublicCase) -> list[str]:
    """The short facts under a title."""
    topic = case.topic.name if case.topic is not None else ""
    law = _("依据%(day)s的法律") % {"day": chinese_date(case.page.law_date)}
    return [fact for fact in (topic, law) if fact]


def ask_url(topic: str = "") -> str:
    """The way to ask about something alike."""
    return f"/ask/?{urlencode({'topic': topic})}" if topic else "/ask/"


def ways_on(asked: Asked) -> dict[str, Any]:
    """What an empty list says, and what to do then."""
    ask = {"label": _("问律师"), "url": ask_url(asked.topic)}
    if asked.is_whole:
        return {
            "title": _("还没有公开的咨询"),
            "text": _("咨询人同意、隐去个人信息、经人复核以后，咨询和答复会在这里公开。您也可以先看法律知识问答。"),
            "actions": [{"label": _("看法律知识问答"), "url": "/qa/"}, ask],
        }
    return {
        "title": _("没有符合条件的咨询"),
        "text": _("取消一些条件，或者用全站搜索换一个说法。"),
        "actions": [{"label": _("看全部公开的咨询"), "url": BOARD_URL}, ask],
    }
