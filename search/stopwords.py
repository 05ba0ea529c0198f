"""Words of a question that say nothing about its matter. They part a query's runs of characters, so that no pair of
characters is made across them; nothing is dropped from documents."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from search.text import normalise

DATA = Path(__file__).parent / "data" / "stopwords.txt"


def without_question_words(text: str) -> str:
    """The text, normalised, with each question word replaced by a space."""
    return _pattern().sub(lambda match: match.group("kept") or " ", normalise(text))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    stop: list[str] = []
    kept: list[str] = []
    into = stop
    for line in DATA.read_text(encoding="utf-8").splitlines():
        if line.startswith("[kept]"):
            into = kept
        elif not line.startswith("#"):
            into.extend(line.split())
    return re.compile(f"(?P<kept>{_any_of(kept)})|{_any_of(stop)}")


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
