"""Citations as people type them: 民法典1087, 《劳动合同法》第39条, 刑法第一百三十三条之一, 民诉法解释90.

``recognise`` is pure, given the index of titles; ``documents_cited`` looks the place up in the database, so that a
typed citation is answered even while search is out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Max, Q

from cms.laws.documents import (
    FoundLaw,
    instrument_document,
    load_laws,
    provision_documents,
    rows_by_version,
)
from cms.laws.effectivity import text_to_show
from cms.laws.locators import TypedPlace, anchor_of, match_citation
from cms.laws.models import Instrument, InstrumentVersion, Provision
from cms.laws.parser.tree import DIVISIONS
from search.documents import Document

LONGEST_QUERY = 200
_MARKS = re.compile(r"[\s《》〈〉<>“”\"'‘’「」『』]+")
_NUMERAL_IN_BRACKETS = re.compile(r"\(([一二三四五六七八九十百]+)\)")
_STATE = "中华人民共和国"
_LINKS = "的之,，:：·・、.-—"
_CURRENT_TEXT = re.compile(r"\((?:\d{4}年?)?(?:修正|修订)(?:版|文本|本)?\)")
_DIVISIONS = [kind.value for kind in DIVISIONS]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A citation that was recognised: the instruments that bear the name, likeliest first, and the place, if one was
    named."""

    slugs: tuple[str, ...]
    place: TypedPlace | None = None


@dataclass(frozen=True, slots=True)
class TitleIndex:
    """The names of all public instruments: bare name → slugs, those so titled before those so called."""

    names: Mapping[str, tuple[str, ...]]
    longest: int


def bare_name(name: str) -> str:
    """Give a name as it is compared: NFKC, without white space, quotation marks, brackets (around numerals too: 解释（一）
    is typed 解释一), without 中华人民共和国."""
    plain = _NUMERAL_IN_BRACKETS.sub(r"\1", _MARKS.sub("", unicodedata.normalize("NFKC", name)))
    return plain.replace(_STATE, "") or plain


def build_index(laws: Iterable[tuple[str, str, str, str]]) -> TitleIndex:
    """Build the index from ``(slug, title, short title, aliases)`` of each law."""
    by_title: dict[str, list[str]] = defaultdict(list)
    by_alias: dict[str, list[str]] = defaultdict(list)
    for slug, title, short, aliases in laws:
        for name in {bare_name(title), bare_name(short)}:
            by_title[name].append(slug)
        for alias in aliases.splitlines():
            if len(bare_name(alias)) > 1:
                by_alias[bare_name(alias)].append(slug)
    names = {
        name: tuple(dict.fromkeys((*by_title.get(name, ()), *by_alias.get(name, ()))))
        for name in (*by_title, *by_alias)
        if name
    }
    return TitleIndex(names, max(map(len, names), default=0))


def recognise(query: str, index: TitleIndex) -> Recognised | None:
    """Recognise a citation in a query: the leftmost, longest name with a place behind it; or a name that is the whole
    query. A number without 条 counts only if nothing follows it (民法典1087, but not 民法典2021年)."""
    plain = bare_name(query[:LONGEST_QUERY])
    if not plain:
        return None
    whole = index.names.get(plain) or index.names.get(_CURRENT_TEXT.sub("", plain))
    if whole:
        return Recognised(whole)
    for begin in range(len(plain)):
        for length in range(min(index.longest, len(plain) - begin), 0, -1):
            slugs = index.names.get(plain[begin : begin + length])
            if not slugs:
                continue
            place = _place(_CURRENT_TEXT.sub("", plain[begin + length :], count=1))
            if place is not None:
                return Recognised(slugs, place)
    return None


def _place(rest: str) -> TypedPlace | None:
    rest = rest.lstrip(_LINKS)
    found = match_citation(rest)
    if found is not None:
        return found[0]
    found = match_citation(rest, bare_number=True)
    return found[0] if found is not None and found[1] == len(rest) else None


# -- the database ----------------------------------------------------------------------------------------------------

_cached: tuple[tuple[object, ...], TitleIndex] | None = None


def title_index() -> TitleIndex:
    """Give the index of all public titles: one query while nothing has changed, two when something has."""
    global _cached
    public = Instrument.objects.filter(is_public=True)
    counted = public.aggregate(number=Count("pk"), latest=Max("updated_at"), highest=Max("pk"))
    generation = tuple(counted.values())
    if _cached is None or _cached[0] != generation:
        laws = public.order_by("pk").values_list("slug", "title", "short_title", "aliases")
        _cached = (generation, build_index(laws))
    return _cached[1]


def cite(query: str) -> Recognised | None:
    """Recognise a citation in a query against the laws there are."""
    return recognise(query, title_index())


def documents_cited(query: str, on: date | None, today: date) -> list[Document]:
    """Give what a query cites, as it is on a day (today unless told): the article, with the finest anchor that was
    named; the instrument when only that was named or the article does not exist; nothing when nothing was cited."""
    recognised = cite(query)
    return documents_at(recognised, on or today, today) if recognised is not None else []


def documents_at(recognised: Recognised, on: date, today: date) -> list[Document]:
    """Look a recognised citation up: two queries however long the law is."""
    laws = {law.instrument.slug: law for law in load_laws(recognised.slugs)}
    ranked = sorted((laws[slug] for slug in recognised.slugs if slug in laws), key=lambda law: _is_past(law, on))
    if not ranked:
        return []
    law = ranked[0]
    if recognised.place is not None:
        found = _article(law, recognised.place, on, today)
        if found is not None:
            return [found]
    return [instrument_document(one) for one in (ranked if recognised.place is None else ranked[:1])]


def _is_past(law: FoundLaw, on: date) -> bool:
    text = text_to_show(law.versions, on)
    return text is None or text.is_repealed or (text.effective_on is not None and text.effective_on > on)


def _article(law: FoundLaw, place: TypedPlace, on: date, today: date) -> Document | None:
    version = text_to_show(law.versions, on)
    if version is None:
        return None
    article = place.article_locator
    at_place = Q(locator=article) | Q(locator__startswith=f"{article}-p")
    rows = rows_by_version(
        Provision.objects.filter(at_place | Q(kind__in=_DIVISIONS), version__in=[text.pk for text in law.versions])
    )
    of_versions = [rows.get(text.pk, []) for text in law.versions]
    shown = law.versions.index(version)
    locators = {row.locator for row in of_versions[shown]}
    if article not in locators:
        return None
    for document in provision_documents(law, of_versions, today):
        if document.extra.get("locator") == article and _covers(document, version):
            return replace(document, url=_finer(document.url, article, place.among(locators)))
    return None


def _covers(document: Document, version: InstrumentVersion) -> bool:
    return version.effective_on is None or document.valid_from <= version.effective_on < document.valid_to


def _finer(url: str, article: str, locator: str) -> str:
    """Point at the item that was named; in a split law the address of an article leads to the right part."""
    if locator == article:
        return url
    if url.endswith(f"/articles/{article}/"):
        return f"{url.removesuffix(f'{article}/')}{locator}/"
    return f"{url.partition('#')[0]}#{anchor_of(locator)}"
