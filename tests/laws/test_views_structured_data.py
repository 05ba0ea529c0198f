"""The page of a law for programs: schema.org's Legislation, true on the day it is read."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client

from cms.laws.models import EffectiveBasis
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db
TITLE = "中华人民共和国示范园林法"
TEXT = law_text(TITLE, ["园林对公众开放。"])


def described(client: Client, path: str) -> dict[str, Any]:
    """What the page at ``path`` tells programs."""
    page = client.get(path).content.decode()
    block = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
    return json.loads(block)


def test_a_law_is_described_with_what_its_page_shows(client: Client) -> None:
    law = instrument(TITLE, issuing_authority="示范大会", region="")
    published(law, TEXT, date(2020, 5, 1), document_number="示范令第2号", effective_basis=EffectiveBasis.STATED)
    found = described(client, law.get_absolute_url())
    assert found["@type"] == "Legislation"
    assert found["name"] == TITLE
    assert found["alternateName"] == "示范园林法"
    assert found["legislationIdentifier"] == "示范令第2号"
    assert found["legislationPassedBy"] == {"@type": "Organization", "name": "示范大会"}
    assert found["legislationDateVersion"] == "2020-05-01"
    assert found["url"].endswith(law.get_absolute_url())


def test_whether_it_is_in_force_is_told_of_the_day_it_is_read(client: Client) -> None:
    law = instrument(TITLE)
    published(law, TEXT, date(2020, 5, 1))
    published(law, law_text(TITLE, ["园林关闭。"]), date(2027, 1, 1))
    for moment, old, new in (
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), "InForce", "NotInForce"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "NotInForce", "InForce"),
    ):
        with time_machine.travel(moment, tick=False):
            for day, force in (("2020-05-01", old), ("2027-01-01", new)):
                found = described(client, f"{law.get_absolute_url()}{day}/")
                assert found["legislationLegalForce"] == f"https://schema.org/{force}", (moment, day)


def test_a_day_that_is_only_inferred_is_not_told(client: Client) -> None:
    law = instrument(TITLE)
    published(law, TEXT, date(2020, 5, 1), effective_basis=EffectiveBasis.PROMULGATION)
    assert "legislationDateVersion" not in described(client, law.get_absolute_url())


def test_a_title_cannot_break_out_of_the_block(client: Client) -> None:
    law = instrument("示范</script><script>alert(1)</script>法")
    published(law, TEXT, date(2020, 5, 1))
    page = client.get(law.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
