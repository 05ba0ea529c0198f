"""Reading a cited place from words (民法典1087, 《劳动合同法》第39条第二款) with the article's digest of today, or saying in plain
words what was not found. Used by the citation field, and by imports of pages that cite."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from cms.laws.citations import LONGEST_QUERY, Recognised, cite
from cms.laws.cited_places import CitedPlace, unit_of
from cms.laws.cited_texts import CitedLaw, read_laws
from cms.laws.effectivity import effectivity
from cms.laws.locators import TypedPlace, citation_text, is_locator
from cms.laws.models import CitationState, Effectivity

ADDRESS = re.compile(r"/laws/(?P<slug>[0-9a-z-]+)/(?:\S*#art-|articles/)(?P<locator>[0-9a-z~-]+)/?\s*$")


class NotFound(Exception):
    """The words name no place of a public law; the message says to an editor what was not found and what can be typed."""


def read_place(words: str, today: date) -> CitedPlace:
    """Read one cited place of a public law as it stands on a day; ``NotFound`` where there is none.

    An address of this site's article (``/laws/SLUG/#art-39``) is understood as well. Three queries.
    """
    words = words.strip()
    pasted = ADDRESS.search(words)
    if pasted is not None and is_locator(pasted["locator"]):
        return read_locator(pasted["slug"], pasted["locator"], today)
    recognised, place = understood(words, cite(words) if len(words) <= LONGEST_QUERY else None)
    return choose(_of_the_name(recognised.slugs, place, today), place, today)


def understood(words: str, recognised: Recognised | None) -> tuple[Recognised, TypedPlace]:
    """Give what was recognised in words, if it names a place; ``NotFound`` if not."""
    if recognised is None:
        raise NotFound(
            _("没有认出“%(words)s”。请写法律名称和条号，例如：民法典1087、《劳动合同法》第三十九条第二款。")
            % {"words": words[:60]}
        )
    if recognised.place is None:
        raise NotFound(_("请写明“%(words)s”的第几条，例如：劳动合同法第三十九条。") % {"words": words[:60]})
    return recognised, recognised.place


def read_locator(slug: str, locator: str, today: date) -> CitedPlace:
    """Read a place given by slug (an old one too) and locator, as it stands on a day. Two queries."""
    law = read_laws([(slug, unit_of(locator))], today).get(slug)
    if law is None:
        raise NotFound(_("没有公开的法律法规使用网址 /laws/%(slug)s/。") % {"slug": slug})
    rows = law.article(unit_of(locator))
    if not rows:
        raise NotFound(_no_article(law, unit_of(locator)))
    if locator not in {row.locator for row in rows}:
        raise NotFound(_no_finer(law, unit_of(locator), citation_text(locator)))
    return _place(law, locator, today)


def read_locators(found: Sequence[tuple[str, str]], today: date) -> list[CitedPlace]:
    """Read many places given by slug and locator, in their order; those that are no more are left out. Two queries."""
    laws = read_laws(((slug, unit_of(locator)) for slug, locator in found), today)
    return [
        _place(laws[slug], locator, today)
        for slug, locator in found
        if slug in laws and any(row.locator == locator for row in laws[slug].article(unit_of(locator)))
    ]


def places_named(recognised: Recognised, today: date) -> list[CitedPlace]:
    """Give a recognised place in every public law that bears the name, those that are law today first."""
    typed = recognised.place
    if typed is None:
        return []
    laws = _of_the_name(recognised.slugs, typed, today)
    return [_place(law, locator, today) for law in laws if (locator := _locator_in(law, typed))]


def read_again(place: CitedPlace, today: date) -> CitedPlace:
    """Accept the text of a day in place of what was read before; ``NotFound`` where the place is no more."""
    return read_locator(place.slug, place.locator, today)


def choose(laws: Sequence[CitedLaw], typed: TypedPlace, today: date) -> CitedPlace:
    """Of several laws of the name (those that are law today first), the first that has the article."""
    if not laws:
        raise NotFound(_("这部法律法规刚刚撤下，现在没有公开的文本。"))
    law = next((law for law in laws if law.article(typed.article_locator)), None)
    if law is None:
        raise NotFound(_no_article(laws[0], typed.article_locator))
    locator = _locator_in(law, typed)
    if not locator:
        raise NotFound(_no_finer(law, typed.article_locator, citation_text(typed.locator)))
    return _place(law, locator, today)


def _locator_in(law: CitedLaw, typed: TypedPlace) -> str:
    """Give the locator of a typed place in a law; "" where it has no such article, or nothing as fine as was typed."""
    locators = {row.locator for row in law.article(typed.article_locator)}
    locator = typed.among(locators) if locators else ""
    finer = (typed.paragraph or typed.item, typed.item, typed.item and typed.subitem)
    wanted = sum(part is not None for part in finer)
    return locator if locator.removeprefix(typed.article_locator).count("-") >= wanted else ""


def _of_the_name(slugs: Sequence[str], typed: TypedPlace, today: date) -> list[CitedLaw]:
    return ranked(read_laws(((slug, typed.article_locator) for slug in slugs), today), slugs, today)


def ranked(laws: Mapping[str, CitedLaw], slugs: Sequence[str], today: date) -> list[CitedLaw]:
    """Give the laws of some slugs, those that are law today first."""
    return sorted((laws[slug] for slug in slugs if slug in laws), key=lambda law: _is_repealed(law, today))


def _place(law: CitedLaw, locator: str, today: date) -> CitedPlace:
    instrument = law.instrument
    place = CitedPlace(
        instrument.slug,
        locator,
        today,
        law.article(unit_of(locator))[0].digest,
        title=f"{instrument.short_title}{citation_text(locator)}",
    )
    return replace(place, known=CitationState.REPEALED.value) if _is_repealed(law, today) else place


def _is_repealed(law: CitedLaw, today: date) -> bool:
    return effectivity(law.shown, law.versions, today) is Effectivity.REPEALED


def _no_article(law: CitedLaw, unit: str) -> str:
    return _("《%(law)s》的现行文本没有%(place)s。请核对条号。") % {
        "law": law.instrument.title,
        "place": citation_text(unit),
    }


def _no_finer(law: CitedLaw, unit: str, asked: str) -> str:
    return _("《%(law)s》%(article)s里没有“%(asked)s”。只写到条也可以：%(name)s%(article)s。") % {
        "law": law.instrument.title,
        "article": citation_text(unit),
        "asked": asked,
        "name": law.instrument.short_title,
    }
