"""What each published text is today, for lists, filters and the dashboard: dates alone, two queries however many texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from cms.laws.effectivity import effectivity, text_to_show
from cms.laws.models import Effectivity, InstrumentVersion

_DATES = ("id", "instrument_id", "effective_on", "expired_on", "is_repealed", "live")


def standing_of_versions(on: date, instruments: Iterable[int] | None = None) -> dict[int, Effectivity]:
    """Give the effectivity on a day of every published version, by key; of the given instruments or of all."""
    return {
        version.pk: effectivity(version, siblings, on)
        for siblings in _published(instruments).values()
        for version in siblings
    }


def standing_of_instruments(on: date, instruments: Iterable[int] | None = None) -> dict[int, Effectivity]:
    """Give, by instrument, the effectivity on a day of the text that its page opens at; none for what is not public."""
    result = {}
    for instrument, siblings in _published(instruments).items():
        shown = text_to_show(siblings, on)
        if shown is not None:
            result[instrument] = effectivity(shown, siblings, on)
    return result


def _published(instruments: Iterable[int] | None) -> dict[int, list[InstrumentVersion]]:
    rows = InstrumentVersion.objects.filter(live=True).only(*_DATES)
    if instruments is not None:
        rows = rows.filter(instrument__in=list(instruments))
    grouped: dict[int, list[InstrumentVersion]] = defaultdict(list)
    for version in rows.order_by("instrument_id", "effective_on"):
        grouped[version.instrument_id].append(version)
    return grouped
