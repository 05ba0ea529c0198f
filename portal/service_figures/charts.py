"""Geometry of drawn charts: pure numbers for a template of SVG. What is drawn stands in the table beside it, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RIGHT, TOP, BOTTOM = 12, 12, 30
LETTER, GAP = 16, 8
"""How large the words of an axis are (``.figures-axis``), and what must stay free between two."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is drawn, in the pixels of a screen it is made for, so that its words stay as large as they are; and how
    many marks stand on the axis of time."""

    width: int
    height: int
    left: int
    most_marks: int


DESK, PHONE = Size(560, 220, 56, 5), Size(320, 220, 48, 3)
"""At a desk a chart has half a page beside its table; a phone has 320 pixels between the margins."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar as wide as its share of the longest, in whole thousandths."""

    label: str
    words: str
    width: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on an axis and what is written there."""

    at: float
    words: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line: the points as SVG wants them, each point, and how it is told from others without colour."""

    label: str
    points: str
    dots: Sequence[tuple[float, float]]
    style: int


@dataclass(frozen=True, slots=True)
class LineChart:
    """Lines over time."""

    lines: Sequence[Drawn]
    across: Sequence[Mark]
    up: Sequence[Mark]
    size: Size

    @property
    def right(self) -> int:
        """Where the lines end."""
        return self.size.width - RIGHT


def bars(labels: Sequence[str], values: Sequence[float], words: Sequence[str]) -> list[Bar]:
    """Bars from nought."""
    longest = max(values, default=0) or 1
    return [
        Bar(label, said, round(value * 1000 / longest))
        for label, value, said in zip(labels, values, words, strict=True)
    ]


def line_chart(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]], size: Size = DESK) -> LineChart:
    """Lines from nought, with an axis of round numbers."""
    top = _round_top(max((value for _label, values in series for value in values), default=0))
    across, up = size.width - size.left - RIGHT, size.height - TOP - BOTTOM
    step = across / max(1, len(labels) - 1)

    def point(index: int, value: float) -> tuple[float, float]:
        return round(size.left + index * step, 1), round(TOP + up * (1 - value / top), 1)

    lines = []
    for style, (label, values) in enumerate(series):
        dots = [point(index, value) for index, value in enumerate(values)]
        lines.append(Drawn(label, " ".join(f"{x},{y}" for x, y in dots), dots, style))
    every = max(1, -(-len(labels) // size.most_marks))
    marks = [_mark(round(size.left + index * step, 1), labels[index], size) for index in range(0, len(labels), every)]
    return LineChart(
        lines, _apart(marks), [Mark(point(0, value)[1], f"{value:,}") for value in (0, top // 2, top)], size
    )


def _mark(at: float, words: str, size: Size) -> Mark:
    half = _width(words) / 2
    if at - half < 0:
        return Mark(at, words, "start")
    return Mark(size.width - RIGHT, words, "end") if at + half > size.width else Mark(at, words)


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """Those of the marks that do not stand on one another, from the left."""
    kept: list[Mark] = []
    free = 0.0
    for mark in marks:
        width = _width(mark.words)
        left = mark.at - {"start": 0.0, "middle": width / 2, "end": width}[mark.anchor]
        if not kept or left >= free:
            kept.append(mark)
            free = left + width + GAP
    return kept


def _width(words: str) -> float:
    """About how wide words are on the axis, in its pixels: a Chinese character is as wide as it is high."""
    return sum(LETTER if each > "\u2e80" else LETTER * 0.6 for each in words)


def _round_top(value: float) -> int:
    """The next even round number: 1, 2, 5 times a power of ten; two at least."""
    size = 1
    while True:
        for step in (2, 4, 10):
            if step * size >= value:
                return step * size
        size *= 10
