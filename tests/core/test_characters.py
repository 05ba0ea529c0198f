"""What is left out of files is what they cannot hold, and nothing else."""

from __future__ import annotations

import pytest
from lxml import etree
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from cms.core.characters import for_workbook, for_xml

KEPT = "\t\n\r 民法典\u3000\U00020bb7"


def test_no_more_is_left_out_of_a_workbook_than_workbooks_refuse() -> None:
    for number in range(0x3000):
        character = chr(number)
        assert bool(for_workbook(character)) is (ILLEGAL_CHARACTERS_RE.match(character) is None), hex(number)
    assert for_workbook(KEPT) == KEPT


@pytest.mark.parametrize("number", [*range(0x20), 0xFFFE, 0xFFFF])
def test_what_is_left_in_xml_can_be_read(number: int) -> None:
    assert etree.fromstring(f"<p>{for_xml(chr(number))}文</p>").text.endswith("文")
    assert for_xml(KEPT) == KEPT
