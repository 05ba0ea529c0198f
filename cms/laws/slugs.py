"""Titles and addresses of instruments: what makes two titles the same work, and the slug of one.

All pure. The order in which laws arrive never matters: a slug depends on title, region and level alone, and of several
works with the same pinyin each gets its digits (``services.instruments`` asks who else has it).
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from portal.common.numbering import to_int

LONGEST = 80
_STATE = "中华人民共和国"
_BRACKETS = str.maketrans({"〈": "《", "〉": "》", "<": "《", ">": "》", "﹝": "(", "﹞": ")", "[": "(", "]": ")"})
_NUMERAL_IN_BRACKETS = re.compile(r"[（(]([一二三四五六七八九十百零〇]+)[)）]")
_WORD = re.compile(r"[0-9a-z]+")


def normalised_title(title: str) -> str:
    """Give what titles are compared by: NFKC, without white space, one kind of bracket, and without 中华人民共和国 where it
    only says whose law it is (in front, or just inside 《》). Years, regions and numbers stay: they tell works apart."""
    plain = "".join(unicodedata.normalize("NFKC", title).translate(_BRACKETS).split())
    plain = plain.replace(f"《{_STATE}", "《")
    return plain.removeprefix(_STATE) or plain


def short_title(title: str) -> str:
    """Give the title as it is cited: without 中华人民共和国 in front and without 《》 around the whole."""
    plain = " ".join(title.split())
    inside = re.fullmatch(r"《([^《》]*)》", plain)
    plain = inside[1] if inside else plain
    return plain.removeprefix(_STATE).strip() or plain


def base_slug(title: str) -> tuple[str, bool]:
    """Give the toneless pinyin of the short title, at most 80 characters cut between syllables, and whether it was cut."""
    words = _syllables(short_title(title))
    kept: list[str] = []
    length = 0
    for word in words:
        length += len(word) + (1 if kept else 0)
        if length > LONGEST:
            break
        kept.append(word)
    return "-".join(kept) or "law", len(kept) < len(words) or not kept


def numbered_slug(title: str, region: str, level: str) -> str:
    """Give the slug with six hex digits of SHA-256(title, region, level): for one that was cut or that clashes."""
    base, _cut = base_slug(title)
    identity = "\n".join((normalised_title(title), region, level))
    digits = hashlib.sha256(identity.encode()).hexdigest()[:6]
    while len(base) + 7 > LONGEST and "-" in base:
        base = base.rpartition("-")[0]
    return f"{base}-{digits}"


def preferred_slug(title: str, region: str, level: str) -> str:
    """Give the slug a work has as long as no other wants the same."""
    base, cut = base_slug(title)
    return numbered_slug(title, region, level) if cut else base


def _syllables(text: str) -> list[str]:
    text = _NUMERAL_IN_BRACKETS.sub(lambda found: f" {_value(found[1])} ", text)
    text = unicodedata.normalize("NFKC", text).lower()
    return [word for piece in _pinyin(text) for word in _WORD.findall(piece)]


def _value(numeral: str) -> str:
    return str(to_int(numeral) or numeral)


@lru_cache(maxsize=4096)
def _pinyin(text: str) -> tuple[str, ...]:
    from pypinyin import (
        lazy_pinyin,  # its dictionaries take a second to load: only who makes slugs pays
    )

    return tuple(syllable.replace("ü", "v") for syllable in lazy_pinyin(text, v_to_u=False))
