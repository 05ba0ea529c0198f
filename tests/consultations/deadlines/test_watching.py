"""Warned at half and at 80 %, escalated when past: whom, when, and once."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.common import clock
from portal.consultations.models import CalendarDay, Consultation, Deadline
from portal.consultations.services.time import clocks, watching
from portal.consultations.services.time.watching import watch
from portal.consultations.tasks import recompute_deadlines, watch_deadlines
from portal.notifications.models import Notification
from tests.consultations.builders import person, resident
from tests.consultations.deadlines.cases import at, case

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
START = at("2026-03-02 09:00")


def asked(**values: Any) -> Consultation:
    one = case(START, **values)
    clocks.start_deadline(one, "first_answer", at=START)
    return one


def assigned(**values: Any) -> Consultation:
    staff = resident()
    person("back_office", staff.resident_institution.institution)
    return asked(assigned_to=staff, state="assigned", **values)


def told_at(moment: datetime) -> list[tuple[str, str]]:
    """Who was told what by one run at a moment: role, text."""
    before = set(Notification.objects.values_list("pk", flat=True))
    watch(moment)
    new = Notification.objects.exclude(pk__in=before).order_by("pk")
    return [(message.recipient.username.rpartition("-")[0], message.text) for message in new]


def test_half_of_the_time_80_percent_and_the_end_are_told_once_each() -> None:
    person("moderator")
    one = assigned()
    number = one.written_number
    assert told_at(at("2026-03-02 11:29")) == []
    assert told_at(at("2026-03-02 11:30")) == [
        ("resident", f"咨询{number}：首次答复的时间已经过半，2026年3月2日（周一）14:00到期。")
    ]
    assert told_at(at("2026-03-02 12:59")) == []
    assert [role for role, _text in told_at(at("2026-03-02 13:00"))] == ["resident", "back_office"]
    assert told_at(at("2026-03-02 14:00")) == []
    past = told_at(at("2026-03-02 14:01"))
    assert [role for role, _text in past] == ["back_office", "moderator"]
    assert "已经逾期" in past[0][1]
    assert told_at(at("2026-03-03 14:01")) == []


def test_of_a_case_that_nobody_has_the_moderators_are_told() -> None:
    person("moderator")
    asked()
    for moment in ("2026-03-02 11:30", "2026-03-02 13:00", "2026-03-02 14:01"):
        assert [role for role, _text in told_at(at(moment))] == ["moderator"]


def test_what_the_portal_itself_owes_goes_to_moderators_and_then_to_the_supervisor() -> None:
    person("moderator")
    person("supervisor")
    clocks.start_deadline(case(START, state="screening"), "refusal_appeal", at=START)
    assert [role for role, _text in told_at(at("2026-03-04 12:00"))] == ["moderator"]
    assert [role for role, _text in told_at(at("2026-03-06 00:00"))] == ["moderator", "supervisor"]


def test_article_25_of_a_quarantined_case_the_supervisors_alone_are_told() -> None:
    person("moderator")
    person("supervisor")
    asked(is_quarantined=True)
    assert [role for role, _text in told_at(at("2026-03-02 14:01"))] == ["supervisor"]


def test_a_watch_that_slept_tells_the_gravest_alone() -> None:
    person("moderator")
    asked()
    assert [text.partition("，")[0][-4:] for _role, text in told_at(at("2026-03-02 20:00"))] == ["已经逾期"]
    assert told_at(at("2026-03-02 20:01")) == []


def test_while_the_clock_stands_still_met_or_cancelled_nobody_is_told() -> None:
    person("moderator")
    waiting, answered, withdrawn = asked(), asked(), asked()
    clocks.pause(waiting, at=at("2026-03-02 09:10"))
    clocks.meet(answered, "first_answer", at=at("2026-03-02 09:10"))
    clocks.cancel(withdrawn, at=at("2026-03-02 09:10"))
    assert told_at(at("2026-03-05 09:00")) == []


def test_after_a_pause_the_marks_move_with_the_end() -> None:
    person("moderator")
    one = asked()
    clocks.pause(one, at=at("2026-03-02 10:00"))
    clocks.resume(one, at=at("2026-03-03 10:00"))
    assert told_at(at("2026-03-03 11:29")) == []
    assert len(told_at(at("2026-03-03 11:30"))) == 1


def test_half_of_three_working_days_is_noon_of_the_second() -> None:
    started = clocks.start_deadline(case(START), "follow_up", at=START)
    assert abs(started.half_at - at("2026-03-04 12:00")) < timedelta(minutes=1)
    assert abs(started.late_warning_at - at("2026-03-05 09:36")) < timedelta(minutes=1)


def test_what_fails_while_telling_is_taken_back_and_told_the_next_time(monkeypatch: pytest.MonkeyPatch) -> None:
    person("moderator")
    asked()
    with monkeypatch.context() as broken:
        broken.setattr(watching, "tell_moderators", _fail)
        with pytest.raises(RuntimeError):
            watch(at("2026-03-02 14:01"))
    assert Deadline.objects.get().escalated_at is None
    assert len(told_at(at("2026-03-02 14:02"))) == 1


def _fail(*args: Any) -> None:
    raise RuntimeError("killed here")


def test_the_watch_asks_three_questions_however_many_cases_are_open() -> None:
    for _number in range(2):
        asked()
    for _more in range(2):
        with CaptureQueriesContext(
            connection,
        ) as asked_of:
            watch(at("2026-03-02 09:05"))
        assert len(asked_of) == 3
        for _number in range(20):
            asked()


@pytest.mark.parametrize(
    ("stage", "index"), list(zip(watching.STAGES, ("deadline_past", "deadline_late", "deadline_half"), strict=True))
)
def test_what_is_due_is_found_by_index(stage: watching.Stage, index: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL reads a small table whole")
    assert index in watching.due_now(stage, START).explain()


def test_the_tasks_of_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    person("moderator")
    asked()
    monkeypatch.setattr(clock, "now", lambda: at("2026-03-02 14:01"))
    watch_deadlines()
    assert Notification.objects.count() == 1
    one = clocks.start_deadline(case(START), "correction", at=START)
    CalendarDay.objects.filter(day="2026-03-03").delete()
    CalendarDay.objects.bulk_create([CalendarDay(day="2026-03-03", is_working=False, name="停工")])
    recompute_deadlines()
    one.refresh_from_db()
    assert one.explanation["skipped"] == [{"day": "2026-03-03", "reason": "停工"}]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_an_edited_day_of_the_calendar_moves_what_is_open_at_once() -> None:
    one = clocks.start_deadline(case(START), "correction", at=START)
    row = CalendarDay.objects.create(day="2026-03-03", is_working=False, name="停工")
    one.refresh_from_db()
    assert one.explanation["counted"] == ["2026-03-04"]
    row.delete()
    one.refresh_from_db()
    assert one.explanation["counted"] == ["2026-03-03"]
    assert [change.reason for change in one.changes.all()] == ["calendar", "calendar"]
