"""A node while it is being built, and the locators already given."""

from __future__ import annotations

from dataclasses import dataclass, field

from cms.laws.parser.tree import Node, ProvisionKind


@dataclass(slots=True)
class Draft:
    """A node that may still grow."""

    kind: ProvisionKind
    locator: str
    label: str = ""
    heading: str = ""
    text: str = ""
    number: int | None = None
    inserted: int = 0
    unseen: str = ""
    children: list[Draft] = field(default_factory=list)
    counts: dict[ProvisionKind, int] = field(default_factory=dict)

    def add(self, kind: ProvisionKind, locator: str) -> Draft:
        """Put a new node at the end of this one's children."""
        child = Draft(kind, locator)
        self.children.append(child)
        self.counts[kind] = self.counts.get(kind, 0) + 1
        return child

    def count(self, kind: ProvisionKind) -> int:
        """How many children of a kind there are."""
        return self.counts.get(kind, 0)

    def frozen(self) -> Node:
        """Give the finished node."""
        return Node(
            kind=self.kind,
            locator=self.locator,
            label=self.label,
            heading=self.heading,
            text=self.text,
            number=self.number,
            inserted_number=self.inserted,
            unseen=self.unseen,
            children=tuple(child.frozen() for child in self.children),
        )


class Locators:
    """Gives each locator once; one that is asked for again gets ``~2``, ``~3`` …."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}
        self._headings = 0

    def claim(self, wanted: str) -> str:
        """Give the locator, or the next free one after it."""
        times = self._given.get(wanted, 0) + 1
        self._given[wanted] = times
        return wanted if times == 1 else f"{wanted}~{times}"

    def next_heading(self) -> int:
        """Count the headings that have no number."""
        self._headings += 1
        return self._headings
