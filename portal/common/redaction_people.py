"""People's names anywhere in a text, for what is to be public: a surname, characters of given names, and both edges on the edge
of a word. More is found than on the ask page, where a name counts only after words that announce it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from portal.common.redaction_given import GIVEN, NEVER, NEVER_LAST, SAID_LEFT, SIDE_LEFT, SIDE_RIGHT
from portal.common.redaction_names import DOUBLE, EVERYDAY, FREQUENT, NAME_AFTER, TITLED_NAME, is_name
from portal.common.redaction_words import Word, words_of

_NEAR = 6
_BEFORE_NOUNS = frozenset("向沿于常和由从经应代")
"""Surnames that mostly are words in front of a noun: 向国务院."""
_ORDINARY_NAME = 150
"""What the dictionary calls a name and meets so often is mostly none: 施工, 陈述."""
_ORDINARY = 40
"""A given name that the dictionary knows as a word of this frequency may be that word."""
_HAN = re.compile(r"[\u4e00-\u9fff]+\Z")
_TITLE = re.compile(r"先生|女士|小姐|律师|老师|经理|医生|大夫|主任|队长|法官|会计|阿姨|师傅")


def names_in(text: str, words: tuple[Word, ...] | None = None) -> Iterator[tuple[int, int]]:
    """Where names stand, from start to before end, without overlaps."""
    words = words_of(text) if words is None else words
    edges = {word.start for word in words} | {word.end for word in words}
    whole = {(word.start, word.end): word for word in words}
    last = 0
    announced = {
        start: end for start, end in _announced(text) if (start, end) not in whole or _may_be_name(whole[start, end])
    }
    for start in range(len(text)):
        if start < last:
            continue
        if start in announced:
            last = announced[start]
            yield start, last
            continue
        if start not in edges:
            continue
        end = _name_from(text, start, edges, whole)
        if end:
            last = end
            yield start, end


def _announced(text: str) -> Iterator[tuple[int, int]]:
    for pattern, is_said in ((NAME_AFTER, True), (TITLED_NAME, False)):
        for match in pattern.finditer(text):
            start, end = match.span("name")
            surname = 2 if text[start : start + 2] in DOUBLE else 1
            if is_name(text[start:end], is_said) and NEVER.isdisjoint(text[start + surname : end]):
                yield start, end


def _name_from(text: str, start: int, edges: set[int], whole: dict[tuple[int, int], Word]) -> int:
    """Where a name that begins here ends; 0 where none begins."""
    surname = 2 if text[start : start + 2] in DOUBLE else 1
    best = 0
    best_score = 0
    for length in (surname + 2, surname + 1):
        end = start + length
        is_edge = end in edges or text[end : end + 1] == "家"  # 王爱国家的
        if end > len(text) or not is_edge or not is_name(_plain(text[start:end])):
            continue
        word = whole.get((start, end))
        if word is not None and not _may_be_name(word):
            continue
        own = whole.get((start + surname, end))
        is_word = own is not None and not own.is_name and own.frequency >= _ORDINARY and len(own.text) > 1
        score = _score(text, start, end, surname, word is not None, is_word)
        if score > best_score:
            best, best_score = end, score
    return best


def _plain(name: str) -> str:
    """A name whose surname is an everyday word (钱, 房) with another in its place: the word is judged, not the surname."""
    plain = f"王{name[1:]}" if name[0] in "钱房车万" else name
    return plain.replace("家", "佳")  # 家豪; what ends with it is refused beside


def _may_be_name(word: Word) -> bool:
    """Whether a whole word of the dictionary may be somebody's name here."""
    is_frequent = word.text[0] in FREQUENT
    if word.is_name:
        return len(word.text) >= 3 or word.frequency < _ORDINARY_NAME * (3 if is_frequent else 1)
    return is_frequent and len(word.text) == 3 and word.tag == "ns" and word.frequency < _ORDINARY


def _score(text: str, start: int, end: int, surname: int, is_known: bool, is_word: bool) -> int:
    """How likely; 0: no name."""
    given = text[start + surname : end]
    is_doubled = len(given) == 2 and given[0] == given[1]  # 豆豆, 多多
    fitting = 2 if is_doubled else sum(character in GIVEN for character in given)
    if not NEVER.isdisjoint(given) or given[-1] in NEVER_LAST or not _HAN.match(given):
        return 0
    before = text[max(0, start - _NEAR) : start]
    left: int = 2 if SAID_LEFT.search(before) else bool(SIDE_LEFT.search(before))
    right: int = bool(SIDE_RIGHT.search(text[end : end + _NEAR]))
    sides = left + right
    needed = 1 if len(given) == 2 else 2
    if _TITLE.match(text[end : end + 3]):
        right = 2
        sides = left + right
    if surname == 1 and text[start] in EVERYDAY:
        needed = 3 if is_word or (len(given) == 1 and text[start] in _BEFORE_NOUNS) else 2
    elif surname == 1 and text[start] not in FREQUENT:
        needed += 1
    elif is_word:
        needed = max(needed, 1)
    if is_known:
        needed -= 1
    if fitting == len(given) and sides >= needed:
        return 10 + len(given) + sides
    if fitting and left and right and not is_word and sides >= needed:
        return 5 + sides
    return 0
