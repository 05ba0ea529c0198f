"""The public page of timeliness (article 8: figures are reproducible from rows): tables, file, API."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cms.core.models import Topic
from portal.common import clock
from portal.consultations.models import AgreementConsent, Consultation
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.time import clocks
from tests.consultations.deadlines.cases import at, case

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
PAGE, FILE, API = "/consultations/timeliness/", "/consultations/timeliness/timeliness.csv", "/api/v2/timeliness/"
WEEK = at("2026-03-02 09:00")


@pytest.fixture(autouse=True)
def _march(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: at("2026-03-18 12:00"))


def asked(
    topic: str = "labour", week: int = 0, *, purposes: tuple[str, ...] = ("answer", "statistics")
) -> Consultation:
    moment = WEEK + timedelta(weeks=week)
    one = case(moment, topic=Topic.objects.get(code=topic))
    texts = current_texts(clock.today())
    AgreementConsent.objects.create(
        consultation=one,
        risk_notice=texts.risk_notice,
        agreement=texts.agreement,
        privacy_rules=texts.privacy_rules,
        purposes=list(purposes),
        risk_notice_at=moment,
        agreed_at=moment,
    )
    clocks.start_deadline(one, "first_answer", at=moment)
    return one


def answered(topic: str = "labour", week: int = 0, hours: int = 1, count: int = 1, **values: Any) -> None:
    for _number in range(count):
        one = asked(topic, week, **values)
        clocks.meet(one, "first_answer", at=one.submitted_at + timedelta(hours=hours))


def deferred(topic: str = "labour", week: int = 0) -> None:
    one = asked(topic, week)
    clocks.defer(one, at=one.submitted_at + timedelta(hours=2))


def some_figures() -> None:
    answered("labour", 0, count=6)
    answered("labour", 0, hours=7, count=2)
    deferred("labour", 0)
    answered("debt", 0, count=5)
    answered("tort", 0, count=3)
    answered("labour", 1, count=5)
    asked("labour", 1)  # past, and nobody has answered


def rows_of(client: Client) -> list[dict[str, str]]:
    text = client.get(FILE).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_article_8_the_totals_of_the_page_equal_a_recount_from_the_file(client: Client) -> None:
    some_figures()
    page, rows = client.get(PAGE).content.decode(), rows_of(client)
    said = re.search(r"共 (\d+) 件：按时答复 (\d+) 件，按时约定时间 (\d+) 件，逾期 (\d+) 件", page)
    assert said is not None
    recount = [sum(int(row[name]) for row in rows) for name in ("total", "in_time", "deferred", "late")]
    assert [int(number) for number in said.groups()] == recount == [23, 19, 1, 3]
    for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
        cells = re.findall(r'<td class="number">(\d+)</td>' * 4, table)
        assert [sum(int(row[place]) for row in cells) for place in range(4)] == recount


def test_weeks_and_topics_are_named_and_the_small_are_merged(client: Client) -> None:
    some_figures()
    page = client.get(PAGE).content.decode()
    assert '<th scope="row">2026年3月9日至15日</th><td class="number">6</td>' in page
    assert '<th scope="row">劳动人事</th><td class="number">15</td>' in page
    # Three of one topic are too few: the next larger topic goes with them.
    assert '件数较少的专题（合并）</th><td class="number">8</td>' in page
    assert "侵权" not in page
    assert {row["topic"] for row in rows_of(client)} == {"labour", "merged"}


def test_no_inline_style_and_the_bar_says_nothing_that_the_number_does_not(client: Client) -> None:
    some_figures()
    page = client.get(PAGE).content.decode()
    assert "style=" not in page
    assert '83% <svg class="timeliness-bar"' in page
    assert page.count('aria-hidden="true" focusable="false"><rect') == page.count("timeliness-bar")


def test_what_is_not_settled_yet_or_of_this_week_is_in_no_figure(client: Client) -> None:
    answered("labour", 0, count=5)
    waiting, gone = asked("labour"), asked("labour")
    clocks.pause(waiting, at=WEEK + timedelta(hours=1))
    clocks.cancel(gone, at=WEEK + timedelta(hours=1))
    answered("labour", 2, count=9)  # this week
    assert [row["total"] for row in rows_of(client)] == ["5"]


def test_what_was_past_when_it_was_withdrawn_or_refused_is_late(client: Client) -> None:
    answered("labour", 0, count=4)
    clocks.cancel(asked("labour"), at=WEEK + timedelta(hours=6))
    assert [(row["total"], row["late"]) for row in rows_of(client)] == [("5", "1")]


def test_who_did_not_agree_to_statistics_is_in_no_figure(client: Client) -> None:
    answered(count=5)
    answered(count=7, purposes=("answer", "sensitive"))
    assert [row["total"] for row in rows_of(client)] == ["5"]


def test_without_enough_cases_the_page_says_so(client: Client) -> None:
    answered(count=4)
    page = client.get(PAGE).content.decode()
    assert "还没有可以公布的数据" in page
    assert "最近的几件件数不足，暂不公布" in page
    assert rows_of(client) == []


def test_the_api_gives_the_rows_of_the_page(client: Client) -> None:
    some_figures()
    given = client.get(API).json()
    assert given["count"] == 3
    assert given["results"][0] == {
        "week_from": "2026-03-09",
        "week_to": "2026-03-15",
        "topic": "labour",
        "topic_name": "劳动人事",
        "total": 6,
        "in_time": 5,
        "deferred": 0,
        "late": 1,
    }
    assert [{key: str(value) for key, value in row.items()} for row in given["results"]] == rows_of(client)
    assert client.get(API, {"page": "nonsense"}).status_code == 400


def test_a_topics_name_is_no_formula_in_the_file(client: Client) -> None:
    Topic.objects.filter(code="labour").update(name="=1+1")
    answered(count=5)
    assert rows_of(client)[0]["topic_name"] == "'=1+1"


def test_the_page_asks_no_more_questions_for_more_cases(client: Client, django_assert_max_num_queries: Any) -> None:
    answered(count=30)
    client.get(PAGE)
    with django_assert_max_num_queries(6):
        client.get(PAGE)
