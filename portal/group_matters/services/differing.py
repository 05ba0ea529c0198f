"""What one asker wrote that another did not: what a resident must read before the same answer goes to both."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?；;]?")


def differing(text: str, first: str) -> list[str]:
    """The sentences of a text that do not stand in the first one, but for punctuation and spaces. None: nothing is new."""
    known = {_bare(sentence) for sentence in _SENTENCE.findall(first)}
    return [one.strip() for one in _SENTENCE.findall(text) if _bare(one) and _bare(one) not in known]


def _bare(sentence: str) -> str:
    return "".join(character for character in sentence if character.isalnum())
