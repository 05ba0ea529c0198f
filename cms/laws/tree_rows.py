"""The tree of a text as rows, and back: page, preview and API read one frozen tree, wherever it comes from.

Nodes carry anchors (``art-39-p1``), rows carry locators (``39-p1``): see ``cms.laws.locators``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.laws.locators import anchor_of, locator_of
from cms.laws.parser import digest, parse
from cms.laws.parser.tree import Node, ProvisionKind

if TYPE_CHECKING:
    from cms.laws.models.provision import Provision
    from cms.laws.models.version import InstrumentVersion

# What a citation can point at, and what two versions are compared by.
WITH_DIGEST = frozenset({ProvisionKind.ARTICLE, ProvisionKind.ANNEX, ProvisionKind.POINT, ProvisionKind.PREAMBLE})


@dataclass(frozen=True, slots=True)
class FrozenTree:
    """A text as a page needs it: the lines of its head, and the tree."""

    head: tuple[str, ...]
    nodes: tuple[Node, ...]


FIELDS = ("position", "depth", "kind", "locator", "label", "heading", "number", "inserted_number", "text", "digest")
"""The columns of a provision that its node fills in; the fields of ``PlannedRow`` bear the same names."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A provision on its way into the database; ``parent`` is the position of the row it stands under."""

    parent: int | None
    position: int
    depth: int
    kind: str
    locator: str
    label: str
    heading: str
    number: int | None
    inserted_number: int
    text: str
    digest: str


def plan_rows(nodes: Iterable[Node]) -> list[PlannedRow]:
    """Give the rows of a tree in the order of the text, each after the one it stands under."""
    rows: list[PlannedRow] = []
    _plan(nodes, None, 0, rows)
    return rows


def _plan(nodes: Iterable[Node], parent: int | None, depth: int, rows: list[PlannedRow]) -> None:
    for node in nodes:
        position = len(rows)
        rows.append(
            PlannedRow(
                parent=parent,
                position=position,
                depth=depth,
                kind=node.kind.value,
                locator=locator_of(node.locator),
                label=node.label,
                heading=node.heading,
                number=node.number,
                inserted_number=node.inserted_number,
                text=node.text,
                digest=digest(node) if node.kind in WITH_DIGEST else "",
            )
        )
        _plan(node.children, position, depth + 1, rows)


def nodes_of(rows: Iterable[Provision]) -> tuple[Node, ...]:
    """Build the tree again from the rows of one version, given in the order of ``position``."""
    roots: list[tuple[Provision, list]] = []
    path: list[tuple[Provision, list]] = []
    for row in rows:
        entry: tuple[Provision, list] = (row, [])
        del path[row.depth :]
        (path[-1][1] if path else roots).append(entry)
        path.append(entry)
    return tuple(_node(entry) for entry in roots)


def _node(entry: tuple[Provision, list]) -> Node:
    row, children = entry
    return Node(
        kind=ProvisionKind(row.kind),
        locator=anchor_of(row.locator),
        label=row.label,
        heading=row.heading,
        text=row.text,
        number=row.number,
        inserted_number=row.inserted_number,
        children=tuple(_node(child) for child in children),
    )


def frozen_tree(version: InstrumentVersion) -> FrozenTree:
    """Give the tree of a version: from its rows when they were made from its text (one query), else from the parser
    (a draft, a preview)."""
    from cms.laws.services.publishing import text_digest

    if version.live and version.pk and version.source_digest == text_digest(version.source_text):
        return FrozenTree(tuple(version.head_lines), nodes_of(version.provisions.order_by("position")))
    parsed = parse(version.source_text)
    return FrozenTree(parsed.head, parsed.nodes)
