"""What of a law can be found, as pure functions: the pieces of a text, and the runs of versions that share one.

A piece is an article, a point of a decision, or a stretch of text that has neither (a preamble, an annex). A run is as
many consecutive versions as have the piece word for word: one document, with the days it holds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from cms.laws.effectivity import Interval, VersionFacts, interval
from cms.laws.parser.tree import DIVISIONS, ProvisionKind

LONGEST_STRETCH = 1500
"""Characters after which text without articles is cut, at the end of a paragraph."""

_UNITS = frozenset({ProvisionKind.ARTICLE.value, ProvisionKind.POINT.value})
_DIVISIONS = frozenset(kind.value for kind in DIVISIONS)
_OWN_CONTENTS = "contents"


class ProvisionRow(NamedTuple):
    """The columns of a ``Provision`` that are needed here."""

    depth: int
    kind: str
    locator: str
    label: str
    heading: str
    text: str
    digest: str


@dataclass(slots=True)
class Piece:
    """One findable piece of one version. ``context`` are the headings it stands under."""

    locator: str
    kind: str
    label: str
    heading: str
    context: str
    digest: str
    depth: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its words, a line a paragraph or item."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece that several versions in a row have alike: the latest wording of it, the days, the versions' places."""

    piece: Piece
    holds: Interval
    first: int
    last: int


def pieces_of(rows: Iterable[ProvisionRow]) -> Iterator[Piece]:
    """Cut the rows of one version, in their order, into pieces."""
    headings: list[tuple[int, str]] = []
    unit: Piece | None = None
    stretch: Piece | None = None
    length = 0
    for row in rows:
        if row.locator == _OWN_CONTENTS:
            continue
        line = " ".join(word for word in (f"{row.label}{row.text}", row.heading) if word)
        if unit is not None and row.depth > unit.depth:
            if line:
                unit.lines.append(line)
            continue
        if unit is not None:
            yield unit
            unit = None
        if row.kind in _DIVISIONS or row.kind in _UNITS:
            if stretch is not None:
                yield _sealed(stretch)
            stretch, length = None, 0
            headings = [entry for entry in headings if entry[0] < row.depth]
        if row.kind in _DIVISIONS:
            headings.append((row.depth, " ".join(word for word in (row.label, row.heading) if word)))
            if row.kind == ProvisionKind.ANNEX.value:
                stretch = Piece(row.locator, row.kind, row.label, row.heading, _context(headings), "")
            if row.text and stretch is not None:
                stretch.lines.append(row.text)
            continue
        if row.kind in _UNITS:
            unit = Piece(row.locator, row.kind, row.label, row.heading, _context(headings), row.digest, row.depth)
            if row.text:
                unit.lines.append(row.text)
            continue
        if stretch is not None and stretch.lines and length + len(line) > LONGEST_STRETCH:
            yield _sealed(stretch)
            stretch, length = None, 0
        if stretch is None:
            stretch = Piece(row.locator, row.kind, row.label, row.heading, _context(headings), "")
        if line:
            stretch.lines.append(line)
            length += len(line)
    for left in (unit, stretch):
        if left is not None and (left is unit or left.lines):
            yield left if left is unit else _sealed(left)


def _context(headings: list[tuple[int, str]]) -> str:
    return " ".join(words for _, words in headings)


def _sealed(stretch: Piece) -> Piece:
    words = "".join(stretch.text.split())
    stretch.digest = "s1:" + hashlib.sha256(words.encode()).hexdigest()
    return stretch


def runs_of(versions: Sequence[VersionFacts], pieces: Sequence[Sequence[Piece]]) -> Iterator[Run]:
    """Put the pieces of all versions (in the order of their dates) together to runs."""
    holds = [interval(version, versions) for version in versions]
    open_runs: dict[str, Run] = {}
    for place, of_version in enumerate(pieces):
        going_on: dict[str, Run] = {}
        for piece in of_version:
            before = open_runs.get(piece.locator)
            is_next = before is not None and before.last == place - 1 and holds[place - 1].end == holds[place].start
            if before is not None and is_next and before.piece.digest == piece.digest:
                days = Interval(before.holds.start, holds[place].end, holds[place].end_reason)
                going_on[piece.locator] = Run(piece, days, before.first, place)
            else:
                going_on[piece.locator] = Run(piece, holds[place], place, place)
        for locator, run in open_runs.items():
            now = going_on.get(locator)
            if now is None or now.first != run.first:
                yield run
        open_runs = going_on
    yield from open_runs.values()
