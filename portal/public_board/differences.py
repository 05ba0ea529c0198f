"""The texts of a case with what is hidden marked: for who hides and who looks a second time, side by side in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portal.common.redaction_wide import Mark
from portal.public_board.parts import Source


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: as it was, and the label in its place ("" where it stays)."""

    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """One part with its pieces."""

    name: str
    title: str
    pieces: tuple[Piece, ...]


def differences(source: Source, marks: Sequence[Mark]) -> list[Marked]:
    """Every part, in order."""
    return [
        Marked(part.name, str(part.title), _pieces(part.text, [one for one in marks if one.part == part.name]))
        for part in source.parts
    ]


def _pieces(text: str, marks: Sequence[Mark]) -> tuple[Piece, ...]:
    found, last = [], 0
    for mark in sorted(marks, key=lambda mark: mark.start):
        if mark.start > last:
            found.append(Piece(text[last : mark.start]))
        found.append(Piece(text[mark.start : mark.end], mark.label))
        last = mark.end
    if last < len(text):
        found.append(Piece(text[last:]))
    return tuple(found)
