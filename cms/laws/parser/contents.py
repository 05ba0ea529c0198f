"""Headings that only the lines around them tell: a table of contents, and a chapter heading that lost its mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cms.laws.parser import headings
from cms.laws.parser.headings import Heading
from cms.laws.parser.lines import without_space
from cms.laws.parser.points import Style
from cms.laws.parser.tokens import Token, TokenKind
from cms.laws.parser.tree import ProvisionKind

_HEADINGS = (
    TokenKind.DIVISION,
    TokenKind.POINT_HEADING,
    TokenKind.PREAMBLE,
    TokenKind.ANNEX,
)
_SHORTEST_CONTENTS = 3


def with_contents(tokens: list[Token]) -> list[Token]:
    """Gather a table of contents, with 目录 over it or without, into one token.

    It is a run of headings at the head of the text, nothing between them, that all come again further down.
    """
    if not any(token.kind in _HEADINGS or token.kind is TokenKind.CONTENTS for token in tokens):
        return tokens
    begin = next(
        (position for position, token in enumerate(tokens) if token.kind is TokenKind.ARTICLE),
        len(tokens),
    )
    titles = [position for position in range(begin) if tokens[position].kind is TokenKind.CONTENTS]
    start = titles[0] if titles else _first_that_recurs(tokens, begin)
    if start is None:
        return tokens
    first_entry = start + 1 if titles else start
    end = _contents_end(tokens, first_entry)
    if not titles and not _is_list(tokens[start:end]):
        return tokens
    text = "\n".join(token.text for token in tokens[start:end])
    return [*tokens[:start], Token(TokenKind.CONTENTS, text), *tokens[end:]]


def _key(token: Token) -> str:
    """What an entry has in common with its heading: its number, or its words without the page number."""
    if token.heading is not None and token.heading.label and token.kind is TokenKind.DIVISION:
        return token.heading.label
    return without_space(token.text.rstrip("0123456789.…· \t"))


def _first_that_recurs(tokens: Sequence[Token], limit: int) -> int | None:
    """Find the first heading before ``limit`` that comes again anywhere after it."""
    last_seen = {_key(token): position for position, token in enumerate(tokens) if token.kind in _HEADINGS}
    return next(
        (
            position
            for position, token in enumerate(tokens[:limit])
            if token.kind in _HEADINGS and last_seen[_key(token)] > position
        ),
        None,
    )


def _is_list(entries: Sequence[Token]) -> bool:
    """Whether the headings go side by side; 第一编, 第一章, 第一节 go one into the other."""
    kinds = [token.heading.kind for token in entries if token.heading is not None]
    return len(entries) >= _SHORTEST_CONTENTS and len(set(kinds)) < len(kinds)


def _contents_end(tokens: Sequence[Token], start: int) -> int:
    """Find where the entries end: as many as possible, each coming again as a heading after the last of them."""
    last_seen = {
        _key(token): position for position, token in enumerate(tokens) if token.kind in _HEADINGS and position >= start
    }
    end, limit = start, len(tokens)
    while end < limit:
        token = tokens[end]
        if token.kind is not TokenKind.UNSEEN:
            limit = min(limit, last_seen.get(_key(token), 0))
            if limit <= end:
                break
        end += 1
    return max(end, start)


def with_unmarked_headings(tokens: list[Token]) -> list[Token]:
    """Find the chapter headings 一、… that lost their mark.

    They go on in number, are short, and an article (or a point that is counted on) follows.
    """
    last = 0
    for position, token in enumerate(tokens):
        if token.kind is TokenKind.ANNEX:
            last = 0
        if token.kind is TokenKind.POINT_HEADING and token.heading is not None:
            last = token.heading.number or 0
        point = token.point
        if point is None or point.style is not Style.COMMA or point.number != last + 1:
            continue
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        before = tokens[position - 1].point if position else None
        in_list = before is not None and before.style is Style.COMMA
        if following is None or in_list or not headings.is_heading_like(point.rest):
            continue
        # Over points only where marked headings came before and the points are counted through.
        over_points = last > 0 and following.point is not None and following.point.number > 1
        if following.kind is TokenKind.ARTICLE or over_points:
            words = Heading(
                ProvisionKind.CHAPTER,
                point.label,
                headings.tidy(point.rest),
                point.number,
            )
            tokens[position] = replace(token, kind=TokenKind.POINT_HEADING, heading=words, point=None)
            last = point.number
    return tokens
