"""Everyday words → the words of the law, from ``data/vocabulary.txt``: written by hand, one line a rule.

``炒鱿鱼 辞退 开除 => 解除劳动合同`` adds the right side to a query that holds any word of the left; what was typed
keeps its full weight, what is added has less. Both engines get the same expansion, so neither needs synonyms.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from search.text import normalise

DATA = Path(__file__).parent / "data" / "vocabulary.txt"


def read_vocabulary(text: str) -> dict[str, tuple[str, ...]]:
    """Everyday word → legal words. Raises ValueError naming the line that is no rule."""
    rules: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.split("#", 1)[0].strip()
        if not line:
            continue
        left, arrow, right = line.partition("=>")
        if not arrow or not left.strip() or not right.strip():
            raise ValueError(f"line {number}: expected 'everyday words => legal words'")
        for word in normalise(left).split():
            rules[word] = tuple(dict.fromkeys(rules.get(word, ()) + tuple(normalise(right).split())))
    return rules


@lru_cache(maxsize=1)
def _own() -> tuple[Mapping[str, tuple[str, ...]], re.Pattern[str]]:
    rules = read_vocabulary(DATA.read_text(encoding="utf-8"))
    longest_first = sorted(rules, key=len, reverse=True)
    return rules, re.compile("|".join(map(re.escape, longest_first)))


def legal_words(text: str) -> list[str]:
    """The words of the law for the everyday words in a text, in the order found; the longest match wins."""
    rules, pattern = _own()
    found: list[str] = []
    for match in pattern.finditer(normalise(text)):
        found.extend(rules[match.group()])
    return list(dict.fromkeys(found))
