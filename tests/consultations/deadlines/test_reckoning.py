"""Rules of the clock, one a test."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.reckoning import NoServiceTime, Reckoned, reckon
from portal.consultations.deadlines.terms import Pause, Rule, WorkTime
from portal.consultations.models.choices import TimeUnit

FIVE_HOURS = Rule(5, TimeUnit.NATURAL_HOURS)
THREE_DAYS = Rule(3, TimeUnit.WORKING_DAYS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def due(found: Reckoned) -> str:
    assert found.due is not None
    return f"{found.due:%Y-%m-%d %H:%M:%S}"


def test_article_23_asked_at_23_is_due_at_4_the_next_day() -> None:
    assert due(reckon(at("2024-09-27 23:00"), FIVE_HOURS)) == "2024-09-28 04:00:00"


def test_article_24_unsatisfied_on_friday_before_national_day_is_due_at_the_end_of_8_october() -> None:
    found = reckon(at("2024-09-27 16:00"), THREE_DAYS)
    assert due(found) == "2024-10-08 23:59:59"
    assert [f"{day:%m-%d}" for day in found.counted] == ["09-29", "09-30", "10-08"]
    assert [(f"{each.day:%m-%d}", each.reason) for each in found.skipped] == [
        ("09-28", "周六"),
        *((f"10-0{number}", "国庆节") for number in range(1, 8)),
    ]
    assert not found.is_provisional


def test_a_start_in_utc_counts_from_its_day_in_shanghai() -> None:
    assert due(reckon(datetime(2026, 3, 5, 17, 0, tzinfo=UTC), Rule(1, TimeUnit.WORKING_DAYS))) == "2026-03-09 23:59:59"


def test_the_leap_day_is_a_day_like_others() -> None:
    assert due(reckon(at("2024-02-28 22:00"), FIVE_HOURS)) == "2024-02-29 03:00:00"
    assert due(reckon(at("2024-02-28 22:00"), Rule(1, TimeUnit.WORKING_DAYS))) == "2024-02-29 23:59:59"


def test_service_hours_run_within_the_hours_of_working_days_only() -> None:
    found = reckon(at("2024-09-30 16:00"), Rule(5, TimeUnit.SERVICE_HOURS))
    assert due(found) == "2024-10-08 14:00:00"
    assert [each.reason for each in found.skipped] == ["国庆节"] * 7


def test_a_weekend_worked_in_exchange_has_the_hours_of_a_monday() -> None:
    assert due(reckon(at("2024-09-29 08:00"), Rule(2, TimeUnit.SERVICE_HOURS))) == "2024-09-29 11:00:00"
    own = WorkTime(hours={0: [(time(9), time(17))], 6: [(time(14), time(18))]})
    assert due(reckon(at("2024-09-29 08:00"), Rule(10, TimeUnit.SERVICE_HOURS), (), own)) == "2024-09-30 15:00:00"


def test_without_any_service_hours_it_says_so_instead_of_searching_for_ever() -> None:
    with pytest.raises(NoServiceTime):
        reckon(at("2024-09-29 08:00"), Rule(2, TimeUnit.SERVICE_HOURS), (), WorkTime(hours={}))


def test_waiting_for_the_citizen_pauses_and_the_remainder_runs_on() -> None:
    pause = Pause(at("2026-03-02 10:00"), at("2026-03-03 09:00"))
    assert due(reckon(at("2026-03-02 08:00"), FIVE_HOURS, [pause])) == "2026-03-03 12:00:00"


def test_at_least_one_hour_is_left_after_a_pause() -> None:
    pause = Pause(at("2026-03-02 12:59"), at("2026-03-03 09:00"))
    assert due(reckon(at("2026-03-02 08:00"), FIVE_HOURS, [pause])) == "2026-03-03 10:00:00"
    office = Pause(at("2026-03-02 14:55"), at("2026-03-03 20:00"))
    assert due(reckon(at("2026-03-02 09:00"), Rule(5, TimeUnit.SERVICE_HOURS), [office])) == "2026-03-04 10:00:00"


def test_a_pause_after_the_end_changes_nothing_what_is_late_stays_late() -> None:
    found = reckon(at("2026-03-02 08:00"), FIVE_HOURS, [Pause(at("2026-03-02 13:00"), at("2026-03-05 13:00"))])
    assert (due(found), found.pauses) == ("2026-03-02 13:00:00", ())


def test_pauses_that_overlap_count_once() -> None:
    pauses = [
        Pause(at("2026-03-02 11:00"), at("2026-03-02 12:30")),
        Pause(at("2026-03-02 10:00"), at("2026-03-02 12:00")),
        Pause(at("2026-03-02 10:30"), at("2026-03-02 10:30")),
    ]
    found = reckon(at("2026-03-02 08:00"), FIVE_HOURS, pauses)
    assert (due(found), len(found.pauses)) == ("2026-03-02 15:30:00", 1)


@pytest.mark.parametrize("unit", TimeUnit)
def test_while_the_clock_stands_still_nothing_is_due(unit: TimeUnit) -> None:
    found = reckon(at("2026-03-02 09:00"), Rule(3, unit), [Pause(at("2026-03-02 10:00"))])
    assert found.due is None
    assert found.pauses == (Pause(at("2026-03-02 10:00")),)


@pytest.mark.parametrize("unit", TimeUnit)
def test_a_rule_without_pauses_runs_through(unit: TimeUnit) -> None:
    rule = Rule(3, unit, pauses=False)
    assert reckon(at("2026-03-02 09:00"), rule, [Pause(at("2026-03-02 10:00"))]).due == (
        reckon(at("2026-03-02 09:00"), rule).due
    )


def test_a_working_day_counts_when_the_clock_runs_at_its_end() -> None:
    over_one_night = Pause(at("2026-03-03 10:00"), at("2026-03-04 09:00"))
    found = reckon(at("2026-03-02 09:00"), THREE_DAYS, [over_one_night])
    assert due(found) == "2026-03-06 23:59:59"
    assert [(each.day, each.reason) for each in found.skipped] == [(date(2026, 3, 3), "停止计时")]
    within_a_day = Pause(at("2026-03-03 10:00"), at("2026-03-03 18:00"))
    assert due(reckon(at("2026-03-02 09:00"), THREE_DAYS, [within_a_day])) == "2026-03-05 23:59:59"


def test_a_clock_that_starts_again_in_the_last_hour_has_the_next_working_day() -> None:
    late = Pause(at("2026-03-05 10:00"), at("2026-03-05 23:10"))
    found = reckon(at("2026-03-02 09:00"), THREE_DAYS, [late])
    assert due(found) == "2026-03-06 23:59:59"
    assert found.skipped[-1].reason == "恢复计时已不足一小时"


def test_past_the_horizon_lunar_holidays_are_free_and_the_result_provisional() -> None:
    found = reckon(at("2027-02-04 09:00"), Rule(1, TimeUnit.WORKING_DAYS))
    assert due(found) == "2027-02-09 23:59:59"
    assert [each.reason for each in found.skipped] == ["农历除夕", "春节", "春节", "春节"]
    assert found.is_provisional
    assert reckon(at("2028-10-02 09:00"), THREE_DAYS).skipped[0].reason == "中秋节"


def test_a_year_of_the_far_future_is_never_an_error() -> None:
    assert reckon(at("2190-01-06 09:00"), THREE_DAYS).is_provisional
    assert not reckon(at("2190-01-06 09:00"), FIVE_HOURS).is_provisional


def test_an_edited_calendar_names_its_free_days() -> None:
    flood = date(2026, 3, 3)
    work = WorkTime(
        calendar=lambda day: day != flood and day.weekday() < 5,
        named=lambda day: "停电停工" if day == flood else "",
    )
    found = reckon(at("2026-03-02 09:00"), Rule(1, TimeUnit.WORKING_DAYS), (), work)
    assert (due(found), found.skipped[0].reason) == ("2026-03-04 23:59:59", "停电停工")


def test_a_limit_below_one_unit_is_none() -> None:
    with pytest.raises(ValueError):
        Rule(0, TimeUnit.NATURAL_HOURS)


def test_the_end_of_a_day_is_its_last_second_in_shanghai() -> None:
    found = reckon(at("2026-03-02 09:00"), Rule(1, TimeUnit.WORKING_DAYS))
    assert found.due is not None
    assert found.due.isoformat() == "2026-03-03T23:59:59+08:00"
    assert found.due.utcoffset() == timedelta(hours=8)
