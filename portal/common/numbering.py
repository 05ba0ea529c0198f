"""Chinese numerals and the labels that laws number their provisions with.

Own code and not cn2an: that library takes 20 µs a number (a law of a thousand articles asks several thousand times),
raises where a parser needs "no", reads mixed numerals like 1百 which a law never writes, gives floats for full-width
digits, and does not know 廿 and 卅.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
TENS = {"廿": 20, "卅": 30}

NUMERAL = "(?:[零〇○一二两三四五六七八九十百千廿卅]+|[0-9０-９]+)"
"""A regular expression for a run that may be a number; ``to_int`` says whether it is one."""

_ARTICLE_LABEL = re.compile(
    rf"第\s*(?P<number>{NUMERAL})\s*条(?:\s*之\s*(?P<inserted>{NUMERAL}))?(?:\s*之\s*(?P<third>{NUMERAL}))?"
)


@lru_cache(maxsize=4096)
def to_int(numeral: str) -> int | None:
    """Give the value of a numeral (一百三十三, 二〇二一, 廿三, 39, ３９), or None where it is not one.

    Mixed numerals (1百, 第2十条) are refused: no law writes them, and a guess would move an anchor.
    """
    if numeral.isdecimal():
        return int(numeral)
    if any(character.isdecimal() for character in numeral):
        return None
    if len(numeral) > 1 and all(character in DIGITS for character in numeral):
        return int("".join(str(DIGITS[character]) for character in numeral))
    return _positional_value(numeral)


def _positional_value(numeral: str) -> int | None:
    """Read a numeral written with units: every unit smaller than the one before, one digit before each."""
    total, digit, smallest = 0, None, 10_000
    for character in numeral:
        if character in UNITS:
            unit = UNITS[character]
            # Only a leading ten may stand without its digit (十五), and in 一百十五, as older texts write.
            if unit >= smallest or digit == 0 or (digit is None and unit != 10):
                return None
            total += (digit or 1) * unit
            digit, smallest = None, unit
        elif character in TENS:
            if smallest <= 10 or digit not in (None, 0):
                return None
            total += TENS[character]
            digit, smallest = None, 10
        elif character in DIGITS:
            if digit not in (None, 0):
                return None
            digit = DIGITS[character]
        else:
            return None
    if digit:
        total += digit
    elif digit == 0 and len(numeral) > 1:
        return None
    return total if numeral else None


@lru_cache(maxsize=4096)
def to_chinese(number: int) -> str:
    """Write a number from 0 to 9999 as laws do: 39 → 三十九, 10 → 十, 110 → 一百一十, 1004 → 一千零四."""
    if not 0 <= number <= 9999:
        raise ValueError(f"no law numbers its provisions {number}")
    if number == 0:
        return "零"
    written, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            written += ("零" if gap else "") + "零一二三四五六七八九"[digit] + sign
            gap = False
        elif written and number:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


@dataclass(frozen=True, slots=True)
class ArticleNumber:
    """The number of an article: 第一百三十三条之一 is 133, inserted 1; a third level (之一之二) is kept too."""

    number: int
    inserted: int = 0
    third: int = 0

    @property
    def locator(self) -> str:
        """Write the number as citations carry it: ``39``, ``133-1``, ``133-1-2``."""
        parts = [self.number] + ([self.inserted] if self.inserted else []) + ([self.third] if self.third else [])
        return "-".join(str(part) for part in parts)

    @property
    def label(self) -> str:
        """Write the number as the law's text does: 第三十九条, 第一百三十三条之一."""
        written = f"第{to_chinese(self.number)}条"
        for part in (self.inserted, self.third):
            written += f"之{to_chinese(part)}" if part else ""
        return written


def match_article_label(text: str, position: int = 0) -> tuple[ArticleNumber, int] | None:
    """Read an article label that begins at ``position``: its number and where it ends, or None."""
    found = _ARTICLE_LABEL.match(text, position)
    if found is None:
        return None
    number = to_int(found["number"])
    inserted = to_int(found["inserted"]) if found["inserted"] else 0
    third = to_int(found["third"]) if found["third"] else 0
    if not number or inserted is None or third is None:
        return None
    return ArticleNumber(number, inserted, third), found.end()


def parse_article_label(label: str) -> ArticleNumber | None:
    """Read a whole label (第三十九条, 第133条之一); None when it is not one or something follows."""
    found = match_article_label(label.strip())
    if found is None or found[1] != len(label.strip()):
        return None
    return found[0]


def article_label(number: int, inserted: int = 0) -> str:
    """Write the label of an article: 39 → 第三十九条, (133, 1) → 第一百三十三条之一."""
    return ArticleNumber(number, inserted).label
