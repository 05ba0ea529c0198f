"""Which text was law on which day: pure functions on dates, right at midnight without a job.

A text holds from its ``effective_on`` (inclusive) until the day the next text takes effect or the law expires
(exclusive). Nothing of this is stored; every function takes the day it is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from cms.laws.models.enums import Effectivity


class VersionFacts(Protocol):
    """What the rules must know of a text; an ``InstrumentVersion`` has it."""

    @property
    def effective_on(self) -> date | None:
        """The day it takes effect, None where nobody knows."""

    @property
    def expired_on(self) -> date | None:
        """The first day on which it is no longer law, when that is known."""

    @property
    def is_repealed(self) -> bool:
        """Whether it was repealed, the day of it known or not."""


V = TypeVar("V", bound=VersionFacts)


@dataclass(frozen=True, slots=True)
class NoneInForce(Generic[V]):
    """No text was law that day. ``last`` is the one repealed before it, ``coming`` the one that takes effect next."""

    last: V | None = None
    coming: V | None = None


@dataclass(frozen=True, slots=True)
class DateUnknown(Generic[V]):
    """Nobody can say: ``candidates`` have no effective date, or were repealed on an unknown day. Best first."""

    candidates: tuple[V, ...]


@dataclass(frozen=True, slots=True)
class Interval:
    """When a text holds: ``start`` inclusive, ``end`` exclusive; None where it is open or not known.

    ``end_reason`` is ``""``, ``amended``, ``repealed`` or ``repealed_undated`` (repealed, nobody knows when).
    """

    start: date | None
    end: date | None
    end_reason: str = ""


def effectivity(version: VersionFacts, siblings: Sequence[VersionFacts], on: date) -> Effectivity:
    """Say what a text is on a day, given all texts of its instrument (itself included or not).

    A later text in force wins over everything: the text is then ``amended`` even if it is marked repealed. Of the last
    text a repeal whose day is unknown counts from the day it took effect: who asks is told 已废止，日期不详.
    """
    starts = version.effective_on
    if starts is not None and on < starts:
        return Effectivity.NOT_YET_EFFECTIVE
    latest = _latest_started([other for other in siblings if other is not version], on)
    if starts is None:
        if not _is_repealed_by(version, siblings, on):
            return Effectivity.UNKNOWN
        replaced = latest is not None and not _is_repealed_by(latest, siblings, on)
        return Effectivity.AMENDED if replaced else Effectivity.REPEALED
    if latest is not None and latest.effective_on is not None and latest.effective_on > starts:
        return Effectivity.REPEALED if _is_repealed_by(latest, siblings, on) else Effectivity.AMENDED
    return Effectivity.REPEALED if _is_repealed_by(version, siblings, on) else Effectivity.IN_FORCE


def text_in_force(versions: Sequence[V], on: date, *, today: date | None = None) -> V | NoneInForce[V] | DateUnknown[V]:
    """Choose the text that was law on a day, or say why there is none.

    A text repealed on an unknown day leaves the days since it took effect undecided (``DateUnknown``), except that with
    ``today`` given nothing is undecided from today on: it is repealed (``NoneInForce``).
    """
    latest = _latest_started(versions, on)
    dated_later = [version for version in versions if version.effective_on is not None and version.effective_on > on]
    coming = min(dated_later, key=_start, default=None)
    if latest is not None:
        if not _is_repealed_by(latest, versions, on):
            return latest
        if latest.expired_on is None and (today is None or on < today):
            return DateUnknown((latest,))
        return NoneInForce(last=latest, coming=coming)
    undated = [version for version in versions if version.effective_on is None]
    open_ones = tuple(version for version in undated if not _is_repealed_by(version, versions, on))
    unclear = tuple(
        version for version in undated if _is_repealed_by(version, versions, on) and version.expired_on is None
    )
    if open_ones or (unclear and (today is None or on < today)):
        return DateUnknown(open_ones + unclear)
    return NoneInForce(last=undated[0] if undated else None, coming=coming)


def text_to_show(versions: Sequence[V], on: date) -> V | None:
    """Choose the text a page opens at: the one in force, else the likeliest, else the last, else the next. Missing dates
    never hide a text: None only where there is no text at all."""
    answer = text_in_force(versions, on)
    if isinstance(answer, DateUnknown):
        return answer.candidates[0]
    if isinstance(answer, NoneInForce):
        return answer.last or answer.coming
    return answer


def interval(version: VersionFacts, siblings: Sequence[VersionFacts]) -> Interval:
    """Say from when to when a text holds; both ends may be open."""
    starts = version.effective_on
    later = [
        other.effective_on
        for other in siblings
        if other is not version
        and other.effective_on is not None
        and starts is not None
        and other.effective_on > starts
    ]
    amended_on = min(later, default=None)
    if (
        version.is_repealed
        and version.expired_on is not None
        and (amended_on is None or version.expired_on < amended_on)
    ):
        return Interval(starts, version.expired_on, "repealed")
    if amended_on is not None:
        return Interval(starts, amended_on, "amended")
    return Interval(starts, None, "repealed_undated" if version.is_repealed else "")


def _start(version: VersionFacts) -> date:
    return version.effective_on or date.min


def _latest_started(versions: Sequence[V], on: date) -> V | None:
    started = [version for version in versions if version.effective_on is not None and version.effective_on <= on]
    return max(started, key=_start, default=None)


def _is_repealed_by(version: VersionFacts, siblings: Sequence[VersionFacts], on: date) -> bool:
    """Whether a text had been repealed by a day. A repeal without a day of a text that another followed is that other
    text's beginning: until then it was law."""
    if not version.is_repealed:
        return False
    if version.expired_on is not None:
        return version.expired_on <= on
    starts = version.effective_on
    return starts is None or not any(
        other.effective_on is not None and other.effective_on > starts for other in siblings
    )
