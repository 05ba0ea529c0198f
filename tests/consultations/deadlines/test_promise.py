"""The ask page states the promise as it will be kept tonight, from the roster."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from portal.common import clock
from portal.consultations.models import DutyShift, Leave
from portal.consultations.promise import promise_for
from tests.consultations.builders import resident
from tests.consultations.deadlines.cases import at

pytestmark = pytest.mark.django_db
NIGHT = at("2026-03-02 23:00")


def shift(begins: str, ends: str, **values: object) -> DutyShift:
    return DutyShift.objects.create(staff=resident(**values), begins_at=at(begins), ends_at=at(ends))


def test_article_23_somebody_is_on_duty_the_five_hours_are_promised() -> None:
    shift("2026-03-02 18:00", "2026-03-03 08:00")
    promise = promise_for("message", NIGHT)
    assert promise.due_at == at("2026-03-03 04:00")
    assert promise.words == (
        "您现在提交，应当在2026年3月3日（周二）04:00以前答复（5 小时之内）。到时不能答复的，会说明原因，和您约定时间。"
    )


def test_nobody_is_on_duty_tonight_and_the_page_says_so() -> None:
    shift("2026-03-02 08:00", "2026-03-02 18:00")
    shift("2026-03-03 08:30", "2026-03-03 18:00")
    words = promise_for("message", NIGHT).words
    assert "在这之前没有律师值班，下一班从2026年3月3日（周二）08:30开始" in words
    assert "04:00" in words


def test_who_is_on_leave_or_suspended_is_not_on_duty() -> None:
    away = shift("2026-03-02 22:00", "2026-03-03 06:00")
    Leave.objects.create(staff=away.staff, begins_on=date(2026, 3, 2), ends_on=date(2026, 3, 2))
    shift("2026-03-02 22:00", "2026-03-03 06:00", duty="suspended")
    assert promise_for("message", NIGHT).begins_at is None


def test_a_roster_that_says_nothing_leaves_the_rule() -> None:
    assert promise_for("message", NIGHT).words.endswith("和您约定时间。")


def test_article_23_live_is_promised_only_while_somebody_is_there() -> None:
    assert promise_for("live", NIGHT).words == "现在没有律师在线，请用留言咨询。"
    later = [(at("2026-03-03 09:00"), at("2026-03-03 12:00"))]
    assert "下一班从2026年3月3日（周二）09:00开始" in promise_for("live", NIGHT, later).words
    there = [(at("2026-03-02 22:00"), at("2026-03-03 02:00"))]
    assert promise_for("live", NIGHT, there).words == "现在有律师在线，1 小时之内答复。"


def test_the_promise_asks_five_questions_at_most(django_assert_max_num_queries: object) -> None:
    for _number in range(3):
        shift("2026-03-02 18:00", "2026-03-03 08:00")
    with django_assert_max_num_queries(5):
        promise_for("message", NIGHT)


def test_the_ask_page_states_it_before_anything_is_written(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NIGHT)
    shift("2026-03-03 08:30", "2026-03-03 18:00")
    page = client.get("/ask/").content.decode()
    assert promise_for("message", NIGHT).words in page
    assert 'href="/consultations/timeliness/"' in page
