"""What a line of the body turned out to be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from cms.laws.parser.articles import ArticleStart
from cms.laws.parser.headings import Heading
from cms.laws.parser.points import PointStart


class TokenKind(Enum):
    """What a line, or a few together, turned out to be."""

    DIVISION = auto()
    POINT_HEADING = auto()
    PREAMBLE = auto()
    ANNEX = auto()
    ARTICLE = auto()
    POINT = auto()
    TABLE = auto()
    CONTENTS = auto()
    QUOTATION = auto()
    TEXT = auto()
    UNSEEN = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """One recognised line, or the lines of one table or one table of contents."""

    kind: TokenKind
    text: str = ""
    depth: int = 0
    heading: Heading | None = None
    article: ArticleStart | None = None
    point: PointStart | None = None
