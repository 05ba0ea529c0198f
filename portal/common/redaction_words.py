"""A text in words with their kinds, from the dictionary alone: nothing is guessed where the dictionary knows no word."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_TWO_WORDS = frozenset("村里 城里 镇里 区里 街里 村口 路口 路上 街上 镇上 城内 城外 村上 园里 店里 厂里 院里".split())
"""What the dictionary has as one word and is a place and 里: 住在东河村里."""
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what the dictionary calls it (``nr`` person, ``ns`` place, ``v`` verb, …)."""

    start: int
    end: int
    text: str
    tag: str
    frequency: int = 0
    """How often the dictionary's texts have it."""

    @property
    def is_name(self) -> bool:
        """Whether the dictionary knows it as a person's name."""
        return self.tag.startswith("nr")


@lru_cache(maxsize=1)
def _tagger() -> Any:
    """The tagger with the general dictionary. Read anew by each process that needs it (about two seconds): jieba would keep
    it in a file in /tmp that anybody may have put there."""
    import jieba
    import jieba.posseg

    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return jieba.posseg.POSTokenizer(tokenizer)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order; together they are the text."""
    with _lock:
        tagger = _tagger()
        pairs = list(tagger.cut(text, HMM=False))
    found, at = [], 0
    for pair in pairs:
        if pair.word in _TWO_WORDS:
            for character, tag in zip(pair.word, "nf", strict=True):
                found.append(Word(at, at + 1, character, tag, tagger.tokenizer.FREQ.get(character, 0)))
                at += 1
            continue
        found.append(Word(at, at + len(pair.word), pair.word, pair.flag, tagger.tokenizer.FREQ.get(pair.word, 0)))
        at += len(pair.word)
    return tuple(found)
