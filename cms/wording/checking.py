"""Checking a text against rules: pure functions on plain values, for pages, answers and whoever else writes to citizens."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from cms.wording.folding import SENTENCE_ENDS, Folded, fold
from cms.wording.patterns import Form, form_of

BLOCK, WARN = "block", "warn"
_LONGEST_SENTENCE = 60  # characters on either side that tell one occurrence from another


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as values: what to find, where it is right all the same, what to write instead."""

    words: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    suggestion: str = ""
    reason: str = ""
    severity: str = WARN
    category: str = "wording"
    pk: int | None = None

    @property
    def blocks(self) -> bool:
        """Whether a text with these words is held back."""
        return self.severity == BLOCK


@dataclass(frozen=True, slots=True)
class Finding:
    """Words found: ``start`` and ``end`` are offsets of the original text, ``words`` what stands there.

    ``context`` is the sentence as it is compared: the same words in another sentence are another finding.
    """

    rule: Rule
    start: int
    end: int
    words: str
    context: str

    @property
    def suggestion(self) -> str:
        """What to write instead; may be empty."""
        return self.rule.suggestion

    @property
    def severity(self) -> str:
        """``block`` or ``warn``."""
        return self.rule.severity

    @property
    def blocks(self) -> bool:
        """Whether the text is held back for it."""
        return self.rule.blocks

    @property
    def digest(self) -> str:
        """What a clearance of this finding remembers: rule, severity, sentence. The same after edits elsewhere."""
        key = f"{self.rule.pk}|{self.severity}|{fold(self.words).text}|{self.context}"
        return hashlib.sha256(key.encode()).hexdigest()


class Ruleset:
    """Rules made ready for finding: forms by their first character, so that a text is gone through once for all rules."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        """Read the rules' words. Raises PatternError for words that cannot be read."""
        self.rules = tuple(rules)
        self._by_first: dict[str, list[tuple[int, bool, Form]]] = defaultdict(list)
        for number, rule in enumerate(self.rules):
            for is_exception, lines in ((False, rule.words), (True, rule.exceptions)):
                for form in dict.fromkeys(map(form_of, lines)):
                    for first in form.firsts:
                        self._by_first[first].append((number, is_exception, form))
        characters = "".join(re.escape(first) for first in sorted(self._by_first))
        self._firsts = re.compile(f"[{characters}]") if characters else None

    def spans(self, text: str) -> list[tuple[int, int, Rule]]:
        """The spans of a folded text that break a rule, in order; of one rule's overlapping spans the longest.

        A form is tried only where one of its first characters stands, so that cost follows the text and not the rules.
        """
        if self._firsts is None:
            return []
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        right: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for match in self._firsts.finditer(text):
            start = match.start()
            for number, is_exception, form in self._by_first[match.group()]:
                end = form.end_at(text, start)
                if end > 0:
                    (right if is_exception else found)[number].append((start, end))
        spans = [
            (start, end, self.rules[number])
            for number, hits in found.items()
            for start, end in _longest(_outside(hits, right.get(number, ())))
        ]
        return sorted(spans, key=lambda span: (span[0], -span[1]))


@lru_cache(maxsize=64)
def ruleset(rules: tuple[Rule, ...]) -> Ruleset:
    """The rules made ready; kept, because the same rules are asked again and again."""
    return Ruleset(rules)


def check(text: str, rules: Iterable[Rule] | Ruleset) -> list[Finding]:
    """Find every place of a text that breaks a rule, in the order of the text."""
    ready = rules if isinstance(rules, Ruleset) else ruleset(tuple(rules))
    folded = fold(text)
    findings = []
    for start, end, rule in ready.spans(folded.text):
        first, last = folded.original(start, end)
        findings.append(Finding(rule, first, last, text[first:last], _sentence(folded, start, end)))
    return findings


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of spans that overlap the longest, of those the first. What is kept stands in order, so that each is compared with its
    neighbours alone: a text may hold the same words ten thousand times."""
    kept: list[tuple[int, int]] = []
    for span in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        place = bisect_left(kept, span)
        is_free = place == 0 or kept[place - 1][1] <= span[0]
        if is_free and (place == len(kept) or span[1] <= kept[place][0]):
            kept.insert(place, span)
    return kept


def _outside(spans: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans that lie in none of the others."""
    found: list[tuple[int, int]] = []
    covering, furthest, last = sorted(others), 0, 0
    for span in sorted(spans):
        while last < len(covering) and covering[last][0] <= span[0]:
            furthest = max(furthest, covering[last][1])
            last += 1
        if furthest < span[1]:
            found.append(span)
    return found


def _sentence(folded: Folded, start: int, end: int) -> str:
    """The sentence around a span, cut where it is very long."""
    text = folded.text
    begin = max((text.rfind(mark, max(0, start - _LONGEST_SENTENCE), start) + 1 for mark in SENTENCE_ENDS), default=0)
    begin = max(begin, start - _LONGEST_SENTENCE, 0)
    stops = [place for mark in SENTENCE_ENDS if (place := text.find(mark, end, end + _LONGEST_SENTENCE)) >= 0]
    return text[begin : min(stops, default=end + _LONGEST_SENTENCE)]
