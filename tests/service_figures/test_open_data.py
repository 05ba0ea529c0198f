"""The public part as open data: published once a month, the same rows as CSV, JSON and API, small numbers hidden."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import pytest
from django.test import Client

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.models import Consultation
from portal.consultations.timeliness.figures import timeliness
from portal.service_figures.asking import Asked, topic_names
from portal.service_figures.dashboard import dashboard
from portal.service_figures.models import OpenDataMonth
from portal.service_figures.opendata.hiding import LEAST
from portal.service_figures.opendata.publishing import publish_due
from portal.service_figures.opendata.tables import TABLES, TOTAL
from tests.consultations.builders import person
from tests.service_figures.figures import MARCH, invented

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def _april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 4, 2, 4, 10, tzinfo=SHANGHAI))


def rows_of(table: str) -> list[dict[str, Any]]:
    return [row for row in OpenDataMonth.objects.get(month=date(2026, 3, 1)).rows if row["table"] == table]


def published(count: int = 150) -> None:
    invented(count)
    publish_due(clock.today())


def test_what_is_published_is_true_and_nothing_small_is_among_it() -> None:
    published()
    shown = dashboard(Asked(MARCH), topic_names())
    topics = {line.key: line.figures[0].value for t in shown.tables if t.panel.name == "topics" for line in t.lines}
    for row in rows_of("asked_by_topic"):
        if row["category"] != TOTAL and row["count"]:
            assert row["count"] == topics[row["category"]]
    counts = [row["count"] for table in TABLES for row in rows_of(table.name) if row["count"]]
    assert min(counts) >= LEAST


def test_no_hidden_cell_is_the_only_one_of_its_table() -> None:
    published()
    for table in TABLES:
        rows = rows_of(table.name)
        shut = [row for row in rows if row["count"] is None]
        total = next(row["count"] for row in rows if row["category"] == TOTAL)
        if shut and total is not None:
            told = sum(row["count"] for row in rows if row["category"] != TOTAL and row["count"] is not None)
            assert len(shut) >= 2
            assert total - told >= LEAST


def test_the_tables_of_a_month_share_nothing_but_their_total() -> None:
    published()
    totals = {rows_of(name)[0]["count"] for name in ("asked_by_topic", "asked_by_district", "asked_by_channel")}
    assert len(totals) == 1
    assert not {table.by for table in TABLES} & {"institution", "resident", "hour", "time"}


def test_a_month_that_was_published_never_changes(client: Client) -> None:
    published()
    before = client.get("/open-data/open-data.json").json()
    Consultation.objects.update(place="北京市延庆区")
    assert publish_due(clock.today()) == []
    assert client.get("/open-data/open-data.json").json() == before


def test_the_running_month_is_not_published() -> None:
    invented(30)
    assert date(2026, 4, 1) not in publish_due(clock.today())


def test_page_file_json_and_api_say_the_same(client: Client) -> None:
    published()
    lines = list(csv.DictReader(io.StringIO(client.get("/open-data/open-data.csv").content.decode("utf-8-sig"))))
    told = client.get("/open-data/open-data.json").json()
    assert [(row["month"], row["table"], row["category"], row["count"]) for row in told["rows"]] == [
        (line["month"], line["table"], line["category"], int(line["count"]) if line["count"] else None)
        for line in lines
    ]
    api = client.get("/api/v2/open-data/?page_size=100").json()
    assert api["count"] == len(lines)
    assert api["results"] == told["rows"][:100]
    page = client.get("/open-data/").content.decode()
    for words in ("最近更新：2026年4月2日", "署名 4.0", "category_name", "不公布"):
        assert words in page


def test_without_data_the_page_says_so(client: Client) -> None:
    assert "还没有公布的数据" in client.get("/open-data/").content.decode()
    assert client.get("/open-data/open-data.json").json()["updated_at"] is None


def test_a_month_of_one_case_is_hidden_whole_and_the_page_says_why(client: Client) -> None:
    published(1)
    asked = [row for table in ("asked_by_topic", "asked_by_district", "asked_by_channel") for row in rows_of(table)]
    assert {row["count"] for row in asked} == {None}
    page = client.get("/open-data/").content.decode()
    assert f"一个月合计不到 {LEAST} 件的，那张表一个数也不公布" in page


def test_who_publishes_reads_which_numbers_are_hidden_and_why(client: Client) -> None:
    client.force_login(person("supervisor"))
    page = client.get("/workbench/monthly-report/").content.decode()
    assert f"1至{LEAST - 1}件的数字不公布" in page
    assert "用合计减去别的就能算出来" in page


def test_the_weekly_figures_of_timeliness_give_no_hidden_topic_away() -> None:
    """A week's row of a topic has five cases at least: in whole weeks of the month they bound the month's cell from below
    alone, and a cell of one to four can have none of them."""
    published(200)
    weekly: dict[str, int] = {}
    for row in timeliness(clock.now()).rows:
        if row.week_from >= MARCH.first and row.week_to <= MARCH.last:
            weekly[row.topic] = weekly.get(row.topic, 0) + row.total
    rows = rows_of("asked_by_topic")
    total = next(row["count"] for row in rows if row["category"] == TOTAL)
    shut = [row["category"] for row in rows if row["count"] is None]
    room = total - sum(row["count"] for row in rows if row["category"] != TOTAL and row["count"] is not None)
    bounds = {topic: weekly.get(topic, 0) for topic in shut}
    for topic in shut:
        most = room - sum(least for other, least in bounds.items() if other != topic)
        assert most > bounds[topic], topic


def test_who_may_publishes_by_a_press(client: Client) -> None:
    invented(40)
    client.force_login(person("supervisor"))
    assert client.post("/workbench/monthly-report/open-data/").status_code == 302
    assert OpenDataMonth.objects.filter(month=date(2026, 3, 1)).exists()
