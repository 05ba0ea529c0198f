"""From lines to tokens: what each line of the body is, before anything is put under anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from cms.laws.parser import headings
from cms.laws.parser.articles import ArticleSequence, ArticleStart
from cms.laws.parser.headings import Heading
from cms.laws.parser.lines import Line, without_space
from cms.laws.parser.points import PointStart, Style, point_start
from cms.laws.parser.tables import table_length
from cms.laws.parser.tree import ProvisionKind


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


class Tokeniser:
    """Reads the lines of a body once, in order; an annex begins its own numbering."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._position = 0
        self._articles = ArticleSequence()
        self._divisions: dict[ProvisionKind, int] = {}
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        """Give the tokens of all lines."""
        while self._position < len(self._lines):
            line = self._lines[self._position]
            length = table_length(self._lines, self._position)
            if length:
                self._take(TokenKind.TABLE, length)
            elif headings.is_contents(line) and not any(
                token.kind is TokenKind.ARTICLE for token in self.tokens
            ):
                self._take(TokenKind.CONTENTS, self._contents_length())
            else:
                self.tokens.append(self._token(line))
                self._position += 1
        return _with_unmarked_headings(self.tokens)

    def _take(self, kind: TokenKind, length: int) -> None:
        taken = self._lines[self._position : self._position + length]
        self.tokens.append(Token(kind, "\n".join(line.text for line in taken)))
        self._position += length

    def _token(self, line: Line) -> Token:
        if line.is_unseen:
            return Token(TokenKind.UNSEEN, line.text)
        annex = headings.annex(line)
        if annex is not None:
            self._articles, self._divisions = ArticleSequence(), {}
            return Token(TokenKind.ANNEX, line.text, line.depth, annex)
        division = headings.division(line)
        if division is not None and self._is_in_turn(line, division):
            self._articles.leave()
            return Token(TokenKind.DIVISION, line.text, line.depth, division)
        article = self._articles.read(line.text)
        if article is not None:
            return Token(TokenKind.ARTICLE, line.text, line.depth, article=article)
        point = headings.point_heading(line)
        if point is not None:
            self._articles.leave()
            return Token(TokenKind.POINT_HEADING, line.text, line.depth, point)
        unnumbered = headings.unnumbered(line)
        if unnumbered is not None:
            self._articles.leave()
            kind = (
                TokenKind.PREAMBLE
                if unnumbered.kind is ProvisionKind.PREAMBLE
                else TokenKind.DIVISION
            )
            return Token(kind, line.text, line.depth, unnumbered)
        start = point_start(line.text)
        if start is not None:
            return Token(TokenKind.POINT, line.text, point=start)
        return Token(TokenKind.TEXT, line.text)

    def _is_in_turn(self, line: Line, division: Heading) -> bool:
        """A heading without mark inside an open quotation counts only if it goes on where the last one stopped."""
        assert division.kind is not None and division.number is not None
        if (
            not line.depth
            and self._articles.quoting
            and division.number != self._divisions.get(division.kind, 0) + 1
        ):
            return False
        self._divisions[division.kind] = division.number
        return True

    def _contents_length(self) -> int:
        """Count the lines of a table of contents: headings until the first of them comes again, or something else does."""
        first = ""
        end = self._position + 1
        while end < len(self._lines):
            line = self._lines[end]
            entry = Line(line.text.rstrip("0123456789.…·\t "))
            bare = without_space(entry.text)
            if bare and bare == first:
                break
            is_entry = (
                headings.division(entry) is not None
                or headings.annex(entry) is not None
                or headings.unnumbered(entry) is not None
                or line.is_unseen
            )
            if not is_entry or line.depth:
                break
            first = first or bare
            end += 1
        return end - self._position


def _with_unmarked_headings(tokens: list[Token]) -> list[Token]:
    """Find the chapter headings 一、… that lost their mark: they go on in number, are short, and an article follows."""
    last = 0
    for position, token in enumerate(tokens):
        if token.kind is TokenKind.ANNEX:
            last = 0
        if token.kind is TokenKind.POINT_HEADING and token.heading is not None:
            last = token.heading.number or 0
        point = token.point
        if point is None or point.style is not Style.COMMA or point.number != last + 1:
            continue
        following = tokens[position + 1].kind if position + 1 < len(tokens) else None
        before = tokens[position - 1].point if position else None
        in_list = before is not None and before.style is Style.COMMA
        if (
            following is TokenKind.ARTICLE
            and not in_list
            and headings.is_heading_like(point.rest)
        ):
            words = Heading(
                ProvisionKind.CHAPTER,
                point.label,
                headings.tidy(point.rest),
                point.number,
            )
            tokens[position] = replace(
                token, kind=TokenKind.POINT_HEADING, heading=words, point=None
            )
            last = point.number
    return tokens
