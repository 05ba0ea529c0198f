"""Which lines begin an article: 第三十九条 at the head of a line, unless it is a reference or a quotation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from portal.common.numbering import ArticleNumber, match_article_label

# What goes on like this after 第…条 is a sentence that refers to an article: 第三十九条规定的…, 第十条、第十一条所称….
_REFERENCE = re.compile(
    r"\s*(?:[、，,；;。和及与或至到的]|以及|规定|所称|所列|所指|所述|中的|第.{1,6}[款项]|之外|之一的|以外|至第|同时废止)"
)
_BRACKETED_HEADING = re.compile(r"\s*(【[^】]{1,60}】)\s*")
_PARENTHESISED_HEADING = re.compile(
    r"\s*([（(](?![一二三四五六七八九十〇零0-9０-９]+[）)])[^）)。，]{1,24}[）)])(?:\s+|$)"
)


@dataclass(frozen=True, slots=True)
class ArticleStart:
    """A line that begins an article: its number, label and heading as they came, and the words after them."""

    number: ArticleNumber
    label: str
    heading: str
    rest: str


class ArticleSequence:
    """Reads articles one after another; knows the last number and whether a quotation is open.

    ``strict`` is for texts that amend others: after its first article only the next in number is one of its own.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self._strict = strict
        self.last: ArticleNumber | None = None
        self._quoting = False

    def read(self, text: str) -> ArticleStart | None:
        """Tell whether the line begins an article, and remember it if so."""
        start = self._start(text) if text.startswith("第") else None
        if start is not None:
            self.last = start.number
            self._quoting = False
            text = start.rest
        self._follow_quotes(text)
        return start

    @property
    def quoting(self) -> bool:
        """Whether a quotation was opened and not yet closed."""
        return self._quoting

    def begins_next(self, text: str) -> bool:
        """Whether the line begins the article that is due; nothing is remembered."""
        found = match_article_label(text) if self.last is not None else None
        return found is not None and self._continues(found[0]) and not _REFERENCE.match(text[found[1] :])

    def leave(self) -> None:
        """Forget an open quotation: a heading has begun something new."""
        self._quoting = False

    def _start(self, text: str) -> ArticleStart | None:
        found = match_article_label(text)
        if found is None:
            return None
        number, end = found
        rest = text[end:]
        if not self._continues(number):
            # Out of its turn: only when nothing speaks for a quotation or a reference.
            if (self._strict and self.last) or self._quoting or not rest[:1].isspace() or _REFERENCE.match(rest):
                return None
        elif _REFERENCE.match(rest) and (self._quoting if rest[0].isspace() else rest[0] not in "【（("):
            return None
        heading = _BRACKETED_HEADING.match(rest) or _PARENTHESISED_HEADING.match(rest)
        words = rest[heading.end() :] if heading else rest
        return ArticleStart(
            number,
            "".join(text[:end].split()),
            heading[1] if heading else "",
            words.strip(),
        )

    def _continues(self, number: ArticleNumber) -> bool:
        last = self.last
        if last is None:
            return number.number == 1
        if number.number == last.number + 1:
            return not number.inserted
        return number.number == last.number and (
            (number.inserted == last.inserted + 1 and not number.third)
            or (number.inserted == last.inserted and number.third == last.third + 1 and number.inserted > 0)
        )

    def _follow_quotes(self, text: str) -> None:
        opened, closed = text.rfind("“"), text.rfind("”")
        if opened != closed:
            self._quoting = opened > closed
