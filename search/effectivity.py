"""Whether a document holds on a day, computed from the days it carries; the words pages and API say it with."""

from __future__ import annotations

from datetime import date
from functools import cache

from django.utils.translation import gettext_lazy as _

from search.documents import ALWAYS, Document
from search.engines.base import ENDED_UNDATED

LABELS = {
    "in_force": _("有效"),
    "amended": _("已修改"),
    "repealed": _("已废止"),
    "not_yet_effective": _("尚未生效"),
    "unknown": _("日期不详"),
}
ENDED = frozenset({"amended", "repealed"})


def effectivity_of(document: Document, day: date) -> str:
    """``in_force``, ``amended``, ``repealed``, ``not_yet_effective`` or ``unknown`` (since when, nobody knows)."""
    if day < document.valid_from:
        return "not_yet_effective"
    if document.end_reason == ENDED_UNDATED:
        return "repealed"
    if day >= document.valid_to:
        return "amended" if document.end_reason == "amended" else "repealed"
    return "unknown" if document.valid_from == ALWAYS else "in_force"


@cache
def label_of(effectivity: str) -> str:
    """The words of an effectivity; asked for every result, and the portal speaks one language."""
    return str(LABELS[effectivity])


def chinese_date(day: date) -> str:
    """A date as pages write it: 2026年11月22日."""
    return f"{day.year}年{day.month}月{day.day}日"
