"""The labelled questions and how well the rules do on them. All are invented; ``python -m tests.consultations.screening``
prints the table of docs/screening.md."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from portal.consultations.screening.asked import Asked, Earlier, RuleCode, Suggestion
from portal.consultations.screening.run import screen

TODAY = date(2026, 11, 27)
"""The day on which every question of the set was asked: 去年 and 三个月前 are counted from it."""
FOLDER = Path(__file__).parent / "questions"


@dataclass(frozen=True)
class Labelled:
    """A question with what the rules should say of it; ``details`` name kinds of danger, authorities, periods."""

    asked: Asked
    rules: frozenset[RuleCode]
    details: dict[str, list[str]]
    source: str

    def suggestions(self) -> dict[RuleCode, Suggestion]:
        """What the rules say, by rule."""
        return {one.rule: one for one in screen(self.asked, TODAY)}


@dataclass(frozen=True)
class Score:
    """How often one rule was right, by counts."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """Of those it flagged, how many should be."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of those that should be flagged, how many it found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def questions(*names: str) -> Iterator[Labelled]:
    """The questions of some files of the set, or of all."""
    for path in sorted(FOLDER.glob("*.jsonl")):
        if not names or path.stem in names:
            for line in path.read_text(encoding="utf-8").splitlines():
                yield _labelled(json.loads(line), path.stem)


def scores(asked: Iterator[Labelled]) -> dict[RuleCode, Score]:
    """How every rule does on some questions."""
    right: Counter[RuleCode] = Counter()
    wrong: Counter[RuleCode] = Counter()
    missed: Counter[RuleCode] = Counter()
    for one in asked:
        found = set(one.suggestions())
        right.update(found & one.rules)
        wrong.update(found - one.rules)
        missed.update(one.rules - found)
    return {rule: Score(right[rule], wrong[rule], missed[rule]) for rule in RuleCode}


def table(results: dict[RuleCode, Score]) -> str:
    """The scores as the lines of a Markdown table."""
    lines = ["| rule | flagged rightly | wrongly | missed | precision | recall |", "|---|---|---|---|---|---|"]
    for rule, score in results.items():
        lines.append(
            f"| {rule} | {score.right} | {score.wrong} | {score.missed} | {score.precision:.2f} | {score.recall:.2f} |"
        )
    return "\n".join(lines)


def _labelled(row: dict[str, Any], source: str) -> Labelled:
    facts = dict(row.get("facts", {}))
    if "happened_from" in facts:
        facts["happened_from"] = date.fromisoformat(facts["happened_from"])
    earlier = tuple(Earlier(f"c{number}", **one) for number, one in enumerate(row.get("earlier", [])))
    asked = Asked(row["text"], topic=row["topic"], earlier=earlier, **facts)
    return Labelled(asked, frozenset(RuleCode(rule) for rule in row["flags"]), row.get("details", {}), source)
