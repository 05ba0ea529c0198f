"""Lists and entries, pages and API, ask the database as often at five hundred rows as at fifty."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core.models import Topic
from cms.core.site_builder import build_site
from cms.directory.generator import generate
from cms.directory.models import Affiliation, Institution, Practitioner
from tests.directory.builders import SUSPENSION, TODAY, shown_penalty, shown_sanction

pytestmark = [pytest.mark.django_db, pytest.mark.integration, pytest.mark.usefixtures("on_the_day")]

LIST, ENTRY = 6, 8
"""The most queries that a list and an entry may take."""


def rows(number: int) -> None:
    """Make sure of so many entries, an eighth of them institutions, with ten times the records at the larger number."""
    generate(institutions=number // 8, practitioners=number - number // 8, today=TODAY)


def busiest() -> tuple[Institution, Practitioner]:
    """The firm with the largest team, and somebody who works there."""
    firm = max(Institution.objects.filter(kind="law_firm"), key=lambda one: one.affiliations.count())
    person = Practitioner.objects.filter(affiliations__institution=firm, kind="lawyer").order_by("pk").first()
    assert person is not None
    return firm, person


def addresses(firm: Institution, person: Practitioner) -> dict[str, int]:
    """What is read, and the most queries it may take."""
    api = "/api/v2"
    return {
        "/directory/": LIST,
        "/directory/?kind=law_firm&topic=labour&standing=in_practice": LIST,
        "/directory/?q=查无此所": LIST,
        "/directory/?tab=practitioners&q=查无此人": LIST,
        "/directory/records/?name=查无此人": LIST,
        "/directory/?tab=practitioners": LIST,
        "/directory/?tab=practitioners&q=示例&kind=lawyer&standing=suspended": LIST,
        f"/directory/?tab=practitioners&institution={firm.slug}": LIST,
        "/directory/records/": LIST,
        "/directory/records/?tab=sanctions&name=示例": LIST,
        firm.get_absolute_url(): ENTRY,
        person.get_absolute_url(): ENTRY,
        f"{api}/institutions/?page_size=100": LIST,
        f"{api}/practitioners/?page_size=100": LIST,
        f"{api}/institutions/{firm.slug}/": LIST,
        f"{api}/institutions/{firm.slug}/team/": LIST,
        f"{api}/practitioners/{person.slug}/": LIST,
        f"{api}/administrative-penalties/?page_size=100": LIST,
        f"{api}/professional-sanctions/?page_size=100": LIST,
        "/sitemap-practitioners.xml": LIST,
    }


def test_as_often_at_five_hundred_rows_as_at_fifty(client: Client) -> None:
    build_site()
    rows(50)
    firm, person = busiest()
    for subject in (firm, person):
        shown_sanction(subject, code="bar-firm-admonition" if subject is firm else "bar-admonition")
    shown_penalty(person, **SUSPENSION)

    def counted() -> dict[str, int]:
        found = {}
        for address in addresses(firm, person):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200, address
            found[address] = len(asked)
        return found

    Topic.objects.get(code="labour").directory_institutions.add(firm)
    counted()  # Wagtail remembers its sites
    few = counted()
    rows(500)
    for other in Practitioner.objects.filter(kind="lawyer").exclude(pk=person.pk)[:40]:
        shown_penalty(person)
        Affiliation.objects.filter(practitioner=other).update(institution=firm)
    assert Institution.objects.count() + Practitioner.objects.count() >= 500
    assert counted() == few
    above: dict[str, Any] = {one: few[one] for one, most in addresses(firm, person).items() if few[one] > most}
    assert above == {}
