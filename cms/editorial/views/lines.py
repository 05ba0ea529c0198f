"""One line of a list, whatever the kind: title, what is said below it, short facts, a mark. Plain values for templates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.editorial.base import EditorialPage

LONGEST_LEAD = 120


def line(page: EditorialPage, today: date) -> dict[str, Any]:
    """What the component ``result_item`` takes."""
    mark = mark_of(page, today)
    return {
        "title": page.title,
        "url": page.get_absolute_url(),
        "lead": shortened(page.lead),
        "meta": [str(words) for words in facts_of(page) if words],
        "badge_kind": mark[0] if mark else "",
        "badge_label": mark[1] if mark else "",
    }


def facts_of(page: Any) -> Sequence[Any]:
    """The short facts of a page in a list, the most telling first."""
    published = _("%(day)s发布") % {"day": chinese_date(page.published_on)} if page.published_on else ""
    reviewed = _("%(day)s审核") % {"day": chinese_date(page.last_reviewed_on)} if page.last_reviewed_on else ""
    if page.kind == "knowledge_qa":
        return [reviewed or published]
    if page.kind == "service_guide":
        fee = _("收费：%(fee)s") % {"fee": page.fee} if page.fee else ""
        return [fee if len(fee) <= 30 else "", page.duration if len(page.duration) <= 30 else "", reviewed or published]
    if page.kind == "typical_case":
        decided = _("%(day)s裁判") % {"day": chinese_date(page.decided_on)} if page.decided_on else ""
        return [page.guiding_number, page.court, decided or published]
    if page.kind == "institution_notice":
        return [page.institution.name if page.institution else "", page.get_notice_kind_display(), published]
    if page.kind == "expert_reading":
        return [page.author_name, published]
    return [page.source_name, published]


def mark_of(page: Any, today: date) -> tuple[str, str] | None:
    """The mark beside the title: its shape and its words."""
    if page.kind == "typical_case" and page.is_guiding:
        return "guiding", _("指导性案例")
    if page.kind == "institution_notice" and page.has_expired(today):
        return "unknown", _("已过期")
    return None


def shortened(words: str, longest: int = LONGEST_LEAD) -> str:
    """The beginning of a text, cut where it is too long."""
    words = " ".join(words.split())
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip('，。；、 ')}…"
