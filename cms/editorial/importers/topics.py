"""Which topics the words of a row mean: their names, codes and everyday words. Pure, given the rows of topics."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BETWEEN = re.compile(r"[\s、，,;；/|。·]+")
OTHER = "other"
IN_EVERY_TITLE = frozenset({"公司"})
"""Words that stand in titles of any matter: the party's name, not the topic."""


@dataclass(frozen=True, slots=True)
class TopicWords:
    """The words that stand for a topic: word → code, and the codes in their order."""

    exact: dict[str, str]
    order: tuple[str, ...]

    def named(self, cell: str) -> tuple[list[str], list[str]]:
        """The topics that a cell names, and the words that name none."""
        words = split_words(cell)
        found = {self.exact[word] for word in words if word in self.exact}
        return self._sorted(found), [word for word in words if word not in self.exact]

    def meant(self, keywords: Sequence[str]) -> tuple[list[str], list[str]]:
        """The topics that keywords mean, and those keywords that mean none: a keyword means what the longest of our words in it
        stands for (劳动合同解除 is of 劳动合同, not of 合同)."""
        found: set[str] = set()
        without: list[str] = []
        for word in keywords:
            codes = set(self._within(word))
            found |= codes
            if not codes:
                without.append(word)
        return self._sorted(found), without

    def told_by(self, titles: Iterable[str]) -> list[str]:
        """The topics that titles speak of."""
        return self.meant([re.sub("|".join(IN_EVERY_TITLE), " ", title) for title in titles])[0]

    def _within(self, word: str) -> Iterable[str]:
        begin = 0
        while begin < len(word):
            for length in range(min(12, len(word) - begin), 1, -1):
                code = self.exact.get(word[begin : begin + length])
                if code and code != OTHER:
                    yield code
                    begin += length
                    break
            else:
                begin += 1

    def _sorted(self, codes: set[str]) -> list[str]:
        return sorted(codes, key=self.order.index)


def build_words(topics: Iterable[tuple[str, str, str]]) -> TopicWords:
    """Build the words from ``(code, name, aliases a line each)``; a name goes before the everyday word of another topic."""
    topics = list(topics)
    exact: dict[str, str] = {}
    for code, _name, aliases in reversed(topics):
        exact |= {alias.strip(): code for alias in aliases.splitlines() if alias.strip()}
    for code, name, _aliases in reversed(topics):
        exact |= dict.fromkeys([*_halves(name), name, code], code)
    return TopicWords(exact, tuple(code for code, _name, _aliases in topics))


def split_words(cell: str) -> list[str]:
    """The words of a cell, whatever stands between them."""
    return [word for word in _BETWEEN.split(cell) if word]


def _halves(name: str) -> list[str]:
    """婚姻家庭 is one word; 物业与邻里 and 社会保险与工伤 are two."""
    return [half for half in re.split(r"[与/]", name) if len(half) > 1]
