"""Words of questions and articles of answers of cases that were purged: counted by month, apart from what is left of the case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.db.models import F

from portal.common.redaction import find_personal_data
from portal.common.redaction_papers import papers_in
from portal.consultations.models import AnswerCitation, Consultation
from portal.consultations.timeliness.figures import NO_TOPIC
from portal.retention.facts import month_of, register_leaving
from portal.service_figures.districts import district_of
from portal.service_figures.facts import AT_ONCE
from portal.service_figures.issues.keeping import countable
from portal.service_figures.models import IssueTerm, LeftWord
from portal.service_figures.periods import midnight
from portal.service_figures.purged import months_in, resident_names
from portal.service_figures.rows import Row, Spans, register_more_rows
from portal.service_figures.sources import agreed

OUTSIDE = "库外文件"
"""What a text outside the library is called of whose title nothing may be left: a judgment's number, say."""


def leave_words(case: Consultation) -> None:
    """Count the words and the articles of a case that goes, of one whose asker agreed to statistics; in the transaction of its
    purge."""
    if not agreed(Consultation.objects.filter(pk=case.pk)).exists():
        return
    found: Counter[tuple[str, date, str]] = Counter()
    asked = countable(IssueTerm.objects.filter(consultation=case), "consultation__")
    for term, at in asked.values_list("term", "asked_at"):
        found["terms", month_of(at), term] += 1
    cited = AnswerCitation.objects.filter(answer__consultation=case).order_by("pk")
    once = set()
    for answer, written, at, slug in cited.values_list("answer", "written", "answer__sent_at", "instrument_slug"):
        if (answer, written) not in once:
            once.add((answer, written))
            found["citations", month_of(at), _kept(written, slug)] += 1
    held = _held(case)
    for (source, month, word), times in found.items():
        row, _is_new = LeftWord.objects.get_or_create(source=source, month=month, word=word, **held)
        LeftWord.objects.filter(pk=row.pk).update(times=F("times") + times)


def _kept(written: str, slug: str) -> str:
    """The words of a citation; of a title that somebody typed only where it leads to nobody and to no case."""
    is_safe = slug or not (find_personal_data(written) or any(papers_in(written)))
    return written if is_safe else OUTSIDE


def _held(case: Consultation) -> dict[str, Any]:
    holder = case.assigned_to
    return {
        "topic": case.topic.code if case.topic is not None else "",
        "district": district_of(case.place),
        "channel": case.channel,
        "institution_id": holder.resident_institution.institution_id if holder is not None else 0,
        "code": holder.code if holder is not None else "",
    }


def _loading(source: str) -> Callable[[Spans], Iterator[Row]]:
    def load(spans: Spans) -> Iterator[Row]:
        names = resident_names()
        for left in LeftWord.objects.filter(source=source, month__in=months_in(spans)).iterator(AT_ONCE):
            row = Row(
                "",
                midnight(left.month),
                left.topic or NO_TOPIC,
                left.district,
                left.channel,
                names(left.institution_id),
                left.code,
                left.word,
            )
            # A file has a line for each of them.
            yield from (row for _time in range(left.times))

    return load


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_leaving(leave_words)
    for source in ("terms", "citations"):
        register_more_rows(source, _loading(source))
