"""Findings made ready to be shown: the words marked in a stretch of text, or in the whole of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cms.wording.checking import BLOCK, WARN, Finding

_AROUND = 24


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text; ``severity`` is empty where nothing is marked, ``numbers`` are the findings it belongs to."""

    text: str
    severity: str = ""
    numbers: tuple[int, ...] = ()

    @property
    def first_number(self) -> int:
        """The finding it is reached by."""
        return self.numbers[0]


def marked(text: str, findings: Sequence[Finding], begin: int = 0, end: int | None = None) -> list[Segment]:
    """Cut a text (or the part from ``begin`` to ``end``) into segments; overlapping findings share one mark."""
    end = len(text) if end is None else end
    segments: list[Segment] = []
    position = begin
    for start, stop, numbers in _merged(findings):
        if stop <= begin or start >= end:
            continue
        start, stop = max(start, begin), min(stop, end)
        if start > position:
            segments.append(Segment(text[position:start]))
        severity = BLOCK if any(findings[number - 1].blocks for number in numbers) else WARN
        segments.append(Segment(text[start:stop], severity, numbers))
        position = stop
    if position < end:
        segments.append(Segment(text[position:end]))
    return segments


def excerpt(text: str, finding: Finding, around: int = _AROUND) -> list[Segment]:
    """The words of one finding marked, with a little of what stands before and after, on one line."""
    begin, end = max(0, finding.start - around), min(len(text), finding.end + around)
    segments = [
        Segment(" ".join(part.text.split()) if not part.severity else part.text, part.severity, part.numbers)
        for part in marked(text, [finding], begin, end)
    ]
    if begin > 0:
        segments.insert(0, Segment("…"))
    if end < len(text):
        segments.append(Segment("…"))
    return segments


def _merged(findings: Sequence[Finding]) -> Iterable[tuple[int, int, tuple[int, ...]]]:
    spans: list[tuple[int, int, list[int]]] = []
    for number, finding in sorted(enumerate(findings, start=1), key=lambda pair: (pair[1].start, pair[1].end)):
        if spans and finding.start < spans[-1][1]:
            start, end, numbers = spans[-1]
            numbers.append(number)
            spans[-1] = (start, max(end, finding.end), numbers)
        else:
            spans.append((finding.start, finding.end, [number]))
    return [(start, end, tuple(numbers)) for start, end, numbers in spans]
