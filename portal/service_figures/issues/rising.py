"""Which words and articles rise: an exact test against the weeks before. Pure.

Of all that was asked with a word in both stretches, each lies in the later one with the chance that the later one's share of
all questions gives (no change). A word rises when so many or more would lie there by chance in less than ``FALSE_ALARMS`` of all
looks, divided by how many words are looked at: over a whole list the chance of any false alarm is at most ``FALSE_ALARMS``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, log, log1p

FALSE_ALARMS = 0.05
LEAST_ASKERS = 5
LEAST_RATIO = 1.5


@dataclass(frozen=True, slots=True)
class Counted:
    """How many cases held something in the later and in the earlier stretch; ``askers``: distinct people of the later."""

    word: str
    later: int
    earlier: int
    askers: int


@dataclass(frozen=True, slots=True)
class Rising:
    """One that rises: how many times as often, per case, and by which chance it would be so if nothing had changed."""

    counted: Counted
    ratio: float | None
    chance: float


def rising(counts: Iterable[Counted], later: int, earlier: int) -> list[Rising]:
    """What rises, the least likely by chance first. ``later`` and ``earlier``: all cases of the stretches."""
    looked_at = [each for each in counts if each.later + each.earlier >= LEAST_ASKERS]
    if not later or not earlier or not looked_at:
        return []
    share, bound = later / (later + earlier), FALSE_ALARMS / len(looked_at)
    found = []
    for each in looked_at:
        if each.askers < LEAST_ASKERS:
            continue
        ratio = (each.later / later) / (each.earlier / earlier) if each.earlier else None
        if ratio is not None and ratio < LEAST_RATIO:
            continue
        chance = at_least(each.later, each.later + each.earlier, share)
        if chance < bound:
            found.append(Rising(each, ratio, chance))
    return sorted(found, key=lambda each: (each.chance, each.counted.word))


def at_least(hits: int, tries: int, share: float) -> float:
    """The chance of ``hits`` or more in ``tries`` with the chance ``share`` each: the upper tail of the binomial."""
    if hits <= 0:
        return 1.0
    whole = lgamma(tries + 1)
    terms = (
        exp(whole - lgamma(k + 1) - lgamma(tries - k + 1) + k * log(share) + (tries - k) * log1p(-share))
        for k in range(hits, tries + 1)
    )
    return min(1.0, sum(terms))
