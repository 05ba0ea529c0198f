"""Lists find what is looked for, with the same number of queries at any size, each served by an index."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.directory.generator import generate
from cms.directory.models import AdministrativePenalty, Practitioner
from cms.directory.models.enums import RecordState
from tests.directory import builders
from tests.directory.builders import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

FIRMS, PEOPLE = "/admin/directory/institutions/", "/admin/directory/practitioners/"
LISTS = [
    FIRMS,
    f"{FIRMS}?kind=law_firm",
    f"{FIRMS}?q=示范",
    f"{FIRMS}?status=unlisted",
    PEOPLE,
    f"{PEOPLE}?kind=lawyer",
    f"{PEOPLE}?q=示例",
    f"{PEOPLE}?q=sl",
    f"{PEOPLE}?topic=family",
    f"{PEOPLE}?standing=suspended",
    f"{PEOPLE}?missing=licence",
    "/admin/directory/penalties/",
    "/admin/directory/penalties/?phase=shown",
    "/admin/directory/choose-practitioner/results/?q=示例",
]


def names(client: Client, address: str) -> list[str]:
    return [row.name for row in client.get(address).context["object_list"]]


@pytest.mark.parametrize("typed", ["国成", "zgc", "ZGC", "张 国 成", "1000020151900"])
def test_people_are_found_by_part_of_the_name_initials_and_number(clerk: Client, typed: str) -> None:
    builders.practitioner(name="张国成", licence_number="10000201519000001")
    builders.practitioner(name="李四", licence_number="10000202010000002")

    assert names(clerk, f"{PEOPLE}?q={typed}") == ["张国成"]


def test_institutions_are_found_by_credit_code_former_name_and_initials(clerk: Client) -> None:
    firm = builders.institution(name="示范天平律师事务所", former_names="示范正义律师事务所")
    builders.institution()

    for typed in (firm.unified_social_credit_code[:17], firm.unified_social_credit_code, "正义", "sftp"):
        assert names(clerk, f"{FIRMS}?q={typed}") == [firm.name], typed


def test_words_that_very_many_names_hold_find_all_of_them(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.directory.admin.searching.MOST_KEYS", 3)
    for _number in range(6):
        builders.practitioner(builders.institution())

    assert len(names(clerk, f"{FIRMS}?q=律师事务所")) == 6
    assert len(names(clerk, f"{FIRMS}?q=31000000MD")) == 6
    assert len(names(clerk, f"{PEOPLE}?q=sl")) == 6
    assert len(names(clerk, f"{PEOPLE}?q=1000020")) == 6


def test_filters_by_kind_standing_and_place_keep_what_they_say(clerk: Client) -> None:
    firm, other = builders.institution(), builders.institution()
    suspended = builders.practitioner(firm, name="示例停")
    builders.practitioner(other, name="示例在")
    builders.shown_penalty(suspended, **builders.SUSPENSION)

    assert names(clerk, f"{PEOPLE}?standing=suspended") == ["示例停"]
    assert names(clerk, f"{PEOPLE}?institution={firm.pk}") == ["示例停"]
    assert names(clerk, f"{PEOPLE}?kind=notary") == []


def test_a_list_says_what_to_do_when_it_is_empty_and_when_nothing_is_found(clerk: Client) -> None:
    assert "还没有机构" in clerk.get(FIRMS).content.decode()
    builders.institution()
    assert "没有找到" in clerk.get(f"{FIRMS}?q=没有这个").content.decode()


def test_every_list_takes_as_many_queries_at_500_rows_as_at_50(clerk: Client) -> None:
    generate(institutions=50, practitioners=50, today=TODAY)
    _records(50)
    few = [_queries(clerk, address) for address in LISTS]
    generate(institutions=500, practitioners=500, today=TODAY)
    _records(500)

    many = [_queries(clerk, address) for address in LISTS]

    assert dict(zip(LISTS, many, strict=True)) == dict(zip(LISTS, few, strict=True))


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def _records(number: int) -> None:
    writer, other = builders.clerk(), builders.approver()
    people = Practitioner.objects.filter(kind="lawyer")[:number]
    AdministrativePenalty.objects.bulk_create(
        AdministrativePenalty(
            **builders.penalty_values(person, **builders.SUSPENSION),
            state=RecordState.APPROVED,
            drafted_by=writer,
            edited_by=writer,
            approved_by=other,
            approved_at=f"{date(2026, 1, 9)}T00:00:00Z",
        )
        for person in people
    )


def test_a_chooser_lists_a_page_and_finds_by_initials(clerk: Client, browser: Callable) -> None:
    for _number in range(30):
        builders.practitioner()
    builders.practitioner(name="张国成")

    whole = clerk.get("/admin/directory/choose-practitioner/results/").content.decode()
    found = clerk.get("/admin/directory/choose-practitioner/results/?q=zgc").content.decode()

    assert whole.count("data-chooser-modal-choice") == 20
    assert found.count("data-chooser-modal-choice") == 1
    assert "张国成" in found
