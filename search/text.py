"""Normalising and segmentation: pure functions that documents and queries of every engine pass through.

A run of Chinese becomes its overlapping pairs of characters; a run of other letters or digits stays one token. Pairs
were measured against dictionary words (docs/search.md): they find as much, cost a tenth, need no dictionary, and a
new word (帮信罪) is found the day it is coined. Single characters go into the same field, where a query asks them
only to order what its pairs found.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# Raised whenever the tokens of a text change: part of every document's digest, so that a reconcile finds old ones.
RULES_VERSION = 1
LONGEST_TOKEN = 40

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(f"[{HAN}]+|[^\\W_{HAN}]+")
_HAN_START = re.compile(f"[{HAN}]")
_SPACED_OUT = re.compile(f"(?<![{HAN}])[{HAN}](?:[ \u3000]+[{HAN}])+(?![{HAN}])")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ue000-\uf8ff]")
_SPACE = re.compile(r"\s+")
_NAME_NOISE = re.compile(r"[\W_]+")


def normalise(text: str) -> str:
    """One spelling: NFKC (full-width letters and digits become plain), lower case, no control characters."""
    return unicodedata.normalize("NFKC", _CONTROL.sub(" ", text)).lower()


def tidy(text: str) -> str:
    """What a person typed, on one line: control characters gone, white space collapsed, letters as they were."""
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def closed_up(text: str) -> str:
    """A word typed with a space between all its characters (劳 动 合 同), closed up."""
    return _SPACED_OUT.sub(lambda match: _SPACE.sub("", match.group()), text)


def runs(text: str) -> Iterator[tuple[str, bool]]:
    """The runs of a text as (run, is it Chinese); what is neither letter nor digit separates runs."""
    for match in _RUN.finditer(normalise(text)):
        run = match.group()
        yield run, bool(_HAN_START.match(run))


def tokens(text: str) -> list[str]:
    """Pairs of characters of each Chinese run (a lone character stands for itself), other runs whole."""
    found: list[str] = []
    for run, is_han in runs(text):
        if not is_han:
            found.append(run[:LONGEST_TOKEN])
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend([run[i : i + 2] for i in range(len(run) - 1)])
    return found


def characters(text: str) -> list[str]:
    """The single characters of each Chinese run that is longer than one."""
    found: list[str] = []
    for run, is_han in runs(text):
        if is_han and len(run) > 1:
            found.extend(run)
    return found


def index_text(text: str) -> str:
    """The tokens and characters of a text, joined by spaces: what both engines split at white space."""
    found: list[str] = []
    for match in _RUN.finditer(normalise(text)):
        run = match.group()
        if not _HAN_START.match(run):
            found.append(run[:LONGEST_TOKEN])
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(run)
            found.extend([run[i : i + 2] for i in range(len(run) - 1)])
    return " ".join(found)


def name_key(text: str) -> str:
    """A name without punctuation, white space and the leading 中华人民共和国: two spellings of a name are equal."""
    return _NAME_NOISE.sub("", normalise(text)).removeprefix("中华人民共和国")
