"""Finding what has become of the places that are cited, for the editors' list: after each publication of a law, and each night.

Pages do not need it: they compute the same rules for the day they are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, Q, QuerySet

from cms.laws.cited import coming_change, digest_as_read, standing_of
from cms.laws.cited_places import CitedPlace, is_comparable
from cms.laws.cited_texts import CitedLaw, law_keys, read_laws
from cms.laws.models import Citation, CitationState
from cms.laws.services.announcing import CITATIONS, laws_changed
from portal.common import clock
from portal.common.outbox.registry import register_sink

AT_ONCE = 100
"""Laws whose citations are checked together: bounds memory, and keeps the queries few."""


def register_sinks() -> None:
    """Tell the outbox who checks citations."""
    register_sink(CITATIONS, check_slugs, batch=AT_ONCE)


def check_slugs(slugs: Sequence[str]) -> None:
    """Check what cites the laws with these slugs (old ones too); rereads everything, so that twice does no harm."""
    check_citations(set(law_keys(slugs).values()), clock.today())
    laws_changed.send(None, slugs=tuple(slugs))


def check_all(today: date) -> int:
    """Check everything that is cited; gives how many rows have another standing than before."""
    cited = Citation.objects.order_by("instrument").values_list("instrument", flat=True).distinct()
    return sum(check_citations(keys, today) for keys in _batches(cited))


def check_citations(instruments: Iterable[int], today: date) -> int:
    """Check what cites these laws: three queries, and one more for each different thing that has happened, however many
    citations there are. Gives how many rows changed."""
    rows = list(Citation.objects.filter(instrument__in=list(instruments)).select_related("instrument"))
    if not rows:
        return 0
    places = [place_of(row) for row in rows]
    laws = read_laws({(place.slug, place.unit) for place in places}, today, only_digests=True)
    outcomes: dict[tuple, list[int]] = defaultdict(list)
    for row, place in zip(rows, places, strict=True):
        outcome = _outcome(row, place, laws.get(place.slug), today)
        if outcome != (row.state, row.changed_on, row.changes_on, row.needs_review, row.noticed_on):
            outcomes[outcome].append(row.pk)
    with transaction.atomic():
        for (state, changed_on, changes_on, needs_review, noticed_on), keys in outcomes.items():
            Citation.objects.filter(pk__in=keys).update(
                state=state,
                changed_on=changed_on,
                changes_on=changes_on,
                needs_review=needs_review,
                noticed_on=noticed_on,
            )
        Citation.objects.filter(pk__in=[row.pk for row in rows]).update(checked_at=clock.now())
    return sum(map(len, outcomes.values()))


def recompute(today: date) -> int:
    """Give every row whose digest an older rule made the digest of the text of its day by today's rule, and check all rows.
    Gives how many digests were replaced."""
    replaced = 0
    cited = Citation.objects.exclude(digest="").order_by("instrument").values_list("instrument", flat=True).distinct()
    for keys in _batches(cited):
        rows = [
            row
            for row in Citation.objects.filter(instrument__in=keys).select_related("instrument")
            if row.digest and not is_comparable(row.digest)
        ]
        places = [place_of(row) for row in rows]
        laws = read_laws({(place.slug, place.unit) for place in places}, today, only_digests=True)
        for row, place in zip(rows, places, strict=True):
            law = laws.get(place.slug)
            row.digest = (digest_as_read(place, law) if law is not None else "") or row.digest
        renewed = [row for row in rows if is_comparable(row.digest)]
        replaced += Citation.objects.bulk_update(renewed, ["digest"], batch_size=500)
    check_all(today)
    return replaced


def citations_to_review(today: date) -> QuerySet[Citation]:
    """The citations whose article is no longer what it was when it was read, the latest change first; those whose day
    has come since the last check are among them."""
    return (
        Citation.objects.filter(Q(needs_review=True) | Q(changes_on__lte=today))
        .select_related("instrument")
        .order_by(F("changed_on").desc(nulls_last=True), "instrument_id", "locator", "pk")
    )


def place_of(row: Citation) -> CitedPlace:
    """The row as the value it was made of; needs the instrument."""
    return CitedPlace(row.instrument.slug, row.locator, row.read_on, row.digest, str(row), row.known)


def _outcome(row: Citation, place: CitedPlace, law: CitedLaw | None, today: date) -> tuple:
    standing = standing_of(place, law, today)
    is_current = standing.state == CitationState.CURRENT
    needs_review = not is_current and standing.state != place.known
    return (
        standing.state.value,
        standing.changed_on,
        coming_change(place, law, today) if is_current else None,
        needs_review,
        (row.noticed_on or today) if needs_review else None,
    )


def _batches(keys: Iterable[int]) -> Iterator[tuple[int, ...]]:
    ordered = list(keys)
    return (tuple(ordered[begin : begin + AT_ONCE]) for begin in range(0, len(ordered), AT_ONCE))
