"""Articles that stand in the running text of an answer: one that no text of the law has is asked about before it is sent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cms.laws.citations import TitleIndex, recognise, title_index
from cms.laws.cited_texts import CitedLaw, read_laws
from cms.laws.locators import citation_text
from cms.wording.checking import WARN, Finding, Rule

_ARTICLE = re.compile(r"第[0-9０-９零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十])?")
_TITLED = re.compile(r"《(?P<title>[^《》\n]{2,60})》(?:（[^（）\n]{1,20}）)?第[0-9零〇一二三四五六七八九十百千]+条")
_BEFORE = 44
"""Characters before an article's number in which the name of its law is looked for."""


@dataclass(frozen=True, slots=True)
class _Typed:
    start: int
    end: int
    slugs: tuple[str, ...]
    unit: str


def find_wrong_citations(texts: Mapping[str, str], today: date) -> dict[str, list[Finding]]:
    """By field what is cited in words and is nowhere: an article no text of the law ever had, a title in 《》 that the library
    does not know. Nothing is asked of the database where no article is named; else three queries for all."""
    if not any(_ARTICLE.search(text) for text in texts.values()):
        return {}
    index = title_index()
    typed = {field: list(_typed(text, index)) for field, text in texts.items()}
    laws = read_laws(
        sorted({(slug, one.unit) for found in typed.values() for one in found for slug in one.slugs}), today
    )
    return {
        field: [*_without_article(text, typed[field], laws), *_unknown_titles(text, index)]
        for field, text in texts.items()
    }


def _typed(text: str, index: TitleIndex) -> Iterator[_Typed]:
    last = 0
    for match in _ARTICLE.finditer(text):
        begin = max(last, match.start() - _BEFORE)
        last = match.end()
        recognised = recognise(text[begin : match.end()], index)
        if recognised is not None and recognised.place is not None:
            yield _Typed(match.start(), match.end(), recognised.slugs, recognised.place.article_locator)


def _without_article(text: str, typed: list[_Typed], laws: Mapping[str, CitedLaw]) -> Iterator[Finding]:
    for one in typed:
        meant = [laws[slug] for slug in one.slugs if slug in laws]
        if meant and not any(law.digest(version, one.unit) for law in meant for version in law.versions):
            why = _("《%(law)s》没有%(place)s，请核对条号。") % {
                "law": meant[0].instrument.title,
                "place": citation_text(one.unit),
            }
            yield _asked(text, one.start, one.end, why)


def _unknown_titles(text: str, index: TitleIndex) -> Iterator[Finding]:
    for match in _TITLED.finditer(text):
        if recognise(match["title"], index) is None:
            why = _("本网没有收录《%(title)s》，请核对名称；确有这份文件的，请在“引用”里写明标题和文号。") % {
                "title": match["title"]
            }
            yield _asked(text, match.start(), match.end(), why)


def _asked(text: str, start: int, end: int, why: str) -> Finding:
    rule = Rule((), reason=why, severity=WARN, category="citation")
    return Finding(rule, start, end, text[start:end], "".join(text[max(0, start - 30) : end + 30].split()))
