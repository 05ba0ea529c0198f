"""Texts that are written to keep the rules busy: each is looked through to its end, however it repeats itself. How long
that takes is measured by ``make bench``."""

from __future__ import annotations

import pytest

from portal.common import clock
from portal.consultations.editor.contacts import find_contacts
from portal.consultations.screening.asked import Asked, Earlier
from portal.consultations.screening.fingerprints import LONGEST, bands, bare
from portal.consultations.screening.run import screen
from portal.consultations.services.intake.submitting import LONGEST_QUESTION
from tests.patience import must_end

PIECES = (
    "1",
    "1 ",
    "1-",
    "我",
    "我，",
    "“",
    "“‘",
    "（",
    "a",
    "a.",
    "a@",
    "2020-01-01",
    "京A",
    "法院已经",
    "不想",
    "ﷺ",
    "e\u0301",
)


@pytest.mark.parametrize("piece", PIECES)
def test_a_question_of_one_piece_again_and_again_is_screened_to_its_end(piece: str) -> None:
    text = (piece * LONGEST_QUESTION)[:LONGEST_QUESTION]
    earlier = tuple(
        Earlier(str(number), f"{text[:-1]}{number}", same_person=True, answered=True) for number in range(9)
    )
    asked = Asked(text, earlier=earlier)
    with must_end():
        suggested = screen(asked, clock.today(), authorities=())
        assert len(bands(text, b"a key of the installation")) <= len(text)
    assert all(one.explanation for one in suggested)


@pytest.mark.parametrize("piece", PIECES)
def test_an_answer_of_one_piece_again_and_again_is_looked_through_to_its_end(piece: str) -> None:
    text = (piece * 50_000)[:50_000]
    with must_end():
        found = find_contacts(text)
    assert len(found) <= len(text)


def test_a_character_that_stands_for_a_sentence_makes_no_text_longer_than_others() -> None:
    assert len(bare("ﷺ" * LONGEST_QUESTION)) <= LONGEST
