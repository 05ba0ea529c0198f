"""The directory through the API: what its pages show, from the same querysets, and nothing that they do not."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core.models import Topic
from cms.directory.models import Affiliation
from cms.directory.models.enums import WithdrawalReason
from cms.directory.services import records
from tests.directory.builders import (
    SUSPENSION,
    TODAY,
    approver,
    institution,
    practitioner,
    shown_penalty,
    shown_sanction,
)
from tests.directory.test_entry_page import photo

pytestmark = [pytest.mark.django_db, pytest.mark.integration, pytest.mark.usefixtures("on_the_day")]

INSTITUTIONS, PRACTITIONERS = "/api/v2/institutions/", "/api/v2/practitioners/"
PENALTIES, SANCTIONS = "/api/v2/administrative-penalties/", "/api/v2/professional-sanctions/"


@pytest.fixture
def client() -> Client:
    """A program that reads; faults reach it as answers."""
    return Client(raise_request_exception=False)


def get(client: Client, address: str, **query: str) -> dict[str, Any]:
    response = client.get(address, query)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def slugs(client: Client, address: str, **query: str) -> set[str]:
    return {one["slug"] for one in get(client, address, **query)["results"]}


def test_article_13_an_institution_is_given_with_every_field_of_its_page(client: Client) -> None:
    firm = institution(
        licence_number="31310000E00012345X",
        former_names="示范旧名律师事务所",
        founded_on=date(2001, 2, 3),
        registered_address="示范路1号",
        telephone="021-00000000",
        opening_hours="工作日九时至十七时",
        website="https://example.org/firm",
        map_url="https://map.example.org/1",
        languages="普通话、手语",
        other_fields="船舶买卖",
        source_name="示范市司法局",
        checked_on=date(2026, 3, 1),
        latitude="39.9",
        longitude="116.4",
    )
    firm.topics.add(Topic.objects.get(code="labour"))
    address = f"{INSTITUTIONS}{firm.slug}/"
    found = get(client, address)
    assert found | {"topics": [], "administrative_penalties": []} == {
        "slug": firm.slug,
        "name": firm.name,
        "kind": "law_firm",
        "kind_label": "律师事务所",
        "url": firm.get_absolute_url(),
        "api_url": address,
        "team_url": f"{address}team/",
        "licence_number": "31310000E00012345X",
        "unified_social_credit_code": firm.unified_social_credit_code,
        "former_names": ["示范旧名律师事务所"],
        "founded_on": "2001-02-03",
        "registered_address": "示范路1号",
        "district": "示范区",
        "telephone": "021-00000000",
        "opening_hours": "工作日九时至十七时",
        "website": "https://example.org/firm",
        "map_url": "https://map.example.org/1",
        "latitude": 39.9,
        "longitude": 116.4,
        "languages": ["普通话", "手语"],
        "topics": [],
        "other_fields": "船舶买卖",
        "standing": {"code": "in_practice", "label": "正常执业", "until": None},
        "ceased_on": None,
        "source_name": "示范市司法局",
        "source_url": "",
        "data_as_of": "2026-03-01",
        "administrative_penalties": [],
        "professional_sanctions": [],
        "withdrawal_notes": [],
    }
    assert found["topics"] == ["labour"]
    (listed,) = get(client, INSTITUTIONS)["results"]
    assert listed == {name: found[name] for name in listed}


def test_article_13_a_practitioner_is_given_with_photo_years_and_dated_affiliations(
    client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    firm = institution()
    person = practitioner(
        firm, name="示例乙", first_licensed_on=date(2015, 3, 11), biography="长期办理。", photo=photo("示例乙的照片")
    )
    Affiliation.objects.create(practitioner=person, institution=institution(), is_main=False, ended_on=date(2019, 1, 1))
    hidden = institution(status="unlisted")
    Affiliation.objects.create(practitioner=person, institution=hidden, is_main=False)
    found = get(client, f"{PRACTITIONERS}{person.slug}/")
    assert found["years_of_practice"] == 10
    assert found["biography"] == "长期办理。"
    assert found["photo"]["alt"] == "示例乙的照片"
    assert (found["photo"]["width"], found["photo"]["height"]) == (240, 320)
    assert found["photo"]["url"].startswith("/media/images/")
    (here,) = found["affiliations"]
    assert here["institution"]["slug"] == firm.slug
    assert (here["is_main"], here["started_on"], here["ended_on"]) == (True, "2020-01-01", None)


def test_the_team_is_a_list_by_page(client: Client) -> None:
    firm = institution()
    here = {practitioner(firm).slug for _number in range(3)}
    practitioner(institution())
    practitioner(firm, status="unlisted")
    first = get(client, f"{INSTITUTIONS}{firm.slug}/team/", page_size="2")
    assert first["count"] == 3
    second = get(client, first["next"])
    assert {one["slug"] for one in first["results"] + second["results"]} == here


def test_lists_are_narrowed_like_the_pages(client: Client) -> None:
    firm = institution(name="示范海事律师事务所", district="甲区")
    office = institution(name="示范公证处", kind="notary_office", district="乙区", ceased_on=date(2026, 1, 1))
    lawyer = practitioner(firm, name="示例乙")
    notary = practitioner(office, name="示例丙", kind="notary")
    shown_penalty(lawyer, **SUSPENSION)
    for one in (firm, lawyer):
        one.topics.add(Topic.objects.get(code="labour"))
    for address, query, found in (
        (INSTITUTIONS, {}, {firm, office}),
        (INSTITUTIONS, {"q": "海事"}, {firm}),
        (INSTITUTIONS, {"kind": "notary_office"}, {office}),
        (INSTITUTIONS, {"district": "甲区"}, {firm}),
        (INSTITUTIONS, {"topic": "labour"}, {firm}),
        (INSTITUTIONS, {"standing": "ceased"}, {office}),
        (PRACTITIONERS, {"kind": "notary"}, {notary}),
        (PRACTITIONERS, {"district": "甲区"}, {lawyer}),
        (PRACTITIONERS, {"institution": office.slug}, {notary}),
        (PRACTITIONERS, {"standing": "suspended", "topic": "labour"}, {lawyer}),
        (PRACTITIONERS, {"q": lawyer.licence_number}, {lawyer}),
        (PRACTITIONERS, {"standing": "revoked"}, set()),
    ):
        assert slugs(client, address, **query) == {one.slug for one in found}, (address, query)


def test_article_14_records_are_given_in_full_with_whom_they_are_about(client: Client) -> None:
    firm = institution(name="示范海事律师事务所")
    person = practitioner(firm, name="示例乙")
    penalty, sanction = shown_penalty(person, **SUSPENSION), shown_sanction(firm, code="bar-firm-admonition")
    (found,) = get(client, PENALTIES)["results"]
    assert found["subject"]["type"] == "practitioner"
    assert found["subject"]["name"] == "示例乙"
    assert found["subject"]["licence_number"] == person.licence_number
    assert [one["name"] for one in found["subject"]["institutions"]] == [firm.name]
    assert found["kind"]["code"] == "lawyers-48-suspension"
    for name in ("decided_on", "display_from", "display_until", "suspended_from", "suspended_until"):
        assert found[name] == getattr(penalty, name).isoformat()
    for name in ("document_number", "authority", "cause", "source_name"):
        assert found[name] == getattr(penalty, name)
    assert found["url"].startswith(f"{person.get_absolute_url()}#record-")
    (other,) = get(client, SANCTIONS)["results"]
    assert (other["subject"]["type"], other["subject"]["institutions"]) == ("institution", [])
    detail = get(client, f"{PRACTITIONERS}{person.slug}/")
    assert detail["administrative_penalties"] == [{name: found[name] for name in found if name != "subject"}]
    assert detail["standing"] == {"code": "suspended", "label": "停止执业", "until": "2026-07-14"}
    assert get(client, f"{INSTITUTIONS}{firm.slug}/")["professional_sanctions"][0]["document_number"] == (
        sanction.document_number
    )


def test_article_14_records_are_queried_by_name_licence_number_institution_kind_and_date(client: Client) -> None:
    firm = institution(name="示范海事律师事务所")
    mine, its = shown_penalty(practitioner(firm, name="示例乙")), shown_penalty(firm, code="lawyers-50-warning")
    others = shown_penalty(practitioner(institution(), name="示例丙"), decided_on=date(2025, 11, 3))
    for query, found in (
        ({}, {mine, its, others}),
        ({"name": "示例乙"}, {mine}),
        ({"licence_number": mine.practitioner.licence_number}, {mine}),
        ({"institution": firm.slug}, {mine, its}),
        ({"institution": "海事"}, {mine, its}),
        ({"kind": "lawyers-50-warning"}, {its}),
        ({"kind": "警告"}, {mine, its, others}),
        ({"decided_from": "2026-01-01"}, {mine, its}),
        ({"decided_until": "2025-12-31"}, {others}),
    ):
        numbers = {one["document_number"] for one in get(client, PENALTIES, **query)["results"]}
        assert numbers == {one.document_number for one in found}, query


def test_article_14_what_lapsed_was_withdrawn_or_is_hidden_is_in_no_answer(client: Client) -> None:
    firm = institution()
    lapsing, withdrawn, hidden = practitioner(firm), practitioner(firm), practitioner(firm)
    shown_penalty(lapsing)
    record = shown_penalty(withdrawn, cause="不当的事由", display_until=date(2028, 1, 1))
    shown_penalty(hidden)
    hidden.status = "unlisted"
    hidden.save()
    records.withdraw_record(record, WithdrawalReason.REVOKED, by=approver(), today=TODAY)
    assert client.get(f"{PRACTITIONERS}{hidden.slug}/").status_code == 404
    assert get(client, PENALTIES)["count"] == 1
    with time_machine.travel("2027-01-09T16:00:00Z", tick=False):  # the first moment of the day after
        assert get(client, PENALTIES)["count"] == 0
        assert get(client, f"{PRACTITIONERS}{lapsing.slug}/")["administrative_penalties"] == []
        detail = get(client, f"{PRACTITIONERS}{withdrawn.slug}/")
    assert detail["withdrawal_notes"] == [
        {"document_number": record.document_number, "reason": "revoked", "reason_label": "原决定被撤销"}
    ]
    assert record.cause not in json.dumps(detail, ensure_ascii=False)


def test_whoever_was_barred_has_no_years_and_then_no_entry(client: Client) -> None:
    barred = practitioner(institution(), first_licensed_on=date(2015, 1, 1))
    shown_penalty(barred, code="lawyers-49-revocation")
    address = f"{PRACTITIONERS}{barred.slug}/"
    assert get(client, address)["years_of_practice"] is None
    with time_machine.travel("2027-01-10T04:00:00Z", tick=False):
        assert client.get(address).status_code == 404
        assert slugs(client, PRACTITIONERS) == set()


def test_what_is_unknown_and_what_is_hidden_are_answered_alike(client: Client) -> None:
    hidden = institution(status="unlisted")
    practitioner(hidden)
    answers = []
    for slug in (hidden.slug, "nowhere-00000000"):
        for address in (f"{INSTITUTIONS}{slug}/", f"{INSTITUTIONS}{slug}/team/", f"{PRACTITIONERS}{slug}/"):
            response = client.get(address)
            assert response.headers["Content-Type"] == "application/problem+json"
            answers.append((response.status_code, response.content))
    assert len(set(answers)) == 1
    assert json.loads(answers[0][1])["reason"] == "no_such_entry"
    assert slugs(client, PRACTITIONERS, institution=hidden.slug) == set()


def test_nothing_of_it_is_kept_in_a_cache(client: Client) -> None:
    firm = institution()
    person = practitioner(firm)
    entries = (f"{INSTITUTIONS}{firm.slug}/", f"{INSTITUTIONS}{firm.slug}/team/", f"{PRACTITIONERS}{person.slug}/")
    for address in (INSTITUTIONS, PRACTITIONERS, PENALTIES, SANCTIONS, *entries):
        response = client.get(address)
        assert response.headers["Cache-Control"] == "no-store"
        assert "ETag" not in response.headers
        assert client.get(address, headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize(
    ("address", "query"),
    [
        (INSTITUTIONS, "kind=lawyer"),
        (INSTITUTIONS, "standing=good"),
        (INSTITUTIONS, "q=" + "x" * 201),
        (INSTITUTIONS, "page=0"),
        (PRACTITIONERS, "kind=law_firm"),
        (PRACTITIONERS, "institution=a b"),
        (PRACTITIONERS, "page_size=101"),
        (PENALTIES, "decided_from=2026-02-30"),
        (PENALTIES, "decided_until=1.2.2026"),
        (SANCTIONS, "decided_from=2026-02-02&decided_until=2026-02-01"),
        (SANCTIONS, "name=" + "x" * 101),
    ],
)
def test_a_value_that_means_nothing_is_a_problem_that_names_it(client: Client, address: str, query: str) -> None:
    response = client.get(f"{address}?{query}")
    assert response.status_code == 400
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json()["reason"] == "invalid_parameters"


@pytest.mark.parametrize("query", ["q=%FF%FE", "q=%25_", "district=%27%3B--", "topic=nothing", "unknown=%00", "q="])
def test_what_can_be_understood_is_answered(client: Client, query: str) -> None:
    for address in (INSTITUTIONS, PRACTITIONERS):
        assert client.get(f"{address}?{query}").status_code == 200


def test_the_database_is_asked_as_often_for_many_as_for_few(client: Client) -> None:
    firm = institution(name="示范海事律师事务所")
    person = practitioner(firm)

    def grow(number: int) -> None:
        for _number in range(number):
            other = practitioner(firm)
            for subject in (other, person):
                shown_penalty(subject)
                shown_sanction(subject)
            Affiliation.objects.create(practitioner=person, institution=institution(), is_main=False)

    addresses = [
        f"{INSTITUTIONS}?page_size=100",
        f"{PRACTITIONERS}?page_size=100&standing=in_practice&district=示范区",
        f"{INSTITUTIONS}{firm.slug}/",
        f"{INSTITUTIONS}{firm.slug}/team/?page_size=100",
        f"{PRACTITIONERS}{person.slug}/",
        f"{PENALTIES}?page_size=100",
        f"{SANCTIONS}?page_size=100&{urlencode({'institution': '海事'})}",
    ]

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            found.append(len(asked))
        return found

    grow(2)
    few = counts()
    grow(12)
    assert counts() == few
    assert max(few) <= 6, dict(zip(addresses, few, strict=True))


def test_years_are_those_of_the_day_asked(client: Client) -> None:
    person = practitioner(institution(), first_licensed_on=TODAY - timedelta(days=365 * 3 + 10))
    assert get(client, f"{PRACTITIONERS}{person.slug}/")["years_of_practice"] == 3
