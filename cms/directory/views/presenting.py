"""How what the directory knows is put into words for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.directory.models.enums import StandingCode
from cms.directory.standing import Standing

BADGES = {
    StandingCode.IN_PRACTICE: "in_force",
    StandingCode.SUSPENDED: "amended",
    StandingCode.REVOKED: "unknown",
    StandingCode.CEASED: "unknown",
}
"""The shapes of the badges of laws; red stays with repealed law."""

_TELEPHONE = re.compile(r"\+?[0-9][0-9 -]{4,20}")


def badge(standing: Standing) -> dict[str, str]:
    """执业状态 as a badge: its shape and its words, with the last day of a suspension."""
    label = str(standing.code.label)
    if standing.until is not None:
        label = _("%(standing)s至%(day)s") % {"standing": label, "day": day_words(standing.until)}
    return {"kind": BADGES[standing.code], "label": label}


def day_words(day: date | None) -> str:
    """2026年3月10日; nothing for nothing."""
    if day is None:
        return ""
    return _("%(year)s年%(month)s月%(day)s日") % {"year": day.year, "month": day.month, "day": day.day}


def rows(pairs: Iterable[tuple[str, Any] | tuple[str, Any, str]]) -> list[dict[str, Any]]:
    """Rows of a definition list from (term, text[, address]); those without a text are left out."""
    return [
        {"term": term, "text": text, "url": url[0] if url else ""}
        for term, text, *url in pairs
        if text not in ("", None)
    ]


def web_address(url: str) -> str:
    """An address that may be linked: of the web, else nothing."""
    return url if url.startswith(("https://", "http://")) else ""


def telephone_address(telephone: str) -> str:
    """``tel:`` for a single number, so that a phone can call it; nothing for anything else that was written there."""
    number = telephone.strip()
    return f"tel:{number.replace(' ', '').replace('-', '')}" if _TELEPHONE.fullmatch(number) else ""
