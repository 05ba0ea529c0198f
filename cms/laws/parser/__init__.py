"""The parser: text in, tree of provisions out, nothing lost. Pure functions; docs/parser.md tells the rules."""

from __future__ import annotations

from cms.laws.parser.books import join_books
from cms.laws.parser.builder import build
from cms.laws.parser.digest import digest
from cms.laws.parser.front import split_front
from cms.laws.parser.lines import normalised, significant, without_space
from cms.laws.parser.tokens import Tokeniser
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
    nodes = build(Tokeniser(front.body).run())
    unmeasured = ParsedText(
        front.title, front.head, nodes, characters_in=0, characters_kept=0
    )
    return ParsedText(
        title=front.title,
        head=front.head,
        nodes=nodes,
        characters_in=len(significant(source)),
        characters_kept=len(without_space(write_back(unmeasured))),
    )
