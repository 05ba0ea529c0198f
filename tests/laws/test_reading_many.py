"""Many cited places are read as one is read, at a price that does not grow with them."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.laws import reading_many
from cms.laws.cited_places import CitedPlace
from cms.laws.reading_many import read_places
from cms.laws.reading_places import NotFound, read_place
from tests.laws.builders import instrument, law_text, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

TODAY = date(2026, 3, 10)
WORDS = ["示范法甲第一条", "《示范法乙》第2条", "示范法丙第三条第一款"]


def laws(names: str = "甲乙丙") -> None:
    for name in names:
        published(instrument(title=f"示范法{name}"), law_text(f"示范法{name}", ["一。", "二。", "三。"]))


def test_each_is_what_it_would_be_alone() -> None:
    laws()
    found = read_places(WORDS, TODAY)
    assert found == {words: read_place(words, TODAY) for words in WORDS}


def test_what_is_not_found_is_given_with_its_reason() -> None:
    laws("甲")
    found = read_places(["示范法甲第九条", "没有的法第一条", "示范法甲"], TODAY)
    assert all(isinstance(place, NotFound) for place in found.values())
    assert "现行文本没有第九条" in str(found["示范法甲第九条"])


def test_an_address_of_this_site_is_understood() -> None:
    laws("甲")
    slug = read_place("示范法甲第一条", TODAY).slug
    (place,) = read_places([f"/laws/{slug}/#art-2"], TODAY).values()
    assert isinstance(place, CitedPlace)
    assert place.locator == "2"


def test_more_places_cost_no_more_and_many_laws_go_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    laws()

    def cost(words: list[str]) -> int:
        read_places(words, TODAY)
        with CaptureQueriesContext(connection) as asked:
            read_places(words, TODAY)
        return len(asked)

    assert cost(WORDS[:1]) == cost([*WORDS, "示范法甲第二条", "示范法乙第三条"])
    monkeypatch.setattr(reading_many, "LAWS_AT_ONCE", 1)
    assert read_places(WORDS, TODAY) == {words: read_place(words, TODAY) for words in WORDS}
