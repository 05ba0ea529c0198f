"""The list is narrowed by field of practice and by standing; the database agrees with the rule about standing."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from cms.core.models import Topic
from cms.directory import catalogue
from cms.directory.models import Institution, Practitioner
from cms.directory.models.enums import StandingCode
from tests.directory.builders import SUSPENSION, TODAY, institution, practitioner, shown_penalty, shown_sanction

pytestmark = [pytest.mark.django_db, pytest.mark.integration, pytest.mark.usefixtures("on_the_day")]


def read(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return unescape(response.content.decode())


@pytest.mark.parametrize("tab", ["", "tab=practitioners&"])
def test_the_list_is_narrowed_by_field_of_practice_and_standing(client: Client, tab: str) -> None:
    make = practitioner if tab else institution
    labour, family = Topic.objects.get(code="labour"), Topic.objects.get(code="family")
    mine, other = make(name="示范甲"), make(name="示范乙", ceased_on=date(2026, 1, 1))
    mine.topics.add(labour)
    other.topics.add(family)
    for query, there, gone in (
        ("topic=labour", mine, other),
        ("topic=family", other, mine),
        ("standing=in_practice", mine, other),
        ("standing=ceased", other, mine),
        ("topic=labour&standing=in_practice", mine, other),
    ):
        page = read(client, f"/directory/?{tab}{query}")
        assert f'"{there.get_absolute_url()}"' in page, query
        assert f'"{gone.get_absolute_url()}"' not in page, query
        assert "共 1 " in page
    page = read(client, f"/directory/?{tab}topic=labour")
    assert f"{labour.name}<span" in page.split("filter-chosen")[1]
    filters = page.split('class="fold')[1].split("</details>")[0]
    assert labour.name in filters
    assert "公证" not in filters.split("业务领域")[1].split("执业状态")[0]  # nobody works in it


def test_a_field_nobody_works_in_filters_nothing(client: Client) -> None:
    firm = institution()
    assert firm.get_absolute_url() in read(client, "/directory/?topic=labour&standing=nonsense")


def test_the_database_finds_for_a_standing_whom_the_rule_gives_it() -> None:
    firm = institution()
    people = [practitioner(firm) for _number in range(7)]
    shown_penalty(people[0], **SUSPENSION)
    shown_penalty(people[1], code="lawyers-49-revocation")
    shown_sanction(people[2], code="bar-admonition")
    for person, day in ((people[3], date(2026, 2, 1)), (people[0], date(2026, 5, 1)), (people[1], date(2026, 2, 1))):
        person.ceased_on = day
        person.save()
    shown_penalty(people[4], **SUSPENSION, display_from=date(2026, 4, 1))
    institution(ceased_on=date(2026, 4, 1))
    for offset in (0, 20, 25, 55, 120, 130, 305, 306, 400):
        day = TODAY + timedelta(days=offset)
        for model, read_entries in (
            (Institution, catalogue.institutions),
            (Practitioner, catalogue.practitioners),
        ):
            everybody = list(model.objects.public_on(day))
            for code in StandingCode.values:
                found = set(read_entries(day, standing=code))
                assert found == {one for one in everybody if catalogue.standing_of(one, day).code == code}, (day, code)
