"""How what the directory knows is put into words for a page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

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


def period_words(first: date | None, last: date | None) -> str:
    """2026年1月10日至2027年1月9日, both days included."""
    if first is None or last is None:
        return ""
    return _("%(first)s至%(last)s") % {"first": day_words(first), "last": day_words(last)}


def rows(pairs: Iterable[tuple[str, Any] | tuple[str, Any, str]]) -> list[dict[str, Any]]:
    """Rows of a definition list from (term, text[, address]); those without a text are left out. Addresses of other sites
    are marked ``outward``."""
    return [
        {"term": term, "text": text, "url": url[0] if url else "", "outward": bool(url and web_address(url[0]))}
        for term, text, *url in pairs
        if text not in ("", None)
    ]


def web_address(url: str) -> str:
    """An address that may be linked: of the web, else nothing."""
    return url if url.startswith(("https://", "http://")) else ""


def map_address(map_url: str, latitude: Decimal | None, longitude: Decimal | None) -> str:
    """Where a map shows the place: the link that was entered, else the coordinates for whatever map a phone has. No map is
    ever shown in the page: it would tell somebody else who reads here."""
    if web_address(map_url):
        return map_url
    return "" if latitude is None or longitude is None else f"geo:{latitude.normalize():f},{longitude.normalize():f}"


def telephone_address(telephone: str) -> str:
    """``tel:`` for a single number, so that a phone can call it; nothing for anything else that was written there."""
    number = telephone.strip()
    return f"tel:{number.replace(' ', '').replace('-', '')}" if _TELEPHONE.fullmatch(number) else ""


def correction_address(about: str) -> str:
    """The form to report an error in: ``about`` is the path of a page of ours, with ``#…`` for a place on it."""
    return f"/corrections/new/?{urlencode({'about': about})}"
