"""One measured figure, and the table they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """What was measured, its target in words, what came out, and whether that meets the target (None: no verdict)."""

    what: str
    target: str
    measured: str
    met: bool | None
    note: str = ""

    @property
    def verdict(self) -> str:
        """``met``, ``MISSED`` or a dash for what is only reported."""
        return {True: "met", False: "MISSED", None: "–"}[self.met]


def table(figures: Iterable[Figure]) -> str:
    """A Markdown table, for the terminal and for docs/figures.md."""
    rows = ["| what | target | measured | | note |", "|---|---|---|---|---|"]
    rows += [f"| {f.what} | {f.target} | {f.measured} | {f.verdict} | {f.note} |" for f in figures]
    return "\n".join(rows)


def at_most(
    what: str,
    value: float,
    limit: float,
    unit: str = "",
    note: str = "",
    form: Callable[[float], str] = "{:.2f}".format,
) -> Figure:
    """A figure that must not be above ``limit``."""
    return Figure(what, f"≤ {limit:g}{unit}", f"{form(value)}{unit}", value <= limit, note)


def at_least(
    what: str,
    value: float,
    limit: float,
    unit: str = "",
    note: str = "",
    form: Callable[[float], str] = "{:.3f}".format,
) -> Figure:
    """A figure that must not be below ``limit``."""
    return Figure(what, f"≥ {limit:g}{unit}", f"{form(value)}{unit}", value >= limit, note)


def count(value: float) -> str:
    """A whole number."""
    return f"{value:.0f}"
