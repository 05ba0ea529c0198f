"""The board in the footer of every page, the latest of it on the first page and on the pages of topics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms.core.front_page import FooterLink, Item, NewsList, register_footer_link, register_news_list
from cms.core.models import Topic
from cms.core.templatetags.dates import chinese_date
from cms.editorial.topic_contents import PAGES, register_topic_part
from portal.common.clock import SHANGHAI
from portal.public_board.catalogue import BOARD_URL, PublicCase, cases_of, public_publications


def latest(today: date, limit: int) -> Sequence[Item]:
    """The latest public consultations; one query."""
    return [Item(case.page.title, case.url, _day(case)) for case in cases_of(public_publications()[:limit])]


def on_topic(topic: Topic) -> dict[str, Any] | None:
    """The latest of a topic; one query."""
    found = list(cases_of(public_publications().filter(topic=topic)[: PAGES + 1]))
    if not found:
        return None
    return {
        "name": "consultations",
        "title": _("公开的咨询"),
        "items": [{"title": case.page.title, "url": case.url, "note": _day(case)} for case in found[:PAGES]],
        "more_label": _("查看这个专题的全部公开的咨询") if len(found) > PAGES else "",
        "more_url": f"{BOARD_URL}?topic={topic.code}",
    }


def _day(case: PublicCase) -> str:
    return chinese_date(case.published_at.astimezone(SHANGHAI).date())


register_news_list(
    NewsList(
        "consultations", _("公开的咨询"), latest, more_label=_("查看全部公开的咨询"), more_url=BOARD_URL, position=5
    )
)
register_topic_part("consultations", 2, on_topic)
register_footer_link(FooterLink(_("公开的咨询"), BOARD_URL, position=9))
