"""The shape of a parsed law text: plain frozen values, no database.

The parser makes it, ``publish()`` stores it as ``Provision`` rows, the page and the preview render it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class ProvisionKind(StrEnum):
    """What a provision is; the values are stored and are part of the API."""

    PREAMBLE = "preamble"
    PART = "part"
    SUBPART = "subpart"
    CHAPTER = "chapter"
    SECTION = "section"
    ARTICLE = "article"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SUBITEM = "subitem"
    ANNEX = "annex"
    POINT = "point"
    BLOCK = "block"


DIVISIONS = frozenset(
    {
        ProvisionKind.PART,
        ProvisionKind.SUBPART,
        ProvisionKind.CHAPTER,
        ProvisionKind.SECTION,
        ProvisionKind.ANNEX,
    }
)


@dataclass(frozen=True, slots=True)
class Node:
    """One provision with what stands under it.

    ``label`` is the numbering as it came (第三十九条, （一）, 第一章), ``heading`` the words of a division's title
    line, ``text`` the provision's own words without its label. ``locator`` is unique within the text and stable over
    re-import (``art-39-p2-i1`` as an anchor is written ``39-p2-i1`` in a ``Citation``). ``unseen`` is what stands
    after the text and is never shown: comments of the source, lines of zero-width characters.
    """

    kind: ProvisionKind
    locator: str
    label: str = ""
    heading: str = ""
    text: str = ""
    number: int | None = None
    inserted_number: int = 0
    unseen: str = ""
    children: tuple[Node, ...] = field(default=())

    def walk(self) -> Iterator[Node]:
        """Yield this node and all below it in the order of the text."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A whole text: its title line, the lines before ``<!-- INFO END -->`` (dates of adoption and so on), and the tree.

    ``characters_in`` and ``characters_kept`` count what is not white space after NFC, without the ``#`` of headings and
    the ``INFO END`` line; they are equal, or the parser lost something. ``unseen`` stands before the first provision
    and is never shown.
    """

    title: str
    head: tuple[str, ...]
    nodes: tuple[Node, ...]
    characters_in: int
    characters_kept: int
    unseen: str = ""

    def walk(self) -> Iterator[Node]:
        """Yield every node in the order of the text."""
        for node in self.nodes:
            yield from node.walk()

    @property
    def articles(self) -> int:
        """How many articles the text has (annexes' articles included)."""
        return sum(1 for node in self.walk() if node.kind is ProvisionKind.ARTICLE)

    @property
    def blocks(self) -> int:
        """How many pieces could not be given any structure."""
        return sum(1 for node in self.walk() if node.kind is ProvisionKind.BLOCK)
