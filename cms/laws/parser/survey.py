"""What a text, or one annex of it, is numbered by: looked at as a whole before the tree is built."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from cms.laws.parser.headings import RANKS
from cms.laws.parser.points import Style
from cms.laws.parser.tokens import Token, TokenKind
from cms.laws.parser.tree import ProvisionKind


@dataclass(frozen=True, slots=True)
class Survey:
    """The plan of one scope.

    ``point_style`` is the style of numbers that stand for points where there are no articles; ``headings_are_chapters``
    says whether ## 一、… is a chapter over articles or over points that are counted through, or a point itself;
    ``points_run_through`` whether points never begin again, so that their locators need no division in front.
    """

    has_articles: bool
    has_structure: bool
    point_style: Style | None
    headings_are_chapters: bool
    points_run_through: bool
    kinds_by_depth: dict[int, ProvisionKind] = field(default_factory=dict)
    outermost: ProvisionKind = ProvisionKind.CHAPTER


def survey(tokens: Sequence[Token]) -> Survey:
    """Look over the tokens of one scope."""
    kinds = {token.kind for token in tokens}
    has_articles = TokenKind.ARTICLE in kinds
    has_headings = TokenKind.POINT_HEADING in kinds
    by_depth: dict[int, ProvisionKind] = {}
    numbered: set[ProvisionKind] = set()
    for token in tokens:
        if token.kind is TokenKind.DIVISION and token.heading is not None and token.heading.kind is not None:
            numbered.add(token.heading.kind)
            if token.depth:
                by_depth.setdefault(token.depth, token.heading.kind)
    outermost = min(numbered, key=RANKS.__getitem__) if numbered else ProvisionKind.CHAPTER

    style: Style | None = None
    chapters = has_articles
    if not has_articles:
        found = [token.point.style for token in tokens if token.point is not None]
        if has_headings and Style.COMMA not in found and _arabic_runs_through(tokens):
            style, chapters = Style.ARABIC, True
        elif has_headings or Style.COMMA in found:
            style = Style.COMMA
        elif found:
            style = found[0]
    return Survey(
        has_articles=has_articles,
        has_structure=has_articles or style is not None or TokenKind.DIVISION in kinds,
        point_style=style,
        headings_are_chapters=chapters,
        points_run_through=_runs_through(tokens, style, chapters),
        kinds_by_depth=by_depth,
        outermost=outermost,
    )


def _arabic_runs_through(tokens: Sequence[Token]) -> bool:
    """Whether 1. 2. 3. … are counted on over the headings 一、 二、 …, as in some older interpretations."""
    numbers = [token.point.number for token in tokens if token.point is not None and token.point.style is Style.ARABIC]
    headings = sum(token.kind is TokenKind.POINT_HEADING for token in tokens)
    return len(numbers) > headings and numbers.count(1) == 1 and numbers[0] == 1


def _runs_through(tokens: Sequence[Token], style: Style | None, headings_are_chapters: bool) -> bool:
    numbers: list[int] = []
    for token in tokens:
        if token.point is not None and token.point.style is style:
            numbers.append(token.point.number)
        elif token.kind is TokenKind.POINT_HEADING and not headings_are_chapters and token.heading is not None:
            numbers.append(token.heading.number or 0)
    return _rises(numbers)


def _rises(numbers: Sequence[int]) -> bool:
    return all(earlier < later for earlier, later in pairwise(numbers))
