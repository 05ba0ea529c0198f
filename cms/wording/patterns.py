"""The tiny language of the words to find: plain words, `*` for a few characters between, `[甲|乙]` for one of several.

No regular expressions of an editor's: a line has at most two gaps of eight characters, and how many ways of reading it could
be tried at one place of a text is counted before it is accepted, so that no rule makes a text slow.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.translation import gettext as _

from cms.wording.folding import SENTENCE_ENDS, fold, is_latin

LONGEST_GAP = 8
MOST_GAPS = 2
MOST_STEPS = 1000
LONGEST_LINE = 300
SHORTEST = 2

_TOKEN = re.compile(r"\[([^\[\]]*)\]|(\*)|([^\[\]*]+)|[\[\]]")
_GAP_PATTERN = f"[^{re.escape(SENTENCE_ENDS)}]{{0,{LONGEST_GAP}}}?"

Choice = tuple[str, ...]
"""One of several words, folded; a gap is the empty tuple."""
GAP: Choice = ()


class PatternError(ValueError):
    """A line that cannot be read; the message says why, in words for the editor."""


@dataclass(frozen=True, slots=True)
class Form:
    """A line made ready. ``firsts`` are the characters an occurrence can begin with."""

    choices: tuple[Choice, ...]
    firsts: frozenset[str] = field(compare=False)
    _compiled: re.Pattern[str] | None = field(default=None, compare=False, repr=False)

    def end_at(self, text: str, start: int) -> int:
        """Give where an occurrence that begins at ``start`` of a folded text ends, or -1."""
        if self._compiled is None:
            words = self.choices[0][0]
            end = start + len(words) if text.startswith(words, start) else -1
        else:
            match = self._compiled.match(text, start)
            end = match.end() if match else -1
        return end if end > start and _stands_alone(text, start, end) else -1


def form_of(line: str) -> Form:
    """Read one line of words. Raises PatternError."""
    if len(line) > LONGEST_LINE:
        raise PatternError(_("“%(line)s……”太长：一行最多 %(most)d 字。") % {"line": line[:20], "most": LONGEST_LINE})
    choices = tuple(_choice(match, line) for match in _TOKEN.finditer(line))
    _refuse_misplaced_gaps(choices, line)
    if sum(min(map(len, choice), default=0) for choice in choices) < SHORTEST:
        raise PatternError(
            _("“%(line)s”太短：至少 %(least)d 个字，否则到处都会标出。") % {"line": line, "least": SHORTEST}
        )
    if steps(choices) > MOST_STEPS:
        raise PatternError(_("“%(line)s”太复杂：请少用几个 * 和 [ ]，或者分成几行。") % {"line": line})
    plain = len(choices) == 1 and len(choices[0]) == 1
    compiled = None if plain else re.compile("".join(map(_as_pattern, choices)))
    return Form(choices, frozenset(_firsts(choices)), compiled)


def lines_of(text: str) -> list[str]:
    """The lines of a field that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def steps(choices: Sequence[Choice]) -> int:
    """At most how many ways of reading a line can be tried at one place: words of one group that begin each other, and the
    lengths of gaps, multiply."""
    product = 1
    for choice in choices:
        product *= _depth(choice) if choice else LONGEST_GAP + 1
    return product


def _choice(match: re.Match[str], line: str) -> Choice:
    group, gap, words = match.groups()
    if gap:
        return GAP
    if words is not None:
        return (fold(words).text,)
    if group is None:
        raise PatternError(_("“%(line)s”：方括号要成对，里面不能再有方括号。") % {"line": line})
    if "*" in group:
        raise PatternError(_("“%(line)s”：方括号里面不能用 *。") % {"line": line})
    # Longer words first, so that the longest is what is marked.
    return tuple(sorted(dict.fromkeys(fold(word).text for word in group.split("|")), key=len, reverse=True))


def _refuse_misplaced_gaps(choices: tuple[Choice, ...], line: str) -> None:
    if not choices or not choices[0] or not choices[-1] or (GAP, GAP) in pairwise(choices):
        raise PatternError(_("“%(line)s”：* 的前后都要有字，不能放在开头、结尾，也不能连写。") % {"line": line})
    if choices.count(GAP) > MOST_GAPS:
        raise PatternError(_("“%(line)s”：一行最多 %(most)d 个 *。") % {"line": line, "most": MOST_GAPS})
    ends = [(choices[0], choices[1:2]), (choices[-1], choices[-2:-1])]
    if any(not any(choice) or ("" in choice and GAP in beside) for choice, beside in ends):
        raise PatternError(_("“%(line)s”：方括号里面要有字。") % {"line": line})


def _depth(choice: Choice) -> int:
    """The longest chain of words that begin each other."""
    return max(sum(word.startswith(other) for other in choice) for word in choice)


def _as_pattern(choice: Choice) -> str:
    if not choice:
        return _GAP_PATTERN
    return re.escape(choice[0]) if len(choice) == 1 else f"(?:{'|'.join(map(re.escape, choice))})"


def _firsts(choices: Sequence[Choice]) -> set[str]:
    """The first characters of what can stand first; after words that may be left out, of what follows."""
    firsts: set[str] = set()
    for choice in choices:
        firsts.update(word[0] for word in choice if word)
        if "" not in choice:
            return firsts
    return firsts


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Latin letters and digits are found as whole words: no ``ip`` in ``tips``, no 12348 in 123480."""
    if start > 0 and is_latin(text[start]) and is_latin(text[start - 1]):
        return False
    return not (end < len(text) and is_latin(text[end - 1]) and is_latin(text[end]))
