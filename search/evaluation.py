"""How good the ranking is, on questions whose answers are known."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from search.text import normalise

MRR_DEPTH = 10
DEPTH = 100


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, and the citations that answer it."""

    words: str
    gold: frozenset[str]


@dataclass(frozen=True, slots=True)
class Figures:
    """R@k is the mean of found gold ∕ gold; MRR counts the first gold among the first ten."""

    n: int
    r_at_10: float
    r_at_100: float
    mrr_at_10: float


def citation_key(citation: str) -> str:
    """A citation in one spelling: 《中华人民共和国劳动合同法》第三十九条 and 劳动合同法第三十九条 are equal."""
    plain = normalise(citation).replace("中华人民共和国", "")
    return "".join(character for character in plain if character.isalnum())


def read_questions(path: Path) -> Iterator[Question]:
    """The questions of a JSON-lines file with ``question`` and ``articles``; those without articles are left out."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        gold = frozenset(citation_key(article) for article in row["articles"])
        if gold:
            yield Question(row["question"], gold)


def evaluate(questions: Iterable[Question], ask: Callable[[str], Sequence[str]]) -> Figures:
    """Ask every question; ``ask`` gives the citations found, best first, at most a hundred of them counted."""
    n, at_10, at_100, reciprocal = 0, 0.0, 0.0, 0.0
    for question in questions:
        found = list(dict.fromkeys(map(citation_key, ask(question.words))))[:DEPTH]
        n += 1
        at_10 += len(question.gold.intersection(found[:10])) / len(question.gold)
        at_100 += len(question.gold.intersection(found)) / len(question.gold)
        rank = next((place for place, key in enumerate(found[:MRR_DEPTH], 1) if key in question.gold), 0)
        reciprocal += 1 / rank if rank else 0.0
    mean = max(n, 1)
    return Figures(n, round(at_10 / mean, 4), round(at_100 / mean, 4), round(reciprocal / mean, 4))
