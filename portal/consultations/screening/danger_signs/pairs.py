"""Two groups of words that mean danger only together: who does it and what is done, a child and hunger."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """``one`` and ``other`` at most ``within`` characters apart, in either order; never where ``unless`` stands anywhere in
    the text."""

    one: re.Pattern[str]
    other: re.Pattern[str]
    within: int
    unless: re.Pattern[str] | None = None

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Where both stand in the folded text: one stretch for each place of ``other``. Time grows with the length."""
        ones = [match.span() for match in self.one.finditer(text)]
        if not ones or (self.unless is not None and self.unless.search(text)):
            return
        starts = [start for start, _end in ones]
        for match in self.other.finditer(text):
            number = bisect_left(starts, match.start())
            for near in ones[max(number - 1, 0) : number + 1]:
                start, end = min(near[0], match.start()), max(near[1], match.end())
                if end - start <= self.within + (near[1] - near[0]) + (match.end() - match.start()):
                    yield start, end
                    break


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks of one kind of danger, and the lines to call."""

    kind: str
    lines: tuple[str, ...]
    said: tuple[re.Pattern[str], ...]
    pairs: tuple[Pair, ...]


def compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Patterns made ready."""
    return tuple(map(re.compile, patterns))


def pair(one: str, other: str, within: int, unless: str = "") -> Pair:
    """A pair, made ready. ``within`` in characters."""
    return Pair(re.compile(one), re.compile(other), within, re.compile(unless) if unless else None)
