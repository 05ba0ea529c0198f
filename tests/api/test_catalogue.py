"""The catalogue says in SQL what the rules say in Python."""

from datetime import date, timedelta
from itertools import product

import pytest

from cms.laws.catalogue import public_instruments, shown_effectivity, with_effectivity
from cms.laws.models import Instrument, InstrumentVersion

pytestmark = pytest.mark.integration

DAY = date(2020, 6, 1)
DATES = (None, DAY - timedelta(days=1), DAY, DAY + timedelta(days=1))
REPEALS = ((False, None), (True, None), (True, DAY - timedelta(days=1)), (True, DAY), (True, DAY + timedelta(days=1)))
TEXTS = tuple(product(DATES, REPEALS))


@pytest.mark.django_db
def test_lists_are_cut_by_the_same_effectivity_that_is_shown() -> None:
    """Every pair of texts that can be told apart, and every single one: 210 instruments."""
    pairs = [(one,) for one in TEXTS]
    pairs += [(one, two) for one, two in product(TEXTS, TEXTS) if str(one[0]) < str(two[0])]
    instruments = Instrument.objects.bulk_create(
        Instrument(
            title=f"示范{number}",
            title_key=f"示范{number}",
            short_title=f"示范{number}",
            slug=f"shi-fan-{number}",
            level="law",
            is_public=True,
        )
        for number in range(len(pairs))
    )
    InstrumentVersion.objects.bulk_create(
        InstrumentVersion(
            instrument=instrument,
            effective_on=effective_on,
            is_repealed=is_repealed,
            expired_on=expired_on,
            source_text="第一条 示范。",
            live=True,
        )
        for instrument, texts in zip(instruments, pairs, strict=True)
        for effective_on, (is_repealed, expired_on) in texts
    )
    for day in (DAY - timedelta(days=2), DAY - timedelta(days=1), DAY, DAY + timedelta(days=1)):
        wrong = [
            (instrument.slug, instrument.effectivity_that_day, shown_effectivity(instrument.public_texts, day).value)
            for instrument in with_effectivity(public_instruments(), day)
            if instrument.effectivity_that_day != shown_effectivity(instrument.public_texts, day)
        ]
        assert wrong == []
    states = set(with_effectivity(public_instruments(), DAY).values_list("effectivity_that_day", flat=True))
    assert states == {"in_force", "repealed", "unknown", "not_yet_effective"}
