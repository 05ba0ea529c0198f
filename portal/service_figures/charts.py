"""Geometry of drawn charts: pure numbers for a template of SVG. What is drawn stands in the table beside it, too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 720, 220
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 30
MOST_MARKS = 6


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
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM


def bars(labels: Sequence[str], values: Sequence[float], words: Sequence[str]) -> list[Bar]:
    """Bars from nought."""
    longest = max(values, default=0) or 1
    return [
        Bar(label, said, round(value * 1000 / longest))
        for label, value, said in zip(labels, values, words, strict=True)
    ]


def line_chart(labels: Sequence[str], series: Sequence[tuple[str, Sequence[float]]]) -> LineChart:
    """Lines from nought, with an axis of round numbers."""
    top = _round_top(max((value for _label, values in series for value in values), default=0))
    across, up = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    step = across / max(1, len(labels) - 1)

    def point(index: int, value: float) -> tuple[float, float]:
        return round(LEFT + index * step, 1), round(TOP + up * (1 - value / top), 1)

    lines = []
    for style, (label, values) in enumerate(series):
        dots = [point(index, value) for index, value in enumerate(values)]
        lines.append(Drawn(label, " ".join(f"{x},{y}" for x, y in dots), dots, style))
    every = max(1, -(-len(labels) // MOST_MARKS))
    shown = range(0, len(labels), every)
    marks = [Mark(round(LEFT + index * step, 1), labels[index], "start" if index == 0 else "middle") for index in shown]
    if len(marks) > 1 and marks[-1].at > WIDTH - RIGHT - 40:
        marks[-1] = Mark(WIDTH - RIGHT, marks[-1].words, "end")
    return LineChart(lines, marks, [Mark(point(0, value)[1], f"{value:,}") for value in (0, top // 2, top)])


def _round_top(value: float) -> int:
    """The next even round number: 1, 2, 5 times a power of ten; two at least."""
    size = 1
    while True:
        for step in (2, 4, 10):
            if step * size >= value:
                return step * size
        size *= 10
