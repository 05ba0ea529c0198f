"""Reads the lines of a body: what each of them is, before anything is put under anything."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cms.laws.parser import headings
from cms.laws.parser.articles import ArticleSequence
from cms.laws.parser.contents import with_contents, with_unmarked_headings
from cms.laws.parser.headings import Heading
from cms.laws.parser.lines import Line
from cms.laws.parser.points import PointStart, point_start
from cms.laws.parser.quotations import quoted_length
from cms.laws.parser.tables import table_length
from cms.laws.parser.tokens import Token, TokenKind
from cms.laws.parser.tree import ProvisionKind

_AMENDING_TITLE = re.compile(r"修正案|修改.*的决定")


class Tokeniser:
    """Reads the lines of a body once, in order; an annex begins its own numbering."""

    def __init__(self, lines: Sequence[Line], title: str = "") -> None:
        self._lines = lines
        self._amends = bool(_AMENDING_TITLE.search(title))
        self._position = 0
        self._articles = ArticleSequence(strict=self._amends)
        self._divisions: dict[ProvisionKind | None, int] = {}
        self._point: PointStart | None = None
        self.tokens: list[Token] = []

    def run(self) -> list[Token]:
        """Give the tokens of all lines."""
        while self._position < len(self._lines):
            line = self._lines[self._position]
            length = table_length(self._lines, self._position)
            quoted = quoted_length(self._lines, self._position, self._point, self._articles.begins_next)
            if length:
                self._take(TokenKind.TABLE, length)
            elif quoted:
                self._take(TokenKind.QUOTATION, quoted)
                self._articles.leave()
            else:
                self.tokens.append(self._token(line))
                self._position += 1
        return with_contents(with_unmarked_headings(self.tokens))

    def _take(self, kind: TokenKind, length: int) -> None:
        taken = self._lines[self._position : self._position + length]
        self.tokens.append(Token(kind, "\n".join(line.text for line in taken)))
        self._position += length

    def _token(self, line: Line) -> Token:
        if line.is_unseen:
            return Token(TokenKind.UNSEEN, line.text)
        if headings.is_contents(line):
            return Token(TokenKind.CONTENTS, line.text)
        annex = headings.annex(line)
        if annex is not None:
            self._articles, self._divisions, self._point = ArticleSequence(), {}, None
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
            kind = TokenKind.PREAMBLE if unnumbered.kind is ProvisionKind.PREAMBLE else TokenKind.DIVISION
            return Token(kind, line.text, line.depth, unnumbered)
        start = point_start(line.text)
        if start is not None:
            self._point = start
            return Token(TokenKind.POINT, line.text, point=start)
        return Token(TokenKind.TEXT, line.text)

    def _is_in_turn(self, line: Line, division: Heading) -> bool:
        """Tell a heading from quoted words.

        Without mark it counts, inside an open quotation, only if it goes on where the last one stopped, and in a text
        that amends another not at all.
        """
        goes_on = division.number == self._divisions.get(division.kind, 0) + 1
        if not line.depth and (self._amends or (self._articles.quoting and not goes_on)):
            return False
        self._divisions[division.kind] = division.number or 0
        return True
