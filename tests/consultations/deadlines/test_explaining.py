"""A deadline explains itself in plain words: start, rule, pauses, days counted, days skipped, end, provisional."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.explaining import as_data, lines
from portal.consultations.deadlines.reckoning import reckon, reckon_agreed
from portal.consultations.deadlines.terms import Pause, Rule
from portal.consultations.models import CalendarDay, Consultation
from portal.consultations.models.choices import TimeUnit
from portal.consultations.services.time import clocks
from portal.consultations.shown_clocks import clocks_of, left_words
from tests.consultations.deadlines.cases import at, case

THREE_DAYS = Rule(3, TimeUnit.WORKING_DAYS)


def told(explanation: dict[str, object]) -> dict[str, str]:
    return {line.term: line.text for line in lines(explanation)}


def shown(one: Consultation, now: str) -> str:
    html = "".join(render_to_string("consultations/clock.html", {"clock": clock}) for clock in clocks_of(one, at(now)))
    return " ".join(strip_tags(html.replace("<", " <")).split())


def test_article_24_the_follow_up_before_national_day_explains_itself() -> None:
    assert told(as_data(reckon(at("2024-09-27 16:00"), THREE_DAYS))) == {
        "从什么时候算起": "2024年9月27日（周五）16:00",
        "规则": "3 个工作日。当天不算，从下一个工作日算起；最后一天算到 24:00。",
        "算在内的日子": "9月29日（周日）、9月30日（周一）、10月8日（周二）",
        "没有算的日子": "9月28日（周六）；10月1日（周二）至10月7日（周一） 国庆节",
        "到什么时候为止": "2024年10月8日（周二）24:00",
    }


def test_article_23_five_hours_through_the_night_with_a_pause() -> None:
    pause = Pause(at("2024-09-28 01:00"), at("2024-09-28 08:00"))
    words = told(as_data(reckon(at("2024-09-27 23:00"), Rule(5, TimeUnit.NATURAL_HOURS), [pause])))
    assert words["规则"] == "5 小时，夜里、周末和节假日都算在内。"
    assert words["暂停"].startswith("从2024年9月28日（周六）01:00到2024年9月28日（周六）08:00")
    assert words["到什么时候为止"] == "2024年9月28日（周六）11:00"
    assert "没有算的日子" not in words


def test_a_provisional_end_says_so() -> None:
    assert "放假安排还没有公布" in told(as_data(reckon(at("2027-02-04 09:00"), THREE_DAYS)))["暂定"]


def test_service_hours_and_agreed_times_name_their_rule() -> None:
    hours = told(as_data(reckon(at("2024-09-30 16:00"), Rule(5, TimeUnit.SERVICE_HOURS))))
    assert hours["规则"] == "5 小时，只算工作日的服务时间。"
    agreed = told(as_data(reckon_agreed(at("2024-09-30 16:00"), at("2024-10-09 10:00"))))
    assert (agreed["规则"], agreed["到什么时候为止"]) == ("约定的时间。", "2024年10月9日（周三）10:00")


def test_days_in_a_row_for_one_reason_are_told_as_one_and_others_apart() -> None:
    words = told(as_data(reckon(at("2026-02-13 09:00"), THREE_DAYS)))
    assert words["没有算的日子"] == "2月15日（周日）至2月23日（周一） 春节"
    assert words["算在内的日子"].startswith("2月14日（周六）")


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2, hours=3, minutes=5), "2 天 3 小时"),
        (timedelta(hours=3, minutes=20), "3 小时 20 分钟"),
        (timedelta(seconds=40), "不到 1 分钟"),
    ],
)
def test_what_is_left_is_said_in_the_units_that_matter(left: timedelta, words: str) -> None:
    assert left_words(left) == words


@pytest.mark.django_db
def test_the_page_tells_how_the_clock_stands_and_why() -> None:
    one = case(at("2024-09-27 23:00"))
    clocks.start_deadline(one, "first_answer", at=at("2024-09-27 23:00"))
    words = shown(one, "2024-09-28 00:40")
    assert words.startswith("首次答复 到2024年9月28日（周六）04:00为止，还剩 3 小时 20 分钟。 这个时间是怎么算的")
    assert "从什么时候算起 2024年9月27日（周五）23:00" in words
    assert "逾期" in shown(one, "2024-09-28 04:01")
    clocks.pause(one, at=at("2024-09-28 01:00"))
    waiting = shown(one, "2024-09-28 05:00")
    assert "暂停 现在停着：等待补充情况" in waiting
    assert "逾期" not in waiting
    clocks.meet(one, "first_answer", at=at("2024-09-28 05:00"))
    assert shown(one, "2024-09-28 05:00") == ""
    assert [clock.words for clock in clocks_of(one, at("2024-09-28 06:00"), open_only=False)] == ["按时"]


@pytest.mark.django_db
def test_a_deadline_that_was_worked_out_anew_tells_what_changed() -> None:
    one = case(at("2026-03-02 09:00"))
    clocks.start_deadline(one, "correction", at=at("2026-03-02 09:00"))
    CalendarDay.objects.bulk_create([CalendarDay(day=date(2026, 3, 3), is_working=False, name="停工")])
    clocks.recompute_open(at("2026-03-02 10:00").astimezone(SHANGHAI), "calendar")
    words = shown(one, "2026-03-02 11:00")
    assert "没有算的日子 3月3日（周二） 停工" in words
    assert "从2026年3月3日（周二）24:00改为2026年3月4日（周三）24:00" in words


@pytest.mark.django_db
def test_several_clocks_are_read_in_two_queries(django_assert_num_queries: object) -> None:
    one = case(at("2026-03-02 09:00"))
    for kind in ("follow_up", "first_answer", "correction"):
        clocks.start_deadline(one, kind, at=at("2026-03-02 09:00"))
    with django_assert_num_queries(2):
        titles = [clock.title for clock in clocks_of(one, at("2026-03-02 10:00"))]
    assert titles == ["首次答复", "回访", "更正"]
