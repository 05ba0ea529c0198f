"""Hiding small numbers so that nobody works them out again. Pure.

A row of cells (a month by one breakdown) is published with its total. Cells of 1 to 4 are hidden, and as many others, the
smallest first, that neither the total nor the rule itself gives any of them away: a hidden cell always has at least two values
that fit everything published, even for who knows this rule. What is hidden to protect others looks like what is small.
"""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 5
Cells = dict[str, int | None]


def hidden(counts: Mapping[str, int]) -> tuple[Cells, int | None]:
    """The cells and the total as published; None: hidden. A total of 1 to 4 is hidden with all its cells."""
    total = sum(counts.values())
    if 0 < total < LEAST:
        return dict.fromkeys(counts), None
    shut = {key for key, count in counts.items() if 0 < count < LEAST}
    rest = sorted(counts.keys() - shut, key=lambda key: (counts[key], key))
    while shut and not _is_safe([counts[key] for key in shut]):
        if not rest:
            return dict.fromkeys(counts), None
        shut.add(rest.pop(0))
    return {key: None if key in shut else count for key, count in counts.items()}, total


def _is_safe(values: list[int]) -> bool:
    """Whether hidden cells, whose sum everybody can work out, stay hidden: enough of them, no few cases together, and not
    all as small or as large as small cells can be."""
    cells, together = len(values), sum(values)
    if cells < 2 or together < LEAST:
        return False
    return max(values) >= LEAST or cells + 2 <= together <= (LEAST - 1) * cells - 2
