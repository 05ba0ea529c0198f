"""What pages tell programs: only what is shown, and never a way out of the data block."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.template import engines
from django.utils.translation import gettext_lazy

from cms.core.structured_data import absolute, json_ld, thing

NASTY = "</script><script>alert(1)</script><!-- & \u2028"


def read(block: str) -> dict[str, object]:
    """What a program makes of the block."""
    return json.loads(block.removeprefix('<script type="application/ld+json">').removesuffix("</script>"))


def test_words_cannot_end_the_block_and_come_back_as_they_were() -> None:
    block = json_ld(thing("Person", name=NASTY))
    assert block.count("<") == 2
    assert block.count(">") == 2
    assert "\u2028" not in block
    assert read(block)["name"] == NASTY


def test_what_is_empty_is_left_out_and_days_are_written_as_programs_read_them() -> None:
    described = thing(
        "LegalService",
        name=gettext_lazy("示范"),
        telephone="",
        address=None,
        knowsLanguage=[],
        foundingDate=date(2001, 2, 3),
        alternateName=["", "旧名"],
    )
    assert described == {
        "@type": "LegalService",
        "name": "示范",
        "foundingDate": "2001-02-03",
        "alternateName": ["旧名"],
    }


def test_several_things_stand_in_one_block() -> None:
    block = read(json_ld([thing("Person", name="甲"), thing("Person", name="乙")]))
    assert block["@context"] == "https://schema.org"
    assert [one["name"] for one in block["@graph"]] == ["甲", "乙"]


@pytest.mark.parametrize("nothing", [None, [], ""])
def test_a_page_that_describes_nothing_has_no_block(nothing: object) -> None:
    template = engines["django"].from_string("{% load structured_data %}[{{ structured_data|json_ld }}]")
    assert template.render({"structured_data": nothing}) == "[]"
    assert template.render({}) == "[]"


def test_addresses_are_whole() -> None:
    assert absolute("/laws/shi-fan-fa/") == "http://127.0.0.1:8000/laws/shi-fan-fa/"
