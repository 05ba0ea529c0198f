"""Locators: the place within a text, as stored, as an anchor, and as a citation is spoken.

One word, one value: ``Provision.locator`` and ``Citation.locator`` are ``39``, ``133-1``, ``39-p2-i1``,
``annex-1-art-3``, ``ch-1``. As an anchor of a page a locator that begins with a digit gets ``art-`` in front; every
other locator is its own anchor.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from portal.common.numbering import NUMERAL, article_label, to_chinese, to_int

_ARTICLE_ANCHOR = re.compile(r"art-(?=\d)")
_LOCATOR = re.compile(r"[0-9a-z]+(?:[-~][0-9a-z]+)*", re.ASCII)
_NAMES = {
    "part": "第{}编",
    "subpart": "第{}分编",
    "ch": "第{}章",
    "sec": "第{}节",
    "point": "第{}点",
    "annex": "附件{}",
    "block": "第{}段",
    "heading": "第{}个标题",
}
_UNNUMBERED = {"preamble": "序言", "supplementary": "附则", "contents": "目录"}
_LETTERS = {"p": "款", "i": "项", "s": "目"}
_TEXT = re.compile(
    rf"(?:(?P<annex_word>附件)\s*(?P<annex>{NUMERAL})?\s*)?"
    rf"第?\s*(?P<article>{NUMERAL})(?:\s*[-－—]\s*(?P<dash>[0-9０-９]+))?\s*"
    rf"(?P<unit>条)?(?:\s*之\s*(?P<inserted>{NUMERAL}))?(?P<unit_after>条)?\s*"
    rf"(?:第?\s*(?P<paragraph>{NUMERAL})\s*款)?\s*"
    rf"(?:第?\s*[（(]?(?P<item>{NUMERAL})[)）]?\s*项)?\s*"
    rf"(?:第?\s*(?P<subitem>{NUMERAL})\s*目)?"
)
_NUMERALS = ("annex", "article", "dash", "inserted", "paragraph", "item", "subitem")


def anchor_of(locator: str) -> str:
    """Give the id that a page shows a locator under: ``39-p2`` → ``art-39-p2``, ``ch-1`` → ``ch-1``."""
    return f"art-{locator}" if locator[:1].isdigit() else locator


def locator_of(anchor: str) -> str:
    """Give the locator of a page's id: ``art-39-p2`` → ``39-p2``, ``ch-1`` → ``ch-1``."""
    return _ARTICLE_ANCHOR.sub("", anchor, count=1) if anchor.startswith("art-") else anchor


def is_locator(value: str) -> bool:
    """Tell whether a string could be a locator at all (what comes from an address or a form may be anything)."""
    return len(value) <= 120 and _LOCATOR.fullmatch(value) is not None


def article_locator(locator: str) -> str | None:
    """Give the locator of the article that a place lies in (``39-p2-i1`` → ``39``), or None when it lies in none."""
    found = re.match(r"((?:annex-\d+(?:~\d+)?-art-)?\d+(?:-\d+)*(?:~\d+)?)(?:-p\d|-i\d|$|-)", locator)
    return found[1] if found else None


def citation_text(locator: str) -> str:
    """Write a locator as it is cited: ``39-p2-i1`` → 第三十九条第二款第一项, ``annex-1-art-3`` → 附件一第三条."""
    base, times = _without_repetitions(locator)
    words = list(base.split("-"))
    spoken = ""
    while words:
        word = words.pop(0)
        if word == "art" or word.isdigit():
            number = int(words.pop(0)) if word == "art" else int(word)
            inserted = []
            while words and words[0].isdigit():
                inserted.append(int(words.pop(0)))
            spoken += article_label(number, inserted[0] if inserted else 0)
            spoken += "".join(f"之{to_chinese(part)}" for part in inserted[1:])
        elif word in _NAMES and words and words[0].isdigit():
            spoken += _NAMES[word].format(to_chinese(int(words.pop(0))))
            if word != "annex" and words and words[0].isdigit():
                spoken += f"之{to_chinese(int(words.pop(0)))}"
        elif word in _UNNUMBERED:
            spoken += _UNNUMBERED[word]
        elif word[:1] in _LETTERS and word[1:].isdigit():
            spoken += f"第{to_chinese(int(word[1:]))}{_LETTERS[word[0]]}"
        else:
            spoken += word
    return spoken + (f"（第{to_chinese(times)}处）" if times > 1 else "")


def _without_repetitions(locator: str) -> tuple[str, int]:
    found = re.findall(r"~(\d+)", locator)
    return re.sub(r"~\d+", "", locator), int(found[-1]) if found else 1


@dataclass(frozen=True, slots=True)
class TypedPlace:
    """A place as somebody typed it. A paragraph is often left out (第三十九条第二项): the text then decides which."""

    article: int
    inserted: int = 0
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    annex: int | None = None

    @property
    def article_locator(self) -> str:
        """The locator of the article alone."""
        number = f"{self.article}-{self.inserted}" if self.inserted else str(self.article)
        return f"annex-{self.annex}-art-{number}" if self.annex else number

    @property
    def locator(self) -> str:
        """The locator with what was said; items without a paragraph are looked for in the first one."""
        written = self.article_locator
        if self.paragraph or self.item:
            written += f"-p{self.paragraph or 1}"
        if self.item:
            written += f"-i{self.item}"
        if self.item and self.subitem:
            written += f"-s{self.subitem}"
        return written

    def among(self, locators: Collection[str]) -> str:
        """Choose from a text's locators the finest that answers the citation: the item in whichever paragraph has it,
        else the paragraph, else the article (which the caller has found to exist)."""
        if self.locator in locators:
            return self.locator
        if self.item and not self.paragraph:
            ending = f"-i{self.item}" + (f"-s{self.subitem}" if self.subitem else "")
            pattern = re.compile(rf"{re.escape(self.article_locator)}-p\d+{ending}")
            found = sorted((one for one in locators if pattern.fullmatch(one)), key=lambda one: (len(one), one))
            if found:
                return found[0]
        shorter = f"{self.article_locator}-p{self.paragraph}"
        return shorter if self.paragraph and shorter in locators else self.article_locator


def match_citation(text: str, position: int = 0, *, bare_number: bool = False) -> tuple[TypedPlace, int] | None:
    """Read a cited place that begins at ``position``: 第三十九条第二款第一项, 第133条之一, 附件一第三条.

    With ``bare_number`` a number alone counts too, as people type it (民法典1087, 刑法133之一). Gives the place and where it
    ends, or None.
    """
    found = _TEXT.match(text, position)
    if found is None or not (bare_number or found["unit"] or found["unit_after"]):
        return None
    values = {name: to_int(found[name]) if found[name] else None for name in _NUMERALS}
    if any(found[name] and not values[name] for name in _NUMERALS):
        return None
    article = values["article"]
    if not article or article > 9999:
        return None
    place = TypedPlace(
        article=article,
        inserted=values["inserted"] or values["dash"] or 0,
        paragraph=values["paragraph"],
        item=values["item"],
        subitem=values["subitem"],
        annex=(values["annex"] or 1) if found["annex_word"] else None,
    )
    return place, position + len(found[0].rstrip())


def parse_citation_text(text: str) -> TypedPlace | None:
    """Read a whole cited place (the reverse of ``citation_text`` for articles and what is in them), or None."""
    found = match_citation(text.strip())
    return found[0] if found and found[1] == len(text.strip()) else None
