"""The clocks of a case (article 23; decisions 1 to 3): rows, and what happens to them."""

from __future__ import annotations

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.defaults import NoPolicy
from portal.consultations.models import CalendarDay, Deadline, DeadlineChange, ServiceHours, SlaPolicy
from portal.consultations.models.choices import DeadlineKind, TimeUnit
from portal.consultations.services.time import clocks
from tests.consultations.deadlines.cases import at, case

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
FIRST = DeadlineKind.FIRST_ANSWER


def due(deadline: Deadline) -> str:
    deadline.refresh_from_db()
    return f"{deadline.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("kind", "channel", "expected"),
    [
        ("first_answer", "message", "2024-09-27 21:00:00"),
        ("first_answer", "live", "2024-09-27 17:00:00"),
        ("first_answer", "window", "2024-09-27 21:00:00"),
        ("further_question", "message", "2024-09-27 21:00:00"),
        ("follow_up", "message", "2024-10-08 23:59:59"),
        ("refusal_appeal", "message", "2024-10-08 23:59:59"),
        ("complaint", "message", "2024-10-10 23:59:59"),
        ("expert_referral", "message", "2024-09-30 23:59:59"),
        ("correction", "message", "2024-09-29 23:59:59"),
        ("unpublish", "message", "2024-09-29 23:59:59"),
    ],
)
def test_article_23_24_the_limits_that_a_new_portal_begins_with(kind: str, channel: str, expected: str) -> None:
    moment = at("2024-09-27 16:00")
    assert due(clocks.start_deadline(case(moment, channel=channel), kind, at=moment)) == expected


def test_a_limit_is_a_row_and_a_later_row_holds_from_its_day_on_for_what_begins_then() -> None:
    SlaPolicy.objects.create(kind=FIRST, channel="", amount=2, unit=TimeUnit.NATURAL_HOURS, valid_from=date(2026, 3, 3))
    before = clocks.start_deadline(case(at("2026-03-02 23:30")), FIRST, at=at("2026-03-02 23:30"))
    after = clocks.start_deadline(case(at("2026-03-03 00:30")), FIRST, at=at("2026-03-03 00:30"))
    assert (due(before), due(after)) == ("2026-03-03 04:30:00", "2026-03-03 02:30:00")
    assert before.policy is not None
    assert (before.policy.amount, before.amount) == (5, 5)


def test_without_any_row_the_first_limits_hold() -> None:
    SlaPolicy.objects.all().delete()
    started = clocks.start_deadline(case(at("2026-03-02 23:00")), FIRST, at=at("2026-03-02 23:00"))
    assert (due(started), started.policy) == ("2026-03-03 04:00:00", None)


def test_a_kind_without_a_limit_is_said_to_have_none() -> None:
    with pytest.raises(NoPolicy):
        clocks.start_deadline(case(at("2026-03-02 23:00")), DeadlineKind.DEFERRED_REPLY, at=at("2026-03-02 23:00"))


def test_a_clock_of_a_kind_runs_once_at_a_time() -> None:
    one = case(at("2026-03-02 09:00"))
    clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    with pytest.raises(IntegrityError), transaction.atomic():
        clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:01"))


def test_every_deadline_keeps_its_explanation() -> None:
    started = clocks.start_deadline(case(at("2024-09-27 16:00")), "follow_up", at=at("2024-09-27 16:00"))
    started.refresh_from_db()
    assert started.explanation["start"] == "2024-09-27T16:00:00+08:00"
    assert started.explanation["counted"] == ["2024-09-29", "2024-09-30", "2024-10-08"]
    assert started.explanation["skipped"][1] == {"day": "2024-10-01", "reason": "国庆节"}
    assert started.explanation["due"] == "2024-10-08T23:59:59+08:00"


def test_waiting_for_the_citizen_stops_the_clock_and_the_remainder_runs_on() -> None:
    one = case(at("2026-03-02 09:00"))
    started = clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    assert clocks.pause(one, at=at("2026-03-02 13:30")) == 1
    started.refresh_from_db()
    assert (started.paused_at, started.explanation["due"]) == (at("2026-03-02 13:30"), None)
    assert not clocks.is_late(one, at("2026-03-09 09:00"))
    assert clocks.resume(one, at=at("2026-03-05 10:00")) == 1
    assert due(started) == "2026-03-05 11:00:00"
    assert clocks.is_late(one, at("2026-03-05 11:01"))


def test_what_is_late_is_not_stopped_any_more() -> None:
    one = case(at("2026-03-02 09:00"))
    clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    assert clocks.pause(one, at=at("2026-03-02 14:30")) == 0
    assert clocks.is_late(one, at("2026-03-02 14:30"))


def test_a_live_hour_is_not_stopped() -> None:
    one = case(at("2026-03-02 09:00"), channel="live")
    clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    assert clocks.pause(one, at=at("2026-03-02 09:30")) == 0


def test_in_time_is_met_and_a_second_later_is_late() -> None:
    for moment, outcome in (("2026-03-02 14:00:00", "met"), ("2026-03-02 14:00:01", "late")):
        one = case(at("2026-03-02 09:00"))
        clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
        met = clocks.meet(one, FIRST, at=at(moment))
        assert met is not None
        assert met.outcome == outcome
        assert clocks.meet(one, FIRST, at=at("2026-03-03 09:00")) is None


def test_article_23_a_deferral_in_time_counts_as_deferred_and_has_a_clock_of_its_own() -> None:
    one = case(at("2026-03-02 09:00"))
    first = clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    for moment, until in (("2026-03-02 12:00", "2026-03-04 10:00"), ("2026-03-04 09:00", "2026-03-06 18:00")):
        clocks.defer(one, at=at(moment))
        agreed = clocks.start_deadline(one, "deferred_reply", at=at(moment), due_at=at(until))
        assert due(agreed) == f"{until}:00"
    first.refresh_from_db()
    outcomes = list(Deadline.objects.filter(consultation=one).values_list("outcome", flat=True))
    assert outcomes == ["deferred", "deferred", ""]
    assert not clocks.is_late(one, at("2026-03-06 18:00"))
    assert clocks.is_late(one, at("2026-03-06 18:01"))


def test_article_23_deferred_too_late_stays_missed() -> None:
    one = case(at("2026-03-02 09:00"))
    clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    deferred = clocks.defer(one, at=at("2026-03-02 15:00"))
    assert deferred is not None
    assert deferred.outcome == "late"
    assert clocks.is_late(one, at("2026-03-02 15:01"))


def test_an_agreed_time_waits_for_the_citizen_too() -> None:
    one = case(at("2026-03-02 09:00"))
    agreed = clocks.start_deadline(one, "deferred_reply", at=at("2026-03-02 09:00"), due_at=at("2026-03-04 09:00"))
    clocks.pause(one, at=at("2026-03-03 09:00"))
    clocks.resume(one, at=at("2026-03-06 09:00"))
    assert due(agreed) == "2026-03-07 09:00:00"


def test_withdrawn_nothing_is_owed() -> None:
    one = case(at("2026-03-02 09:00"))
    started = clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    assert clocks.cancel(one, at=at("2026-03-02 10:00")) == 1
    started.refresh_from_db()
    assert started.outcome == "cancelled"
    assert not clocks.open_deadlines(one).exists()


def test_what_was_missed_stays_missed_when_nothing_is_owed_any_more() -> None:
    one = case(at("2026-03-02 09:00"))
    clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    clocks.cancel(one, at=at("2026-03-02 14:01"))
    assert Deadline.objects.get().outcome == "late"
    # A second look brought it back: its answer has a clock of its own.
    clocks.start_deadline(one, FIRST, at=at("2026-03-05 09:00"))
    assert not clocks.is_late(one, at("2026-03-05 10:00"))


def test_facts_after_closing_bring_back_what_was_owed_with_what_was_left() -> None:
    one = case(at("2026-03-02 09:00"))
    started = clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
    clocks.pause(one, at=at("2026-03-02 11:00"))
    clocks.cancel(one, at=at("2026-03-17 11:00"))
    assert clocks.restart(one, at=at("2026-03-20 08:00")) == 1
    assert due(started) == "2026-03-20 11:00:00"
    assert started.outcome == ""


def test_when_the_calendar_is_extended_open_deadlines_are_worked_out_anew_and_the_change_is_recorded() -> None:
    one, done = case(at("2027-02-03 09:00")), case(at("2027-02-03 09:00"))
    started = clocks.start_deadline(one, "follow_up", at=at("2027-02-03 09:00"))
    clocks.start_deadline(one, FIRST, at=at("2027-02-03 09:00"))
    met = clocks.start_deadline(done, "follow_up", at=at("2027-02-03 09:00"))
    clocks.meet(done, "follow_up", at=at("2027-02-03 10:00"))
    assert (due(started), started.is_provisional) == ("2027-02-10 23:59:59", True)
    days = [date(2027, 2, number) for number in range(1, 29)]
    CalendarDay.objects.bulk_create(
        CalendarDay(
            day=day, is_working=day.weekday() < 5 and not 5 <= day.day <= 11, name="春节" if 5 <= day.day <= 11 else ""
        )
        for day in days
    )
    assert clocks.recompute_open(at("2026-11-20 09:00"), "calendar") == 1
    assert (due(started), started.is_provisional) == ("2027-02-15 23:59:59", False)
    change = DeadlineChange.objects.get()
    assert (change.deadline, change.reason, change.due_after) == (started, "calendar", started.due_at)
    assert due(met) == "2027-02-10 23:59:59"
    assert clocks.recompute_open(at("2026-11-20 09:00"), "calendar") == 0


def test_recomputing_asks_no_more_questions_for_more_deadlines_that_stay(
    django_assert_max_num_queries: object,
) -> None:
    for number in range(12):
        one = case(at("2026-03-02 09:00"))
        clocks.start_deadline(one, "follow_up", at=at(f"2026-03-02 09:{number:02d}"))
    with django_assert_max_num_queries(8):
        clocks.recompute_open(at("2026-03-02 10:00"), "calendar")


def test_service_hours_are_rows() -> None:
    SlaPolicy.objects.create(
        kind="complaint", channel="", amount=2, unit=TimeUnit.SERVICE_HOURS, valid_from=date(2026, 1, 1)
    )
    ServiceHours.objects.all().delete()
    ServiceHours.objects.create(weekday=0, opens=time(20), closes=time(21))
    started = clocks.start_deadline(case(at("2026-03-02 09:00")), "complaint", at=at("2026-03-02 09:00"))
    assert due(started) == "2026-03-09 21:00:00"


def test_five_natural_hours_read_no_calendar(django_assert_num_queries: object) -> None:
    one = case(at("2026-03-02 09:00"))
    with django_assert_num_queries(4):  # savepoint and its release, policy, row
        clocks.start_deadline(one, FIRST, at=at("2026-03-02 09:00"))
