"""Texts that are written to keep the rules busy: what four times the text takes, against what the text takes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from portal.common import clock
from portal.consultations.editor.contacts import find_contacts
from portal.consultations.screening.asked import Asked
from portal.consultations.screening.fingerprints import bands
from portal.consultations.screening.run import screen
from portal.consultations.services.intake.submitting import LONGEST_QUESTION
from tests.benchmarks.figures import Figure, at_most

QUESTIONS = (
    *(
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
    ),
    *("市区县省镇村路街", "甲向乙", "请希望要求", "ab", "法院已", "孩子被他", "朝阳区3", "加微信"),
    *("他打我", "孩子被", "老公", "身上", "不让我走不敢关在", "婆婆公公爸妈孩子", "想死不"),
)
ANSWERS = ("1", "1 ", "我", "“‘", "a.", "a@", "京A", "ﷺ")
TIMES_THE_TEXT = 4
MOST = 8.0
"""Twice what grows with the text: one that grows with its square takes sixteen times as long."""


def figures() -> Iterator[Figure]:
    """The worst of the pieces, for questions and for answers."""
    yield _worst("screening a text of one piece", QUESTIONS, LONGEST_QUESTION, _screened)
    yield _worst("looking for contacts in an answer of one piece", ANSWERS, 50_000, find_contacts)


def _screened(text: str) -> None:
    screen(Asked(text), clock.today(), authorities=())
    bands(text, b"a key of the benchmark")


def _worst(what: str, pieces: tuple[str, ...], length: int, look: Callable[[str], object]) -> Figure:
    ratios = {piece: _ratio(piece, length, look) for piece in pieces}
    piece = max(ratios, key=lambda one: ratios[one])
    return at_most(
        f"{what}, CPU at {TIMES_THE_TEXT} times the length",
        ratios[piece],
        MOST,
        "×",
        f"the worst of {len(pieces)}: {piece!r}",
    )


def _ratio(piece: str, length: int, look: Callable[[str], object]) -> float:
    long, short = (_seconds((piece * size)[:size], look) for size in (length, length // TIMES_THE_TEXT))
    return long / max(short, 0.0005)


def _seconds(text: str, look: Callable[[str], object]) -> float:
    """The quickest of five."""
    spent = []
    for _turn in range(5):
        began = time.process_time()
        look(text)
        spent.append(time.process_time() - began)
    return min(spent)
