"""Counting searches that found nothing, or nothing that answers. Losing one is harmless; storing what tells who somebody is
is not."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Any

from django.db import DatabaseError
from django.db.models import F, QuerySet, Sum

from search.models import FailedSearch, Lacked
from search.query import normalised_words

logger = logging.getLogger(__name__)

SHORTEST_QUESTION = 5
"""Characters: 试用期辞退 asks something, 劳动法 looks a law up."""

# Telephone, identity, bank card and case numbers, with whatever parts their digits; e-mail addresses.
_PERSONAL = re.compile(r"\d(?:[\s\-—.()]*\d){5}|@|\d号")


def loggable(words: str) -> str:
    """The words as they may be kept, "" when they look as if they told who somebody is."""
    words = normalised_words(words)
    return "" if _PERSONAL.search(words) else words


def is_question(words: str) -> bool:
    """Whether words are long enough to be something a person asks, and not one word looked up."""
    return len(normalised_words(words)) >= SHORTEST_QUESTION


def note_failed_search(words: str, day: date, lacked: Lacked = Lacked.RESULTS) -> None:
    """Count a search that found nothing, or no answer. The page is shown even if this cannot be written."""
    kept = loggable(words)
    if not kept:
        return
    try:
        rows = FailedSearch.objects.filter(day=day, words=kept, lacked=lacked)
        if not rows.update(count=F("count") + 1):
            # Of two visitors who fail at the same moment for the first time, one is counted.
            FailedSearch.objects.bulk_create([FailedSearch(day=day, words=kept, lacked=lacked)], ignore_conflicts=True)
    except DatabaseError as error:
        logger.warning("a failed search was not counted: %s", error)


def failed_searches(today: date, days: int = 7, lacked: Lacked = Lacked.RESULTS) -> QuerySet[Any, Any]:
    """What was looked for in vain in the last days: rows ``{"words", "times"}``, most often first."""
    rows = FailedSearch.objects.filter(day__gt=today - timedelta(days=days), day__lte=today, lacked=lacked)
    return rows.values("words").annotate(times=Sum("count")).order_by("-times", "words")
