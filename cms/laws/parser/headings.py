"""Which lines are headings: parts, subparts, chapters, sections, annexes, preambles, and the unnumbered ones."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cms.laws.parser.lines import Line, without_space
from cms.laws.parser.tree import ProvisionKind
from portal.common.numbering import NUMERAL, to_int

_DIVISION = re.compile(
    rf"第\s*(?P<number>{NUMERAL})\s*(?P<unit>部分|分编|编|章|节)(?:之(?P<inserted>{NUMERAL}))?(?P<rest>.*)",
    re.DOTALL,
)
_UNITS = {
    "编": ProvisionKind.PART,
    "部分": ProvisionKind.PART,
    "分编": ProvisionKind.SUBPART,
    "章": ProvisionKind.CHAPTER,
    "节": ProvisionKind.SECTION,
}
_ANNEX = re.compile(
    rf"(?P<word>附\s*[件录表图]|附)\s*(?P<number>{NUMERAL})?(?P<mark>\s*[:：]|(?=[\s（(])|$)\s*(?P<rest>.*)",
    re.DOTALL,
)
_POINT_HEADING = re.compile(rf"(?P<number>{NUMERAL})\s*、\s*(?P<rest>.*)", re.DOTALL)
_SENTENCE_END = "。；：，、;,:！？"
_LONGEST_HEADING = 60

RANKS = {
    ProvisionKind.PART: 1,
    ProvisionKind.SUBPART: 2,
    ProvisionKind.CHAPTER: 3,
    ProvisionKind.SECTION: 4,
}
PREAMBLE_WORDS = frozenset({"序言", "前言", "引言"})
UNNUMBERED_WORDS = frozenset({"附则"})
CONTENTS_WORDS = frozenset({"目录"})


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading line says. ``kind`` is None for an unnumbered heading, whose rank its surroundings decide."""

    kind: ProvisionKind | None
    label: str
    words: str
    number: int | None = None
    inserted: int = 0


def tidy(words: str) -> str:
    """Close up a heading set with spaces between its characters (附　则, 肖 像 权); others keep theirs."""
    pieces = words.split()
    return "".join(pieces) if all(len(piece) == 1 for piece in pieces) else words.strip()


def is_heading_like(text: str) -> bool:
    """Whether the words could stand as a heading: short, and not ending as a sentence does."""
    return len(text) <= _LONGEST_HEADING and not text.endswith(tuple(_SENTENCE_END)) and "。" not in text


def division(line: Line) -> Heading | None:
    """Recognise 第一编 …, 第二分编 …, 第三章 …, 第四节 ….

    Without a heading mark the words must be set off by white space and must not read as a sentence
    (第七节相应改为第八节，…).
    """
    if not line.text.startswith("第"):
        return None
    found = _DIVISION.fullmatch(line.text)
    if found is None:
        return None
    number = to_int(found["number"])
    inserted = to_int(found["inserted"]) if found["inserted"] else 0
    rest = found["rest"]
    if not number or inserted is None:
        return None
    if not line.depth and rest and (not rest[0].isspace() or not is_heading_like(rest)):
        return None
    label = without_space(line.text[: len(line.text) - len(rest)])
    return Heading(_UNITS[found["unit"]], label, tidy(rest), number, inserted)


def point_heading(line: Line) -> Heading | None:
    """Recognise a marked heading with a point's number: ## 一、一般规定."""
    found = _POINT_HEADING.fullmatch(line.text) if line.depth else None
    number = to_int(found["number"]) if found else None
    if found is None or not number:
        return None
    label = without_space(line.text[: found.start("rest")])
    return Heading(ProvisionKind.CHAPTER, label, tidy(found["rest"]), number)


def annex(line: Line) -> Heading | None:
    """Recognise 附件一 …, 附录：…, 附表, 附图：, 附：…; not 附则, and not a sentence like 附件三所列…."""
    if not line.text.startswith("附"):
        return None
    found = _ANNEX.fullmatch(line.text)
    if found is None:
        return None
    word = without_space(found["word"])
    marked = found["mark"].strip()
    rest = found["rest"]
    if word == "附" and (not marked or found["number"]):
        return None
    if not marked and rest and not is_heading_like(rest):
        return None
    if marked and not line.depth and rest.endswith(("。", "；", "，")):
        return None
    number = to_int(found["number"]) if found["number"] else None
    label = without_space(line.text[: found.start("rest")])
    return Heading(ProvisionKind.ANNEX, label, tidy(rest), number)


def unnumbered(line: Line) -> Heading | None:
    """Recognise 序言, 附则 and any other marked heading without a number."""
    bare = without_space(line.text)
    if bare in PREAMBLE_WORDS:
        return Heading(ProvisionKind.PREAMBLE, "", bare)
    if bare in UNNUMBERED_WORDS or (line.depth and line.text):
        return Heading(None, "", tidy(line.text))
    return None


def is_contents(line: Line) -> bool:
    """Whether the line is the heading of a table of contents."""
    return without_space(line.text) in CONTENTS_WORDS
