"""``python -m tests.public_board.redaction``: precision and recall of the rules on the labelled texts, by kind, by span and by
character, with what they hide that nobody asked for. ``--misses SPLIT`` shows what went wrong."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from portal.common.redaction_wide import suggest

TEXTS = Path(__file__).parent / "redaction_texts" / "labelled.jsonl"


@dataclass
class Tally:
    """Counts over a split. Spans are found when every character of them is hidden; a hidden stretch is right when at least
    half of it is labelled."""

    spans: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    characters: int = 0
    characters_found: int = 0
    hidden: int = 0
    hidden_spans: int = 0
    right_spans: int = 0
    other_characters: int = 0
    hidden_needlessly: int = 0
    texts_whole: int = 0
    texts: int = 0

    def recall(self, kind: str = "") -> float:
        """Share of labelled spans that are hidden whole."""
        wanted = self.spans[kind] if kind else self.spans.total()
        return (self.found[kind] if kind else self.found.total()) / wanted

    @property
    def precision(self) -> float:
        """Share of hidden stretches that are right."""
        return self.right_spans / self.hidden_spans

    @property
    def character_recall(self) -> float:
        """Share of labelled characters that are hidden."""
        return self.characters_found / self.characters

    @property
    def character_precision(self) -> float:
        """Share of hidden characters that are labelled."""
        return (self.hidden - self.hidden_needlessly) / self.hidden

    @property
    def over_redaction(self) -> float:
        """Share of the characters that should stay which are hidden."""
        return self.hidden_needlessly / self.other_characters


@lru_cache(maxsize=1)
def texts() -> tuple[dict[str, Any], ...]:
    """The labelled texts."""
    return tuple(json.loads(line) for line in TEXTS.read_text(encoding="utf-8").splitlines())


def measured(split: str) -> Tally:
    """The rules over a split."""
    tally = Tally()
    for row in texts():
        if row["split"] == split:
            _count(tally, row)
    return tally


def _count(tally: Tally, row: dict[str, Any]) -> None:
    marks = suggest(row["parts"])
    is_whole = True
    for part, text in row["parts"].items():
        wanted = [span for span in row["spans"] if span[0] == part]
        gold = {place for _part, start, end, _kind in wanted for place in range(start, end)}
        hidden = {place for mark in marks if mark.part == part for place in range(mark.start, mark.end)}
        for _part, start, end, kind in wanted:
            tally.spans[kind] += 1
            is_hidden = all(place in hidden for place in range(start, end))
            tally.found[kind] += is_hidden
            is_whole = is_whole and (is_hidden or kind == "alias")
        for mark in marks:
            if mark.part == part:
                tally.hidden_spans += 1
                right = sum(place in gold for place in range(mark.start, mark.end))
                tally.right_spans += 2 * right >= mark.end - mark.start
        tally.characters += len(gold)
        tally.characters_found += len(gold & hidden)
        tally.hidden += len(hidden)
        tally.hidden_needlessly += len(hidden - gold)
        tally.other_characters += len(text) - len(gold)
    tally.texts += 1
    tally.texts_whole += is_whole


def lines(split: str) -> Iterator[str]:
    """The report."""
    tally = measured(split)
    yield f"{split}: {tally.texts} texts, {tally.spans.total()} labelled spans, {tally.characters} labelled characters"
    yield f"  spans       recall {tally.recall():.4f}   precision {tally.precision:.4f}"
    yield f"  characters  recall {tally.character_recall:.4f}   precision {tally.character_precision:.4f}"
    yield f"  over-redaction {tally.over_redaction:.4f} of {tally.other_characters} characters that should stay"
    yield f"  texts without anything left {tally.texts_whole / tally.texts:.4f}"
    for kind in sorted(tally.spans):
        yield f"    {kind:16} {tally.found[kind]:4} of {tally.spans[kind]:4}  {tally.recall(kind):.4f}"


def misses(split: str) -> Iterator[str]:
    """What was left and what was hidden needlessly, each once."""
    seen: Counter[str] = Counter()
    for row in texts():
        if row["split"] != split:
            continue
        marks = suggest(row["parts"])
        for part, text in row["parts"].items():
            hidden = {place for mark in marks if mark.part == part for place in range(mark.start, mark.end)}
            gold = {place for one, start, end, _kind in row["spans"] if one == part for place in range(start, end)}
            for one, start, end, kind in row["spans"]:
                if one == part and not all(place in hidden for place in range(start, end)):
                    seen[f"LEFT {kind} {text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}"] += 1
            for mark in marks:
                if mark.part == part and not all(place in gold for place in range(mark.start, mark.end)):
                    start, end = mark.start, mark.end
                    seen[
                        f"OVER {mark.kind} {text[max(0, start - 8) : start]}[{text[start:end]}]{text[end : end + 8]}"
                    ] += 1
    for words, count in sorted(seen.items()):
        yield f"{count:3} {words}"


def main(arguments: Iterable[str]) -> None:
    """Print the report."""
    said = list(arguments)
    if said[:1] == ["--misses"]:
        shown: Iterable[str] = misses(said[1])
    else:
        shown = [line for split in ("train", "held_out") for line in lines(split)]
    for line in shown:
        print(line)


if __name__ == "__main__":
    main(sys.argv[1:])
