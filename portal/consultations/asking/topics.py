"""Which topics a question may be about, from its words: pure, from the everyday words that editors keep with each topic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.text import normalise, tokens

SUGGESTED = 2
NAME, WHOLE, PARTS = 3.0, 2.0, 1.0
"""What it is worth that a text holds a topic's name, an everyday word of it, or all the pairs a word begins and ends with."""


@dataclass(frozen=True, slots=True)
class TopicWords:
    """A topic's code, name and everyday words."""

    code: str
    name: str
    words: Sequence[str]


def suggest_topics(text: str, topics: Iterable[TopicWords], most: int = SUGGESTED) -> list[str]:
    """The codes of the topics that the text speaks of most, the likeliest first; none where no word is found."""
    plain, pairs = normalise(text), set(tokens(text))
    scores = [(sum(_worth(word, plain, pairs) for word in topic.words), topic) for topic in topics if topic.words]
    named = [(score + NAME * (normalise(topic.name) in plain), topic) for score, topic in scores]
    found = sorted((pair for pair in named if pair[0] > 0), key=lambda pair: -pair[0])
    return [topic.code for _score, topic in found[:most]]


def _worth(word: str, plain: str, pairs: set[str]) -> float:
    """Longer words say more. 拖欠工资 is also found in 拖欠了三个月工资."""
    word = normalise(word)
    if word in plain:
        return WHOLE * len(word)
    if len(word) >= 4 and {word[:2], word[-2:]} <= pairs:
        return PARTS * len(word)
    return 0.0
