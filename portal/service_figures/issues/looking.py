"""Rising issues of the database: counts of both stretches, by SQL, and the pure test over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from portal.consultations.models import AnswerCitation
from portal.service_figures.issues.keeping import countable
from portal.service_figures.issues.rising import Counted, Rising, rising
from portal.service_figures.models import IssueTerm
from portal.service_figures.periods import Period, PeriodKind
from portal.service_figures.sources import agreed

LATER_WEEKS, EARLIER_WEEKS = 4, 12


@dataclass(frozen=True, slots=True)
class Look:
    """What rises in the later stretch against the earlier one."""

    later: Period
    earlier: Period
    words: Sequence[Rising]
    articles: Sequence[Rising]
    cases: tuple[int, int]
    answers: tuple[int, int]


def stretches(last: date) -> tuple[Period, Period]:
    """Four weeks that end with a day, and the twelve before."""
    first = last - timedelta(weeks=LATER_WEEKS) + timedelta(days=1)
    later = Period(PeriodKind.DATES, first, last)
    before = first - timedelta(days=1)
    return later, Period(PeriodKind.DATES, before - timedelta(weeks=EARLIER_WEEKS) + timedelta(days=1), before)


def look(last: date, topic: str = "") -> Look:
    """Words and articles up to a day, of all topics or of one: four queries."""
    later, earlier = stretches(last)
    words = countable(agreed(IssueTerm.objects.all(), "consultation__"), "consultation__")
    articles = agreed(AnswerCitation.objects.exclude(written=""), "answer__consultation__")
    if topic:
        words = words.filter(consultation__topic__code=topic)
        articles = articles.filter(answer__consultation__topic__code=topic)
    found_words, cases = _counted(words, "term", "asked_at", "consultation", "consultation__", later, earlier)
    found_articles, answers = _counted(
        articles, "written", "answer__sent_at", "answer", "answer__consultation__", later, earlier
    )
    return Look(later, earlier, rising(found_words, *cases), rising(found_articles, *answers), cases, answers)


def _counted(
    found: QuerySet[Any], word: str, moment: str, once: str, to_case: str, later: Period, earlier: Period
) -> tuple[list[Counted], tuple[int, int]]:
    """The counts of each word, and of all; ``once`` is what counts once: a case, an answer. Who has no account is one asker
    a case."""
    (start, end), (before, until) = later.span, earlier.span
    is_later = Q(**{f"{moment}__gte": start, f"{moment}__lt": end})
    is_earlier = Q(**{f"{moment}__gte": before, f"{moment}__lt": until})
    # Cases without an account are told apart from accounts by their sign.
    alone = F(f"{to_case}pk") * -1
    asker = Coalesce(F(f"{to_case}citizen_id"), alone, output_field=models.BigIntegerField())
    rows = (
        found.filter(is_later | is_earlier)
        .order_by()
        .values(word)
        .annotate(
            later=Count(once, filter=is_later, distinct=True),
            earlier=Count(once, filter=is_earlier, distinct=True),
            askers=Count(asker, filter=is_later, distinct=True),
        )
    )
    counts = [Counted(row[word], row["later"], row["earlier"], row["askers"]) for row in rows]
    whole = found.aggregate(
        later=Count(once, filter=is_later, distinct=True), earlier=Count(once, filter=is_earlier, distinct=True)
    )
    return counts, (whole["later"], whole["earlier"])
