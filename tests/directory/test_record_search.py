"""Article 14: penalties and sanctions can be queried, while they are shown and never after."""

from __future__ import annotations

from datetime import UTC, date, datetime
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.collecting.models import Source
from cms.directory.models.enums import WithdrawalReason
from cms.directory.services import records
from tests.directory.builders import TODAY, approver, institution, practitioner, shown_penalty, shown_sanction

pytestmark = [pytest.mark.django_db, pytest.mark.integration, pytest.mark.usefixtures("on_the_day")]

AFTERWARDS = datetime(2027, 1, 9, 16, tzinfo=UTC)
"""The first moment in Shanghai after the display period of a test's record."""


def read(client: Client, **query: str) -> str:
    response = client.get(f"/directory/records/?{urlencode(query)}")
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_penalties_and_sanctions_have_a_tab_each_and_are_shown_in_full(client: Client) -> None:
    firm = institution(name="示范海事律师事务所")
    person = practitioner(firm, name="示例乙")
    penalty, sanction = shown_penalty(person, cause="私自接受委托"), shown_sanction(firm, code="bar-firm-admonition")
    penalties, sanctions = read(client), read(client, tab="sanctions")
    for fact in (
        "示例乙",
        "示范海事律师事务所",
        person.licence_number,
        penalty.document_number,
        penalty.authority,
        penalty.kind.name,
        penalty.cause,
        "2026年1月5日",
        "2026年1月10日至2027年1月9日",
        f'href="{person.get_absolute_url()}#record-',
    ):
        assert fact in penalties, fact
    assert sanction.document_number not in penalties
    assert sanction.document_number in sanctions
    assert penalty.document_number not in sanctions


def test_they_are_queried_by_name_licence_number_institution_kind_and_date(client: Client) -> None:
    firm, other = institution(name="示范海事律师事务所"), institution(name="示范公证律师事务所")
    mine = shown_penalty(practitioner(firm, name="示例乙"))
    its = shown_penalty(firm, code="lawyers-50-warning", decided_on=date(2026, 1, 2))
    others = shown_penalty(
        practitioner(other, name="示例丙"),
        code="lawyers-48-suspension",
        decided_on=date(2025, 11, 3),
        suspended_from=date(2026, 1, 15),
        suspended_until=date(2026, 7, 14),
    )
    everything = {mine, its, others}
    for query, found in (
        ({}, everything),
        ({"name": "示例乙"}, {mine}),
        ({"name": "海事"}, {its}),
        ({"licence_number": mine.practitioner.licence_number}, {mine}),
        ({"licence_number": mine.practitioner.licence_number[:-1]}, set()),
        ({"institution": "海事"}, {mine, its}),
        ({"institution": other.slug}, {others}),
        ({"kind": others.kind.name}, {others}),
        ({"kind": mine.kind.name, "name": "示例"}, {mine}),
        ({"decided_from": "2026-01-01"}, {mine, its}),
        ({"decided_until": "2025-12-31"}, {others}),
        ({"decided_from": "2026-01-02", "decided_until": "2026-01-02"}, {its}),
    ):
        page = read(client, **query)
        shown = {one for one in everything if one.document_number in page}
        assert shown == found, query
        assert (f"共 {len(found)} 条" in page) == bool(found), query


def test_what_is_shown_no_more_is_found_by_nothing(client: Client) -> None:
    firm = institution(name="示范海事律师事务所")
    lapsing, withdrawn = practitioner(firm, name="示例乙"), practitioner(firm, name="示例丙")
    shown_penalty(lapsing)
    gone = shown_penalty(withdrawn, display_until=date(2028, 1, 1))
    hidden = practitioner(firm, name="示例丁", status="unlisted")
    shown_penalty(hidden, display_until=date(2028, 1, 1))
    records.withdraw_record(gone, WithdrawalReason.REVOKED, by=approver(), today=TODAY)

    def found() -> set[str]:
        queries: list[dict[str, str]] = [
            {},
            {"institution": "海事"},
            {"kind": gone.kind.name},
            {"decided_from": "2000-01-01"},
        ]
        queries += [{"licence_number": one.licence_number} for one in (lapsing, withdrawn, hidden)]
        pages = [read(client, **query).split("</details>")[1] for query in queries]
        return {one.name for one in (lapsing, withdrawn, hidden) for page in pages if one.name in page}

    assert found() == {"示例乙"}
    with time_machine.travel(AFTERWARDS, tick=False):
        assert found() == set()
        assert "共 " not in read(client)
        assert client.get("/directory/records/?page=2").status_code == 404


def test_nobody_learns_who_works_at_an_institution_that_is_not_public(client: Client) -> None:
    hidden = institution(name="示范隐蔽律师事务所", status="unlisted")
    person = practitioner(hidden, name="示例乙")
    shown_penalty(person)
    for words in ("隐蔽", hidden.slug):
        assert person.name not in read(client, institution=words)
    assert person.get_absolute_url() not in unescape(
        client.get(f"/directory/?tab=practitioners&institution={hidden.slug}").content.decode()
    )
    assert "隐蔽" not in read(client)


def test_records_are_listed_with_the_day_of_the_data(client: Client) -> None:
    shown_penalty(practitioner(checked_on=date(2026, 3, 1)))
    Source.objects.create(kind="penalty", name="示范处分通报", last_success_at=datetime(2026, 2, 1, 4, tzinfo=UTC))
    assert "数据截至 2026年2月1日" in read(client)


def test_none_shown_is_said_with_the_day_of_the_data(client: Client) -> None:
    practitioner(checked_on=date(2026, 3, 1))
    assert "本网目前无在公示期内的行政处罚信息（数据截至2026年3月1日）" in read(client)
    assert "本网目前无在公示期内的行业处分信息（数据截至2026年3月1日）" in read(client, tab="sanctions")
    assert "本网目前无符合条件的、在公示期内的行政处罚信息" in read(client, name="示例乙")


def test_search_engines_and_caches_keep_nothing(client: Client) -> None:
    shown_penalty(practitioner(institution()))
    response = client.get("/directory/records/?name=示例")
    assert response.headers["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex, noarchive">' in response.content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"decided_from": "昨天"}, "2026-03-10"),
        ({"decided_from": "2026-02-30"}, "2026-03-10"),
        ({"decided_from": "2026-02-02", "decided_until": "2026-02-01"}, "不能早于"),
        ({"kind": "不存在的种类"}, "种类"),
    ],
)
def test_a_condition_that_means_nothing_is_named_and_stays_where_it_was_typed(
    client: Client, query: dict[str, str], said: str
) -> None:
    record = shown_penalty(practitioner(institution()))
    page = read(client, **query, licence_number="10000201510000001")
    assert said in page.split('id="error-summary-title"')[1].split("</ul>")[0]
    assert record.document_number not in page
    assert 'value="10000201510000001"' in page
    for value in query.values():
        if value != "不存在的种类":
            assert f'value="{value}"' in page


@pytest.mark.parametrize("page", ["0", "x", "-1", "1e3", "٣", "9" * 30, "%00"])
def test_a_page_number_that_means_nothing_breaks_nothing(client: Client, page: str) -> None:
    shown_penalty(practitioner(institution()))
    assert client.get(f"/directory/records/?page={page}").status_code == 200


def test_the_list_has_pages(client: Client) -> None:
    firm = institution()
    for _number in range(21):
        shown_sanction(practitioner(firm), code="bar-admonition")
    assert read(client, tab="sanctions").count("#record-") == 20
    last = read(client, tab="sanctions", page="2", name="示例")
    assert last.count("#record-") == 1
    assert "?tab=sanctions&page=1&name=" in last
    assert client.get("/directory/records/?tab=sanctions&page=3").status_code == 404


def test_it_takes_six_queries_at_most_however_many_there_are(client: Client) -> None:
    firm = institution(name="示范海事律师事务所")

    def queries(query: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"/directory/records/?{query}").status_code == 200
        return len(asked)

    addresses = ["", "institution=海事&kind=警告&decided_from=2020-01-01", "tab=sanctions", "name=查无此人"]
    shown_penalty(practitioner(firm))
    shown_sanction(practitioner(firm))
    few = [queries(one) for one in addresses]
    for _number in range(20):
        shown_penalty(practitioner(firm))
        shown_sanction(practitioner(institution()))
    assert [queries(one) for one in addresses] == few
    assert max(few) <= 6


def test_what_an_import_brought_is_shown_as_text(client: Client) -> None:
    evil = "<script>alert(1)</script>"
    shown_penalty(practitioner(institution(name=f"示范{evil}"), name=f"示例{evil}"), cause=evil)
    assert evil not in client.get(f"/directory/records/?name={evil}").content.decode()
