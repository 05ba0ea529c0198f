"""How far two experts who looked at the same answers agree: Cohen's kappa, pure functions on pairs of marks.

The marks are an ordered scale of three, so that kappa is weighted linearly: 好 against 尚可 is half as far apart as 好 against
有问题. Unweighted kappa stands beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SCALE = (1, 2, 3)

Pair = tuple[int, int]
"""The marks of the first and of the second expert."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """What a set of pairs says. ``kappa`` and ``unweighted`` are None where chance alone leaves no room to disagree: no pair
    at all, or both gave one and the same mark throughout."""

    count: int
    equal: int
    kappa: float | None
    unweighted: float | None

    @property
    def percent(self) -> int:
        """Of a hundred pairs so many are equal, rounded; 0 where there is none."""
        return round(100 * self.equal / self.count) if self.count else 0


def agreement(pairs: Iterable[Pair], scale: Sequence[int] = SCALE) -> Agreement:
    """Agreement of the pairs. Raises ValueError for a mark that is not of the scale."""
    rows = list(pairs)
    if any(mark not in scale for pair in rows for mark in pair):
        raise ValueError("a mark outside the scale")
    equal = sum(first == second for first, second in rows)
    return Agreement(len(rows), equal, cohens_kappa(rows, scale), cohens_kappa(rows, scale, is_weighted=False))


def cohens_kappa(pairs: Sequence[Pair], scale: Sequence[int] = SCALE, *, is_weighted: bool = True) -> float | None:
    """1 − observed disagreement ∕ disagreement expected by chance, with linear weights or none; None where nothing but
    agreement was to be expected."""
    total = len(pairs)
    if not total:
        return None
    place = {mark: number for number, mark in enumerate(scale)}

    def apart(first: int, second: int) -> float:
        distance = abs(place[first] - place[second])
        return distance / (len(scale) - 1) if is_weighted else float(distance > 0)

    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    observed = sum(apart(*pair) for pair in pairs) / total
    expected = sum(apart(a, b) * firsts[a] * seconds[b] for a in firsts for b in seconds) / total**2
    return None if expected == 0 else 1 - observed / expected
