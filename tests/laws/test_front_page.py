"""What the law library puts on the first page."""

from __future__ import annotations

import pytest

from cms.laws.front_page import example_citation
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db


def test_an_empty_library_offers_no_example() -> None:
    assert example_citation() == ""


def test_the_example_names_an_article_that_is_here_by_its_shortest_name() -> None:
    law = instrument("示范园林法（示范文本）", aliases="示范园林法")
    published(law, law_text(law.title, ["公园应当开放。"]))
    assert example_citation() == "示范园林法第一条"


def test_a_law_that_people_know_goes_before_others() -> None:
    for title in ("示范园林法", "中华人民共和国劳动合同法"):
        law = instrument(title)
        published(law, law_text(law.title, ["示范条文。"]))
    assert example_citation() == "劳动合同法第39条"
