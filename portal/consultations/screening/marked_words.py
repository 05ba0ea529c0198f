"""The words that led to a flag, as they are stored with it and as they are marked in the text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.consultations.screening.passages import Span


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the question; ``numbers`` are the flags it led to, counted from 1, none where nothing is marked."""

    text: str
    numbers: tuple[int, ...] = ()


def stored(text: str, spans: Iterable[Span]) -> str:
    """Spans and their words, as JSON. The words go along: when the citizen hides something, offsets no longer fit."""
    return json.dumps([[start, end, text[start:end]] for start, end in spans], ensure_ascii=False)


def words_of(written: str) -> list[str]:
    """The words of a flag, each once."""
    return list(dict.fromkeys(words for _start, _end, words in _read(written)))


def standing_in(written: str, left: str) -> str:
    """The words of a flag without those that stand nowhere any more: what was hidden is not kept beside the text."""
    return json.dumps([one for one in _read(written) if one[2] in left], ensure_ascii=False)


def parts(text: str, flags: Sequence[str]) -> list[Part]:
    """A text cut at the words of its flags; what the citizen changed since is marked no more."""
    marks: list[tuple[int, int, int]] = []
    for number, written in enumerate(flags, start=1):
        marks += [(start, end, number) for start, end, words in _read(written) if text[start:end] == words]
    edges = sorted({0, len(text), *(start for start, _end, _number in marks), *(end for _start, end, _number in marks)})
    found = []
    for start, end in pairwise(edges):
        numbers = tuple(sorted({number for first, last, number in marks if first <= start and end <= last}))
        found.append(Part(text[start:end], numbers))
    return found


def _read(written: str) -> list[tuple[int, int, str]]:
    try:
        return [(int(start), int(end), str(words)) for start, end, words in json.loads(written)]
    except (TypeError, ValueError):
        return []
