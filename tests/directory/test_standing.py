"""执业状态 on a day: article 14's derived standing, as pure rules."""

from __future__ import annotations

from datetime import date

from cms.directory.models.enums import Effect, StandingCode
from cms.directory.standing import Interval, RecordFacts, Standing, intervals_from, is_gone, standing_on

DAY = date(2026, 3, 10)
IN_PRACTICE = Standing(StandingCode.IN_PRACTICE)


def suspension(begins: date, ends: date, until: date = date(2027, 1, 1)) -> RecordFacts:
    return RecordFacts(Effect.SUSPENDS, begins, ends, date(2026, 1, 1), until)


def ending(until: date = date(2027, 1, 1)) -> RecordFacts:
    return RecordFacts(Effect.ENDS, date(2026, 1, 1), None, date(2026, 1, 5), until)


def test_article_14_without_a_record_an_entry_is_in_practice() -> None:
    assert standing_on(DAY, []) == IN_PRACTICE


def test_article_14_a_warning_does_not_touch_the_standing() -> None:
    warning = RecordFacts(Effect.NONE, date(2026, 1, 1), None, date(2026, 1, 5), date(2027, 1, 1))
    assert standing_on(DAY, [warning]) == IN_PRACTICE
    assert len(intervals_from(DAY, [warning])) == 1


def test_article_14_suspended_from_the_first_to_the_last_day_of_the_suspension() -> None:
    record = suspension(date(2026, 3, 1), date(2026, 5, 31))
    assert standing_on(date(2026, 2, 28), [record]) == IN_PRACTICE
    assert standing_on(date(2026, 3, 1), [record]) == Standing(StandingCode.SUSPENDED, date(2026, 5, 31))
    assert standing_on(date(2026, 5, 31), [record]) == Standing(StandingCode.SUSPENDED, date(2026, 5, 31))
    assert standing_on(date(2026, 6, 1), [record]) == IN_PRACTICE


def test_article_14_suspensions_without_a_gap_last_until_the_end_of_the_last() -> None:
    first = suspension(date(2026, 3, 1), date(2026, 5, 31))
    second = suspension(date(2026, 6, 1), date(2026, 8, 31))
    third = suspension(date(2026, 9, 2), date(2026, 10, 1))
    assert standing_on(DAY, [third, second, first]) == Standing(StandingCode.SUSPENDED, date(2026, 8, 31))


def test_article_14_what_is_not_yet_shown_or_lapsed_says_nothing() -> None:
    lapsed = RecordFacts(Effect.SUSPENDS, date(2025, 1, 1), date(2026, 3, 9), date(2025, 1, 1), date(2026, 3, 9))
    future = RecordFacts(Effect.SUSPENDS, date(2026, 3, 1), date(2026, 6, 1), date(2026, 3, 11), date(2026, 9, 9))
    assert standing_on(DAY, [lapsed, future]) == IN_PRACTICE


def test_article_14_revoked_weighs_more_than_suspended_and_ceased() -> None:
    records = [suspension(date(2026, 3, 1), date(2026, 5, 31)), ending()]
    assert standing_on(DAY, records, ceased_on=date(2026, 2, 1)) == Standing(StandingCode.REVOKED)


def test_article_13_an_entry_that_ceased_is_said_to_have_ceased() -> None:
    assert standing_on(DAY, [], ceased_on=DAY) == Standing(StandingCode.CEASED)
    assert standing_on(date(2026, 3, 9), [], ceased_on=DAY) == IN_PRACTICE


def test_article_14_whose_revocation_lapsed_is_listed_no_more_and_never_called_in_practice() -> None:
    record = ending(until=date(2026, 3, 9))
    assert is_gone(DAY, [record])
    assert not is_gone(date(2026, 3, 9), [record])
    assert intervals_from(date(2026, 3, 9), [record]) == [
        Interval(None, DAY, Standing(StandingCode.REVOKED)),
        Interval(DAY, None, None),
    ]


def test_article_14_the_stretches_of_a_suspension_tell_nothing_of_the_past() -> None:
    record = suspension(date(2026, 3, 1), date(2026, 5, 31))
    assert intervals_from(DAY, [record]) == [
        Interval(None, date(2026, 6, 1), Standing(StandingCode.SUSPENDED, date(2026, 5, 31))),
        Interval(date(2026, 6, 1), None, IN_PRACTICE),
    ]
    assert intervals_from(date(2026, 6, 1), [record]) == [Interval(None, None, IN_PRACTICE)]


def test_article_14_the_stretches_agree_with_the_standing_of_every_day() -> None:
    records = [
        suspension(date(2026, 4, 1), date(2026, 5, 31)),
        RecordFacts(Effect.SUSPENDS, date(2026, 5, 1), date(2026, 9, 30), date(2026, 5, 20), date(2026, 12, 1)),
        ending(until=date(2026, 11, 1)),
    ]
    records[2] = RecordFacts(Effect.ENDS, date(2026, 8, 1), None, date(2026, 8, 15), date(2026, 11, 1))
    stretches = intervals_from(DAY, records, ceased_on=date(2026, 8, 10))
    for number in range(400):
        day = date.fromordinal(DAY.toordinal() + number)
        held = [s for s in stretches if (s.begin or DAY) <= day and (s.end is None or day < s.end)]
        expected = None if is_gone(day, records) else standing_on(day, records, date(2026, 8, 10))
        assert [stretch.standing for stretch in held] == [expected], day
