"""Reading many cited places at once, as an import of pages needs them: a few queries, however many places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from cms.laws.citations import LONGEST_QUERY, Recognised, recognise, title_index
from cms.laws.cited_places import CitedPlace
from cms.laws.cited_texts import CitedLaw, read_laws
from cms.laws.locators import TypedPlace
from cms.laws.reading_places import ADDRESS, NotFound, choose, ranked, read_place, understood

LAWS_AT_ONCE = 40


def read_places(many: Iterable[str], today: date) -> dict[str, CitedPlace | NotFound]:
    """Read many places as ``read_place`` does, each by its words: two queries for every forty laws. What was not found is
    given, not raised."""
    found: dict[str, CitedPlace | NotFound] = {}
    typed: dict[str, tuple[Recognised, TypedPlace]] = {}
    index = title_index()
    for words in dict.fromkeys(many):
        try:
            if ADDRESS.search(words):
                found[words] = read_place(words, today)
            else:
                typed[words] = understood(words, recognise(words, index) if len(words) <= LONGEST_QUERY else None)
        except NotFound as error:
            found[words] = error
    laws = _read_all(typed.values(), today)
    for words, (recognised, place) in typed.items():
        try:
            found[words] = choose(ranked(laws, recognised.slugs, today), place, today)
        except NotFound as error:
            found[words] = error
    return found


def _read_all(typed: Iterable[tuple[Recognised, TypedPlace]], today: date) -> dict[str, CitedLaw]:
    pairs = sorted({(slug, place.article_locator) for recognised, place in typed for slug in recognised.slugs})
    laws: dict[str, CitedLaw] = {}
    for some in _by_laws(pairs):
        laws |= read_laws(some, today)
    return laws


def _by_laws(pairs: list[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    """The pairs in groups of at most so many laws, a law's pairs together."""
    slugs = sorted({slug for slug, _unit in pairs})
    for begin in range(0, len(slugs), LAWS_AT_ONCE):
        some = set(slugs[begin : begin + LAWS_AT_ONCE])
        yield [pair for pair in pairs if pair[0] in some]
