"""Article 14: once a record has lapsed or was withdrawn, nothing of it is left in any page, search, API, sitemap or cache; nor
of an entry that is no longer listed. Every surface there is is read, before and after, with the page cache on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from cms.core.site_builder import build_site
from cms.directory.models import AdministrativePenalty, Institution, Practitioner
from cms.directory.models.enums import WithdrawalReason
from cms.directory.services import records
from search import service
from search.indexing import rebuild
from tests.directory.builders import (
    SUSPENSION,
    TODAY,
    approver,
    clerk,
    committed,
    institution,
    penalty_values,
    practitioner,
    shown_penalty,
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration, pytest.mark.usefixtures("on_the_day")]

LAST_MOMENT, AFTERWARDS = "2027-01-09T15:59:59Z", "2027-01-09T16:00:00Z"
"""The last second of the display period in Shanghai, and the first of the day after."""
NUMBER, REASON = "示司罚决字〔2026〕第74747号", "原决定被撤销"


@dataclass(slots=True)
class Surfaces:
    """Everything that anybody can read, of an entry and of what it is in; and what stood there before."""

    client: Client
    firm: Institution
    person: Practitioner
    before: dict[str, str] = field(default_factory=dict)

    def addresses(self) -> list[str]:
        """Every door to the directory, by every word of the record and of the entry."""
        person, firm = self.person, self.firm
        licence = person.licence_number
        words = [person.name, licence, NUMBER, "九九八号事由", "示范市独特司法局", f"{person.name} 停止执业"]
        pages = ["/", "/about/", "/laws/", "/directory/", "/directory/?tab=practitioners", firm.get_absolute_url()]
        pages += [person.get_absolute_url(), f"/directory/?tab=practitioners&institution={firm.slug}"]
        pages += [f"/directory/?tab=practitioners&q={quote(one)}" for one in words]
        pages += ["/directory/?tab=practitioners&standing=suspended"]
        pages += [f"/corrections/new/?about={person.get_absolute_url()}"]
        searches = [f"/search/?q={quote(one)}" for one in words]
        searches += [f"/search/?q={quote(person.name)}&kind=practitioner&standing=suspended"]
        api = ["institutions/", f"institutions/{firm.slug}/", f"institutions/{firm.slug}/team/", "practitioners/"]
        api += [f"practitioners/{person.slug}/", "practitioners/?standing=suspended", "administrative-penalties/"]
        api += [f"search/?q={quote(one)}" for one in words]
        api += [f"search/?q={quote(one)}&on=2026-02-01" for one in words]
        queries = ["", f"name={quote(person.name)}", f"licence_number={licence}", f"institution={firm.slug}"]
        queries += ["kind=停止执业", "decided_from=2026-01-05&decided_until=2026-01-05"]
        pages += [f"/directory/records/?{one}" for one in queries]
        api += [f"administrative-penalties/?{one}" for one in queries]
        maps = ["/sitemap.xml", "/sitemap-institutions.xml", "/sitemap-practitioners.xml"]
        return [*pages, *searches, *(f"/api/v2/{one}" for one in api), *maps]

    def read(self) -> dict[str, str]:
        """All of it, with its markup, as it is now."""
        return {one: unescape(self.client.get(one).content.decode()) for one in self.addresses()}

    def remember(self) -> None:
        """Take what stands there now for what the rest is compared with: an address repeats what was asked for."""
        self.before = self.read()

    def holding(self, *told: str) -> set[str]:
        """The surfaces on which any of these words stands more often than before."""
        now = self.read()
        return {
            one for one, body in now.items() if any(body.count(words) > self.before[one].count(words) for words in told)
        }


@pytest.fixture
def surfaces(client: Client, settings: Any, tmp_path: Path) -> Iterator[Surfaces]:
    """A site with a firm and a lawyer, found by the search."""
    settings.SEARCH_URL, settings.SEARCH_FALLBACK_URL = f"embedded://{tmp_path / 'index'}", ""
    service.breaker.reset()
    build_site()
    firm = institution(name="示范海事律师事务所")
    person = practitioner(firm, name="示例九八")
    rebuild("search.primary")
    found = Surfaces(client, firm, person)
    found.remember()
    yield found
    service.breaker.reset()


def suspended(person: Practitioner) -> AdministrativePenalty:
    """A suspension with words that stand nowhere else."""
    with committed():
        return shown_penalty(
            person,
            **SUSPENSION,
            document_number=NUMBER,
            authority="示范市独特司法局",
            cause="九九八号事由",
        )


def untold(record: AdministrativePenalty) -> list[str]:
    """What of a record may be told only while it is shown, and what stands where only it could have put it."""
    return [
        record.cause,
        record.authority,
        record.anchor,
        str(record.key),
        record.practitioner.slug,  # where those who are suspended are listed
        "2026年1月5日",
        "2026-01-05",
        "2026年7月14日",
        "2026-07-14",
        "2027-01-09",
        '"code":"suspended"',
        "停止执业期间",
    ]


def kept_in_the_cache(*told: str) -> list[str]:
    """The words that stand in anything the cache holds (in memory: what Redis holds is not listed)."""
    held = b"".join(getattr(cache, "_cache", {}).values())
    return [words for words in told if words.encode() in held]


def test_a_record_is_seen_while_it_is_shown(surfaces: Surfaces) -> None:
    record = suspended(surfaces.person)
    page, api = surfaces.person.get_absolute_url(), f"/api/v2/practitioners/{surfaces.person.slug}/"
    assert surfaces.holding(record.cause) >= {
        page,
        api,
        "/directory/records/?",
        "/api/v2/administrative-penalties/",
        "/directory/records/?kind=停止执业",
    }
    assert surfaces.holding("2026年7月14日") >= {page, "/directory/?tab=practitioners"}
    # Where those who are suspended are listed or searched for, the person is found now, and was not before.
    assert surfaces.holding(surfaces.person.slug) >= {
        f"/search/?q={quote(surfaces.person.name)}&kind=practitioner&standing=suspended",
        "/directory/?tab=practitioners&standing=suspended",
        "/api/v2/practitioners/?standing=suspended",
    }
    # The search finds the entry and says how it stands; of the record it knows nothing, not even today.
    for words in (NUMBER, record.cause, record.authority):
        assert not [one for one in surfaces.holding(words) if one.startswith(("/search/", "/api/v2/search/"))]
    assert kept_in_the_cache(*untold(record)[:4], NUMBER) == []


def test_a_withdrawn_record_leaves_its_number_and_the_reason_and_nothing_else(surfaces: Surfaces) -> None:
    record = suspended(surfaces.person)
    assert surfaces.holding(*untold(record))
    with committed():
        records.withdraw_record(record, WithdrawalReason.REVOKED, by=approver(), today=TODAY)
    assert surfaces.holding(*untold(record)) == set()
    places = {surfaces.person.get_absolute_url(), f"/api/v2/practitioners/{surfaces.person.slug}/"}
    assert surfaces.holding(NUMBER) == places
    assert surfaces.holding(REASON) == places
    assert kept_in_the_cache(*untold(record)[:4], NUMBER) == []
    with time_machine.travel(AFTERWARDS, tick=False):  # and when its period would have ended, not even these
        assert surfaces.holding(*untold(record), NUMBER, REASON) == set()


def test_a_record_that_lapsed_leaves_nothing_from_the_next_midnight_on_without_anything_having_run(
    surfaces: Surfaces,
) -> None:
    record = suspended(surfaces.person)
    with time_machine.travel(LAST_MOMENT, tick=False):
        assert surfaces.person.get_absolute_url() in surfaces.holding(NUMBER)
    with time_machine.travel(AFTERWARDS, tick=False):
        assert surfaces.holding(*untold(record), NUMBER) == set()
        assert "正常执业" in surfaces.read()[surfaces.person.get_absolute_url()]
        assert kept_in_the_cache(*untold(record)[:4], NUMBER) == []


def test_a_record_that_nobody_approved_is_nowhere(surfaces: Surfaces) -> None:
    values = penalty_values(surfaces.person, document_number=NUMBER, cause="九九八号事由", authority="示范市独特司法局")
    writer = clerk()
    with committed():
        record = records.draft_record(AdministrativePenalty, values, by=writer)
        records.submit_record(record, by=writer, today=TODAY)
    assert surfaces.holding(*untold(record), NUMBER) == set()


def test_an_entry_that_is_not_listed_any_more_is_gone_with_all_its_records(surfaces: Surfaces) -> None:
    with committed():  # what the surfaces say of somebody who was never there
        surfaces.person.delete()
    surfaces.remember()
    with committed():
        person = practitioner(surfaces.firm, name=surfaces.person.name, licence_number=surfaces.person.licence_number)
    assert person.get_absolute_url() == surfaces.person.get_absolute_url()
    record = suspended(person)
    words = (person.name, str(person.licence_number), person.slug)
    assert len(surfaces.holding(*words)) > 20
    with committed():
        person.status = "unlisted"
        person.save()
    assert surfaces.client.get(person.get_absolute_url()).status_code == 404
    assert surfaces.holding(*words, *untold(record), NUMBER) == set()
    assert kept_in_the_cache(person.name, NUMBER) == []


def test_an_institution_that_is_not_listed_any_more_is_gone_from_its_peoples_pages_too(surfaces: Surfaces) -> None:
    firm = surfaces.firm
    words = (firm.name, str(firm.unified_social_credit_code))
    shown = {one for one, body in surfaces.before.items() if any(word in body for word in words)}
    assert {surfaces.person.get_absolute_url(), "/directory/", "/sitemap.xml"} - shown == {"/sitemap.xml"}
    with committed():
        firm.status = "unlisted"
        firm.save()
    left = {one for one, body in surfaces.read().items() if any(word in body for word in words)}
    assert left == set()
    listed = surfaces.client.get("/sitemap-institutions.xml").content.decode()
    assert firm.slug not in listed


def test_a_sitemap_lists_the_entries_of_the_day(surfaces: Surfaces) -> None:
    response = surfaces.client.get("/sitemap-practitioners.xml")
    assert response.headers["Cache-Control"] == "no-store"
    assert f"<loc>http://127.0.0.1:8000{surfaces.person.get_absolute_url()}</loc>" in response.content.decode()
    index = surfaces.client.get("/sitemap.xml").content.decode()
    assert "/sitemap-institutions.xml" in index
    assert "/sitemap-practitioners.xml" in index
    assert "records" not in index
    barred = practitioner(surfaces.firm, name="示例丁")
    shown_penalty(barred, code="lawyers-49-revocation")
    assert barred.slug in surfaces.client.get("/sitemap-practitioners.xml").content.decode()
    with time_machine.travel(AFTERWARDS, tick=False):
        assert barred.slug not in surfaces.client.get("/sitemap-practitioners.xml").content.decode()


def test_there_is_no_feed_of_records(surfaces: Surfaces) -> None:
    """Whoever subscribes keeps what was read: there is nothing to subscribe to (docs/directory.md)."""
    for address in ("/directory/feed/", "/directory/records/feed/", "/directory/records.atom"):
        assert surfaces.client.get(address).status_code == 404
    for address, body in surfaces.read().items():
        assert "application/atom+xml" not in body or not address.startswith("/directory/")
