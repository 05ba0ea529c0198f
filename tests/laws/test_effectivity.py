"""Which text is law on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.laws.effectivity import DateUnknown, NoneInForce, effectivity, interval, text_in_force, text_to_show
from cms.laws.models.enums import Effectivity

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Text:
    """A text with nothing but its dates."""

    effective_on: date | None = None
    expired_on: date | None = None
    is_repealed: bool = False


FIRST = Text(date(2010, 1, 1))
SECOND = Text(date(2020, 6, 1))


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        (date(2009, 12, 31), Effectivity.NOT_YET_EFFECTIVE),
        (date(2010, 1, 1), Effectivity.IN_FORCE),
        (date(2020, 5, 31), Effectivity.IN_FORCE),
        (date(2020, 6, 1), Effectivity.AMENDED),
    ],
)
def test_a_text_is_law_from_its_first_day_until_the_day_the_next_one_is(on: date, shown: Effectivity) -> None:
    assert effectivity(FIRST, [FIRST, SECOND], on) == shown


def test_the_day_of_the_change_already_has_the_new_text() -> None:
    assert text_in_force([FIRST, SECOND], date(2020, 5, 31)) is FIRST
    assert text_in_force([FIRST, SECOND], date(2020, 6, 1)) is SECOND


def test_before_the_first_text_there_was_none_and_the_next_is_named() -> None:
    assert text_in_force([SECOND, FIRST], date(2009, 1, 1)) == NoneInForce(last=None, coming=FIRST)


def test_a_repealed_law_is_law_until_the_day_it_expires() -> None:
    text = Text(date(2010, 1, 1), date(2021, 1, 1), is_repealed=True)
    assert effectivity(text, [text], date(2020, 12, 31)) == Effectivity.IN_FORCE
    assert effectivity(text, [text], date(2021, 1, 1)) == Effectivity.REPEALED
    assert text_in_force([text], date(2021, 1, 1)) == NoneInForce(last=text)


def test_repealed_on_an_unknown_day_leaves_past_days_undecided_but_not_today() -> None:
    text = Text(date(2010, 1, 1), is_repealed=True)
    assert effectivity(text, [text], date(2015, 1, 1)) == Effectivity.REPEALED
    assert text_in_force([text], date(2015, 1, 1)) == DateUnknown((text,))
    today = date(2026, 1, 1)
    assert text_in_force([text], today, today=today) == NoneInForce(last=text)
    assert text_in_force([text], date(2009, 1, 1)) == NoneInForce(coming=text)


def test_a_later_text_in_force_makes_a_repealed_one_an_amended_one() -> None:
    old = Text(date(2010, 1, 1), is_repealed=True)
    assert effectivity(old, [old, SECOND], date(2021, 1, 1)) == Effectivity.AMENDED
    # Until then it was law: that it is marked repealed says no more than that another text followed.
    assert effectivity(old, [old, SECOND], date(2020, 5, 31)) == Effectivity.IN_FORCE
    assert text_in_force([old, SECOND], date(2020, 5, 31)) is old


def test_an_old_text_of_a_law_that_was_repealed_since_is_repealed() -> None:
    last = Text(date(2020, 6, 1), date(2022, 1, 1), is_repealed=True)
    assert effectivity(FIRST, [FIRST, last], date(2021, 1, 1)) == Effectivity.AMENDED
    assert effectivity(FIRST, [FIRST, last], date(2022, 1, 1)) == Effectivity.REPEALED


def test_an_undated_text_is_unknown_and_still_shown() -> None:
    text = Text()
    assert effectivity(text, [text], date(2020, 1, 1)) == Effectivity.UNKNOWN
    assert text_in_force([text], date(2020, 1, 1)) == DateUnknown((text,))
    assert text_to_show([text], date(2020, 1, 1)) is text


def test_a_dated_text_in_force_goes_before_an_undated_one() -> None:
    assert text_in_force([Text(), FIRST], date(2015, 1, 1)) is FIRST
    assert text_in_force([Text(), FIRST], date(2005, 1, 1)) == DateUnknown((Text(),))


def test_intervals_are_half_open_and_say_why_they_end() -> None:
    held = interval(FIRST, [FIRST, SECOND])
    assert (held.start, held.end, held.end_reason) == (date(2010, 1, 1), date(2020, 6, 1), "amended")
    repealed = Text(date(2010, 1, 1), is_repealed=True)
    assert interval(repealed, [repealed]).end_reason == "repealed_undated"
    expired = Text(date(2010, 1, 1), date(2015, 1, 1), is_repealed=True)
    assert (interval(expired, [expired, SECOND]).end, interval(expired, [expired, SECOND]).end_reason) == (
        date(2015, 1, 1),
        "repealed",
    )


days = st.dates(date(1950, 1, 1), date(2050, 1, 1))


@st.composite
def histories(draw: st.DrawFn) -> list[Text]:
    """Texts of one instrument: each date once, some repealed, perhaps one undated."""
    texts = []
    for start in draw(st.sets(days, min_size=0, max_size=5)):
        expired = draw(st.none() | st.integers(1, 9000).map(lambda number, start=start: start + number * DAY))
        texts.append(Text(start, expired, is_repealed=expired is not None or draw(st.booleans())))
    if draw(st.booleans()):
        texts.append(Text(None, None, draw(st.booleans())))
    return draw(st.permutations(texts))


@given(histories(), days)
def test_at_most_one_text_is_in_force_on_any_day_and_it_is_the_one_given(texts: list[Text], on: date) -> None:
    in_force = [text for text in texts if effectivity(text, texts, on) == Effectivity.IN_FORCE]
    assert len(in_force) <= 1
    answer = text_in_force(texts, on)
    if in_force:
        assert answer is in_force[0]
    else:
        assert isinstance(answer, NoneInForce | DateUnknown)


@given(histories(), days)
def test_a_text_is_in_force_exactly_within_its_interval(texts: list[Text], on: date) -> None:
    for text in texts:
        held = interval(text, texts)
        inside = held.start is not None and held.start <= on and (held.end is None or on < held.end)
        is_law = inside and held.end_reason != "repealed_undated"
        assert is_law == (effectivity(text, texts, on) == Effectivity.IN_FORCE)


@given(histories(), days)
def test_missing_dates_never_hide_a_text(texts: list[Text], on: date) -> None:
    assert (text_to_show(texts, on) is None) == (not texts)


@given(histories(), days)
def test_the_order_in_which_texts_are_stored_decides_nothing(texts: list[Text], on: date) -> None:
    assert text_in_force(texts, on) == text_in_force(list(reversed(texts)), on)
