"""The parser: text in, tree of provisions out, nothing lost. Pure functions; docs/parser.md tells the rules."""

from __future__ import annotations

from dataclasses import replace

from cms.laws.parser.books import join_books
from cms.laws.parser.builder import build
from cms.laws.parser.digest import digest
from cms.laws.parser.front import split_front
from cms.laws.parser.lines import normalised, significant, without_space
from cms.laws.parser.tokeniser import Tokeniser
from cms.laws.parser.tree import DIVISIONS, Node, ParsedText, ProvisionKind
from cms.laws.parser.writeback import write_back

__all__ = [
    "DIVISIONS",
    "Node",
    "ParsedText",
    "ProvisionKind",
    "digest",
    "join_books",
    "parse",
    "significant",
    "write_back",
]


def parse(source: str) -> ParsedText:
    """Parse a law's text (Markdown, or plain lines) into its title, head and tree of provisions."""
    source = normalised(source)
    front = split_front(source)
    first = next(
        (position for position, line in enumerate(front.body) if not line.is_unseen),
        len(front.body),
    )
    parsed = ParsedText(
        title=front.title,
        head=front.head,
        nodes=build(Tokeniser(front.body[first:], front.title).run()),
        characters_in=len(significant(source)),
        characters_kept=0,
        unseen="\n".join(line.text for line in front.body[:first]),
    )
    return replace(parsed, characters_kept=len(without_space(write_back(parsed))))
