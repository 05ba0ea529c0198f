"""Excerpts and marks from stored text, once for both engines.

Words are found in a copy of the text folded character by character, marked with two private characters, the whole is
escaped, and only then do the private characters become ``<mark>``: what a text holds can never become markup.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.query import Plan

WIDTH = 140
_BEFORE = 30
_OPEN, _CLOSE = "\ue000", "\ue001"
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_SPACE = re.compile(r"\s+")
_SENTENCE_END = "。；！？"


def marked(text: str, plan: Plan) -> SafeString:
    """The whole text, escaped, with the words of the plan in ``<mark>``."""
    text = _plain(text)
    return _with_marks(text, _spans(_fold(text), _weights(plan)), 0, len(text))


def excerpt(text: str, plan: Plan, width: int = WIDTH) -> SafeString:
    """The stretch of at most about ``width`` characters that holds most of the plan's words, escaped and marked."""
    text = _plain(text)
    spans = _spans(_fold(text), _weights(plan))
    begin, end = _window(text, spans, width)
    return mark_safe(  # noqa: S308 - escaped by _with_marks
        ("…" if begin else "") + _with_marks(text, spans, begin, end) + ("…" if end < len(text) else "")
    )


def _plain(text: str) -> str:
    return _SPACE.sub(" ", _PRIVATE.sub("", text)).strip()


class _Folded(dict[str, str]):
    """Each character as segmentation sees it; what would become several characters stays."""

    def __missing__(self, character: str) -> str:
        folded = unicodedata.normalize("NFKC", character).lower()
        self[character] = folded if len(folded) == 1 else character
        return self[character]


_FOLDED = _Folded()


def _fold(text: str) -> str:
    """The text as segmentation sees it, at equal length, so that places are places of the text."""
    return "".join(map(_FOLDED.__getitem__, text))


def _weights(plan: Plan) -> dict[str, float]:
    return {term.token: term.weight for term in (*plan.added, *plan.terms)}


def _spans(folded: str, weights: Mapping[str, float]) -> list[tuple[int, int, str, float]]:
    """Every place of every token, in order: begin, end, token, weight."""
    spans: list[tuple[int, int, str, float]] = []
    for token, weight in weights.items():
        if token.isascii():
            # Whole words of Latin letters and digits: 12 is not in 2012.
            places: Iterable[int] = (
                found.start() for found in re.finditer(rf"(?<![a-z0-9]){re.escape(token)}(?![a-z0-9])", folded)
            )
        else:
            places = _places(folded, token)
        spans.extend((place, place + len(token), token, weight) for place in places)
    return sorted(spans)


def _places(folded: str, token: str) -> Iterable[int]:
    place = folded.find(token)
    while place >= 0:
        yield place
        place = folded.find(token, place + 1)


def _window(text: str, spans: list[tuple[int, int, str, float]], width: int) -> tuple[int, int]:
    """The best window begins a little before a span; different tokens count, repetitions do not."""
    if len(text) <= width:
        return 0, len(text)
    best, best_value = 0, -1.0
    begins = [span[0] for span in spans]
    for number, begin in enumerate(begins[:400]):
        inside = spans[number : bisect_left(begins, begin + width - _BEFORE, number)]
        value = sum({token: weight for _begin, _end, token, weight in inside}.values())
        if value > best_value:
            best, best_value = begin, value
    begin = max(0, min(best - _BEFORE, len(text) - width))
    # Rather at the beginning of a sentence than in the middle of one.
    for place in range(best, max(begin - _BEFORE, 0), -1):
        if text[place - 1] in _SENTENCE_END:
            begin = place
            break
    return begin, min(len(text), begin + width)


def _with_marks(text: str, spans: list[tuple[int, int, str, float]], begin: int, end: int) -> SafeString:
    pieces, at = [], begin
    for start, stop in _merged(spans, begin, end):
        pieces += [text[at:start], _OPEN, text[start:stop], _CLOSE]
        at = stop
    pieces.append(text[at:end])
    escaped = str(escape("".join(pieces)))
    return mark_safe(escaped.replace(_OPEN, "<mark>").replace(_CLOSE, "</mark>"))  # noqa: S308 - escaped above


def _merged(spans: list[tuple[int, int, str, float]], begin: int, end: int) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, stop, _token, _weight in spans:
        if start < begin or stop > end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(stop, merged[-1][1]))
        else:
            merged.append((start, stop))
    return merged
