"""What has become of an article that an answer cites: the law of today for what rests on today's law, the text of that day for
what rests on the law of a day. Pure, given the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cms.laws.cited import standing_of
from cms.laws.cited_places import CitedPlace, is_comparable
from cms.laws.cited_texts import CitedLaw
from cms.laws.effectivity import text_to_show
from cms.laws.models import CitationState
from portal.consultations.models.choices import CitedOn

MATTERS = (CitationState.CHANGED, CitationState.GONE, CitationState.REPEALED)
"""``missing`` is not among them: a text that the library took from the public has not changed by that."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is not as it was. ``of_old_text``: the text of the day itself was mended."""

    state: CitationState
    digest_now: str
    of_old_text: bool = False


def change_of(place: CitedPlace, cited_on: str, law: CitedLaw | None, today: date) -> Change | None:
    """What puts an answer in doubt that cites a place; None where it stands as it did."""
    if law is None:
        return None
    if cited_on != CitedOn.TODAY:
        return _of_that_day(place, law)
    state = standing_of(place, law, today).state
    if state not in MATTERS:
        return None
    return Change(state, _digest(state, law.digest(law.shown, place.unit)))


def _of_that_day(place: CitedPlace, law: CitedLaw) -> Change | None:
    text = text_to_show(law.versions, place.read_on)
    now = law.digest(text, place.unit) if text is not None else None
    if now is None:
        return Change(CitationState.GONE, CitationState.GONE.value, of_old_text=True)
    if now == place.digest or not is_comparable(place.digest) or not is_comparable(now):
        return None
    return Change(CitationState.CHANGED, now, of_old_text=True)


def _digest(state: CitationState, now: str | None) -> str:
    return now if state == CitationState.CHANGED and now else str(state.value)
