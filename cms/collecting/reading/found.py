"""What is known of one story at its source."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from portal.common.clock import SHANGHAI

LONGEST_TEXT = 100_000
LONGEST_TITLE = 250


class Unreadable(ValueError):
    """What was fetched cannot be read; the words say why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Found:
    """A story: plain text throughout, "" for what the source does not say."""

    address: str
    title: str = ""
    author: str = ""
    editor: str = ""
    source: str = ""
    """Where the source says that it has the story from."""
    published_at: datetime | None = None
    text: str = ""


_NAMES = r"[：:\s]\s*([\w·]{2,12}(?:[、，,\s]\s?[\w·]{2,12}){0,3})"
_EDITOR = re.compile(rf"(?:责任编辑|责编|编辑){_NAMES}")
_AUTHOR = re.compile(rf"(?:作者){_NAMES}")
_ZONED = re.compile(r"(?:Z|GMT|UTC?|[+-]\d{2}:?\d{2}|[ECMP][SD]T)\s*$", re.IGNORECASE)
_DAY = re.compile(r"(\d{4})\s*[-/年.]\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})日?(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def editor_in(text: str) -> str:
    """The editor as Chinese papers name them, at the end: （责任编辑：张三）."""
    return _last(_EDITOR, text[-400:])


def author_in(text: str) -> str:
    """The author as named beside the text: 作者：张三."""
    return _last(_AUTHOR, text[:200]) or _last(_AUTHOR, text[-400:])


def _last(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.findall(text)
    return re.sub(r"\s+", "", found[-1]).rstrip("、，,") if found else ""


def is_zoned(words: str) -> bool:
    """Whether a date in words says its zone; those that do not mean the clock on the wall in China."""
    return bool(_ZONED.search(words))


def moment(words: str) -> datetime | None:
    """Read ``2026-11-20T10:00:00+08:00``, ``2026年11月20日 10:00`` and the like; None for what is no date."""
    words = words.strip()
    try:
        read = datetime.fromisoformat(words)
    except ValueError:
        found = _DAY.search(words)
        if found is None:
            return None
        year, month, day, hour, minute, second = (int(part) if part else 0 for part in found.groups())
        try:
            read = datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
        except ValueError:
            return None
    if read.tzinfo is None:
        read = read.replace(tzinfo=SHANGHAI)
    return read.astimezone(UTC)


def from_struct(parsed: Any, words: str) -> datetime | None:
    """A date that feedparser read as UTC; one that named no zone was meant for China."""
    if parsed is None:
        return None
    try:
        year, month, day, hour, minute, second = parsed[:6]
        zone = UTC if is_zoned(words) else SHANGHAI
        return datetime(year, month, day, hour, minute, second, tzinfo=zone).astimezone(UTC)
    except (TypeError, ValueError):
        return None
