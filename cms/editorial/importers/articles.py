"""The articles that a cell or a section names: words for ``cms.laws.reading_places`` to look up. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_NUMBER = r"[零〇○一二三四五六七八九十百千两\d]{1,8}"
_PLACE = rf"第{_NUMBER}条(?:之{_NUMBER})?(?:第{_NUMBER}款)?(?:第?[（(]?{_NUMBER}[)）]?项)?"
_NAME = r"《[^《》]{2,80}》(?:[（(][^（）()]{1,20}[)）])?"
_BETWEEN = re.compile(r"[\n；;]+|(?<=[条款项])[、，,和及](?=第|《|[\u4e00-\u9fff])")
_BEGINS = re.compile(rf"(?P<place>{_PLACE})")
_ALONE = re.compile(
    rf"(?:《[^《》]{{2,80}}》(?:[（(][^（）()]{{1,20}}[)）])?|[^《》，。；：\s]{{2,60}}?){_PLACE}[。、，；]?"
)
_ONLY_NAME = re.compile(rf"(?P<name>{_NAME})[。：:]?")
_MENTIONED = re.compile(rf"(?P<name>{_NAME}|[\u4e00-\u9fff]{{1,20}}(?:法典|法|条例)){_PLACE}")
_TITLE = re.compile(r"^(?P<law>.*?)第")
_LIST_MARK = re.compile(r"^(?:[-*+•]|\d{1,2}[.、．])\s*")


def article_words(cell: str) -> list[str]:
    """The places that a cell names, one each: 劳动合同法第三十九条、第四十条 are two, of one law."""
    found: list[str] = []
    law = ""
    for part in _BETWEEN.split(cell):
        words = _LIST_MARK.sub("", part.strip()).strip("。、，, ")
        if not words:
            continue
        if law and _BEGINS.match(words):
            words = f"{law}{words}"
        elif named := _TITLE.match(words):
            law = named["law"]
        found.append(words)
    return list(dict.fromkeys(found))


def articles_in(lines: Sequence[str]) -> tuple[list[str], bool]:
    """The places that a section names, and whether it holds nothing else. Understands both a list (劳动合同法第三十九条 a line)
    and a law's name with the words of its articles below (《…解释》。 第六条 …)."""
    found: list[str] = []
    law = ""
    is_list = True
    for line in lines:
        plain = _LIST_MARK.sub("", line.strip())
        if not plain:
            continue
        if _ALONE.fullmatch(plain):
            found += article_words(plain)
            continue
        is_list = False
        if name := _ONLY_NAME.fullmatch(plain):
            law = name["name"]
        elif (place := _BEGINS.match(plain)) and law:
            found.append(f"{law}{place['place']}")
        else:
            found += mentioned([plain])[:1]
    return list(dict.fromkeys(found)), is_list


def mentioned(texts: Iterable[str]) -> list[str]:
    """The places that running text mentions in passing."""
    return list(dict.fromkeys(found[0] for text in texts for found in _MENTIONED.finditer(text)))
