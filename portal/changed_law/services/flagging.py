"""Finding the answers that rest on an article that is no longer what it was.

From the outbox, after each change of a law, and each night for what a day brings. Batches of answers, each in a transaction of
its own with the same number of statements; killed anywhere and run again nothing is flagged twice and nothing is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cms.laws.cited_places import CitedPlace, unit_of
from cms.laws.cited_texts import law_keys, read_laws
from cms.laws.models import Instrument, InstrumentRedirect
from cms.laws.services.announcing import laws_changed
from portal.changed_law.models import Because, Outcome, SecondLook
from portal.changed_law.services.comparing import Change, change_of
from portal.changed_law.services.telling import tell_of_new
from portal.changed_law.services.templates import flag_templates
from portal.common import clock
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.consultations import neighbours
from portal.consultations.models import Answer, AnswerCitation

SINK = "changed_law.look"
AT_ONCE = 500
"""Answers flagged in one transaction."""
LAWS_AT_ONCE = 100


def register() -> None:
    """Hear of changed laws, and let the outbox look; called from ``AppConfig.ready``."""
    register_sink(SINK, look, batch=LAWS_AT_ONCE)
    laws_changed.connect(_owe, dispatch_uid="changed_law.look")


def _owe(slugs: Sequence[str], **_more: Any) -> None:
    with transaction.atomic():
        enqueue(SINK, slugs)


def look(slugs: Sequence[str]) -> None:
    """Flag what rests on these laws (old addresses too), take back what stands again, and tell who must look. Twice does no
    harm."""
    names = _all_names(slugs)
    today = clock.today()
    changed, standing = _compared(_places(names), today)
    _settle(names, standing)
    for group, days in changed.items():
        _flag(group, days)
    flag_templates(names, today)
    tell_of_new()


def look_at_all() -> None:
    """Look at everything that answers and templates cite: each night."""
    slugs = list(
        AnswerCitation.objects.exclude(instrument_slug="").values_list("instrument_slug", flat=True).distinct()
    )
    for begin in range(0, len(slugs), LAWS_AT_ONCE):
        look(slugs[begin : begin + LAWS_AT_ONCE])


@dataclass(frozen=True, slots=True)
class _Group:
    """Citations of one article with the same words before and after: flagged alike."""

    slug: str
    locator: str
    digest: str
    cited_on: str
    change: Change

    @property
    def unit(self) -> str:
        return unit_of(self.locator)


def _all_names(slugs: Iterable[str]) -> list[str]:
    """The laws' addresses of today and of before: an answer keeps the one it was written with."""
    keys = set(law_keys(slugs).values())
    now = Instrument.objects.filter(pk__in=keys).values_list("slug", flat=True)
    before = InstrumentRedirect.objects.filter(instrument__in=keys).values_list("slug", flat=True)
    return sorted({*now, *before, *slugs})


def _citations() -> QuerySet[AnswerCitation]:
    """What answers rest on that stand: not what was corrected since, nothing of a case that is only kept."""
    corrected = Exists(Answer.objects.filter(corrects=OuterRef("answer")))
    return AnswerCitation.objects.filter(~corrected, answer__consultation__frozen_at__isnull=True)


_Row = tuple[str, str, date, str, str]


def _places(names: Sequence[str]) -> list[_Row]:
    found = _citations().filter(instrument_slug__in=names).order_by()
    return list(found.values_list("instrument_slug", "locator", "read_on", "digest", "cited_on").distinct())


def _compared(rows: Sequence[_Row], today: date) -> tuple[dict[_Group, list[date]], set[tuple[str, str, str, date]]]:
    """What has changed, by group with the days it was read on; and what stands as it did."""
    laws = read_laws({(slug, unit_of(locator)) for slug, locator, *_rest in rows}, today, only_digests=True)
    changed: dict[_Group, list[date]] = defaultdict(list)
    standing = set()
    for slug, locator, read_on, digest, cited_on in rows:
        place = CitedPlace(slug, locator, read_on, digest)
        change = change_of(place, cited_on, laws.get(slug), today)
        if change is None:
            standing.add((slug, place.unit, digest, read_on))
        else:
            changed[_Group(slug, locator, digest, cited_on, change)].append(read_on)
    return changed, standing


def _settle(names: Sequence[str], standing: set[tuple[str, str, str, date]]) -> None:
    """What was flagged and stands again as it was (a text was published by mistake) need not be looked at."""
    flagged = SecondLook.objects.filter(because=Because.LAW, outcome=Outcome.OPEN, instrument_slug__in=names)
    keys = flagged.order_by().values_list("instrument_slug", "locator", "digest_before", "read_on").distinct()
    for slug, unit, digest, read_on in set(keys) & standing:
        found = flagged.filter(instrument_slug=slug, locator=unit, digest_before=digest, read_on=read_on)
        while _settle_some(found):
            pass


@transaction.atomic
def _settle_some(found: QuerySet[SecondLook]) -> bool:
    """Some hundreds of them, held: of two who look at one moment one tells that the doubt is over. Whether there were any."""
    rows = list(found.order_by("pk").select_for_update().values_list("pk", "consultation")[:AT_ONCE])
    if rows:
        settled = SecondLook.objects.filter(pk__in=[pk for pk, _case in rows])
        settled.update(outcome=Outcome.SUPERSEDED, decided_at=clock.now())
        neighbours.doubts_ended.send(SecondLook, cases=sorted({case for _pk, case in rows}))
    return bool(rows)


def _flag(group: _Group, days: Sequence[date]) -> None:
    for rows in _batches(group, days):
        with transaction.atomic():
            at = clock.now()
            answers = [row.answer_id for row in rows]
            earlier = SecondLook.objects.filter(answer__in=answers, instrument_slug=group.slug, locator=group.unit)
            earlier.filter(because=Because.LAW, outcome=Outcome.OPEN).update(outcome=Outcome.SUPERSEDED, decided_at=at)
            SecondLook.objects.bulk_create([_look_of(row, group, at) for row in rows], ignore_conflicts=True)
            cases = [row.answer.consultation_id for row in rows]
            neighbours.answers_in_doubt.send(SecondLook, answers=answers, cases=cases, because=Because.LAW.value)


def _batches(group: _Group, days: Sequence[date]) -> Iterator[list[AnswerCitation]]:
    """What is not flagged for this change yet, some hundreds at a time."""
    flagged = SecondLook.objects.filter(
        answer=OuterRef("answer"),
        instrument_slug=group.slug,
        locator=group.unit,
        digest_now=group.change.digest_now,
        because=Because.LAW,
    )
    wanted = _citations().filter(
        ~Exists(flagged),
        instrument_slug=group.slug,
        locator=group.locator,
        digest=group.digest,
        cited_on=group.cited_on,
        read_on__in=days,
    )
    last = 0
    while rows := list(wanted.filter(pk__gt=last).select_related("answer").order_by("pk")[:AT_ONCE]):
        last = rows[-1].pk
        yield rows


def _look_of(row: AnswerCitation, group: _Group, at: Any) -> SecondLook:
    return SecondLook(
        answer_id=row.answer_id,
        consultation_id=row.answer.consultation_id,
        because=Because.LAW,
        instrument_slug=group.slug,
        locator=group.unit,
        written=row.written,
        read_on=row.read_on,
        digest_before=group.digest,
        digest_now=group.change.digest_now,
        state=group.change.state,
        is_of_old_text=group.change.of_old_text,
        raised_at=at,
    )
