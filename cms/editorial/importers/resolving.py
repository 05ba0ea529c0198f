"""The words of all rows → what they mean in this installation: topics, articles, laws, institutions. A few queries a file,
none a row. What is not found is a warning of the report and a note for the editor of the page, never lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.models import Institution
from cms.editorial.importers.articles import mentioned
from cms.editorial.importers.checking import Draft, citing_words
from cms.editorial.importers.prose import plain_text
from cms.editorial.importers.topics import TopicWords, build_words, split_words
from cms.laws.citations import recognise, title_index
from cms.laws.cited_places import CitedPlace
from cms.laws.models import Instrument
from cms.laws.reading_many import read_places
from cms.laws.reading_places import NotFound

_FINER = re.compile(r"(?<=条)(?:之[^款项]*)?第?[（(]?[^条]{1,8}[款项].*$")
CITES_IN_TEXT = frozenset({"expert_reading", "knowledge_qa"})
"""Kinds whose body may hold an article in place."""


@dataclass(slots=True)
class Resolved:
    """What a draft's words mean."""

    citations: list[CitedPlace] | None = None
    unread: list[str] = field(default_factory=list)
    topics: list[str] | None = None
    instruments: list[int] | None = None
    institution: int | None = None
    notes: list[str] = field(default_factory=list)


def resolve(drafts: Sequence[Draft], today: date) -> list[Resolved]:
    """Look all words up; puts warnings and errors into the report rows."""
    good = [draft for draft in drafts if not draft.report.errors]
    topic_words = build_words(Topic.objects.order_by("position", "code").values_list("code", "name", "aliases"))
    places = _places(good, today)
    institutions = _institutions(good)
    found = []
    for draft in drafts:
        resolved = Resolved()
        if not draft.report.errors:
            _cite(draft, resolved, places)
            _cite_in_text(draft, places, resolved)
            _topics(draft, resolved, topic_words)
            _instruments(draft, resolved)
            _institution(draft, resolved, institutions)
            draft.report.citations = len(resolved.citations or ())
            draft.report.citations_unread = len(resolved.unread)
        found.append(resolved)
    return found


# -- articles --------------------------------------------------------------------------------------------------------


def _places(drafts: Iterable[Draft], today: date) -> dict[str, CitedPlace | NotFound]:
    """All places that are named anywhere: as written, and where the paragraph is not there the article."""
    named = {words for draft in drafts for words in (*citing_words(draft), *_words_in_text(draft), *_mentioned(draft))}
    places = read_places(sorted(named), today)
    missing = [words for words, place in places.items() if isinstance(place, NotFound)]
    others = {words: list(_other_words(words)) for words in missing}
    again = read_places(sorted({other for found in others.values() for other in found}), today) if missing else {}
    for words, found in others.items():
        read = (again[other] for other in found)
        places[words] = next((place for place in read if isinstance(place, CitedPlace)), places[words])
    return places


def _other_words(words: str) -> Iterator[str]:
    """What else a place that was not found may be meant by: an interpretation without who issued it; the article, where it has no
    such paragraph."""
    for named in (words, f"最高人民法院{words}", f"最高人民法院、最高人民检察院{words}"):
        if named == words or words.startswith(("关于", "《关于")):
            if named != words:
                yield named
            if (shorter := _FINER.sub("", named)) != named:
                yield shorter


def _cite(draft: Draft, resolved: Resolved, places: dict[str, CitedPlace | NotFound]) -> None:
    named = citing_words(draft)
    if not named:
        if draft.words.get("articles"):
            resolved.citations = []
    else:
        resolved.citations = []
        for words in named:
            place = places[words]
            if isinstance(place, CitedPlace):
                resolved.citations.append(place)
                if _FINER.search(words) and "-p" not in place.locator:
                    draft.report.warnings.append(_("“%(words)s”只找到条，没有找到款项。") % {"words": words})
            else:
                resolved.unread.append(words)
        resolved.citations = list({(place.slug, place.locator): place for place in resolved.citations}.values())
    for words in resolved.unread:
        draft.report.warnings.append(_("没有认出引用：%(words)s（%(why)s）") % {"words": words, "why": places[words]})
    if resolved.unread:
        resolved.notes.append(_("未能识别的引用：%(words)s") % {"words": "；".join(resolved.unread)})
    cited = {(place.slug, place.locator.split("-p")[0]) for place in resolved.citations or ()}
    also = {}
    for words in _mentioned(draft):
        place = places[words]
        if isinstance(place, CitedPlace) and (place.slug, place.locator.split("-p")[0]) not in cited:
            also[place.words] = place
    if also:
        said = "；".join(also)
        resolved.notes.append(
            _("文中提到、没有列入法律依据的条文（请先核对是不是现行的条文）：%(words)s") % {"words": said}
        )


def _words_in_text(draft: Draft) -> list[str]:
    return [value for name in draft.values for kind, value in _blocks(draft.values[name]) if kind == "citation"]


def _cite_in_text(draft: Draft, places: dict[str, CitedPlace | NotFound], resolved: Resolved) -> None:
    """【引用】 in a body becomes the article itself, where the kind may hold one and it was found."""
    for name, value in draft.values.items():
        if not any(kind == "citation" for kind, _value in _blocks(value)):
            continue
        blocks: list[tuple[str, Any]] = []
        for kind, inner in value:
            place = places[inner] if kind == "citation" else None
            if kind == "citation" and isinstance(place, CitedPlace) and draft.kind in CITES_IN_TEXT:
                blocks.append(("citation", place))
            elif kind == "citation":
                blocks.append(("prose", f"<p>{inner}</p>"))
                if not isinstance(place, CitedPlace):
                    resolved.unread.append(inner)
                    why = {"words": inner, "why": place}
                    draft.report.warnings.append(_("没有认出引用：%(words)s（%(why)s）") % why)
                    resolved.notes.append(_("未能识别的引用：%(words)s") % {"words": inner})
            else:
                blocks.append((kind, inner))
        draft.values[name] = blocks


def _blocks(value: Any) -> list[tuple[str, Any]]:
    return value if isinstance(value, list) else []


def _mentioned(draft: Draft) -> list[str]:
    """Articles that a case mentions: told to the editor, who knows whether they are still those of then."""
    if draft.kind != "typical_case":
        return []
    return mentioned(
        plain_text(str(draft.values.get(name, ""))) for name in ("facts", "ruling", "reasoning", "rule_drawn")
    )


# -- topics, laws, institutions --------------------------------------------------------------------------------------


def _topics(draft: Draft, resolved: Resolved, known: TopicWords) -> None:
    if cell := draft.words.get("topics"):
        resolved.topics, unknown = known.named(cell)
        for word in unknown:
            draft.report.warnings.append(_("没有“%(word)s”这一专题。") % {"word": word})
        if unknown:
            resolved.notes.append(_("没有这些专题：%(words)s") % {"words": "、".join(unknown)})
        return
    keywords = [word for name in ("keywords", "category") for word in split_words(draft.words.get(name, ""))]
    codes, without = known.meant(keywords)
    codes = codes or known.told_by([draft.title]) or known.told_by(place.words for place in resolved.citations or ())
    resolved.topics = codes or None
    if without:
        resolved.notes.append(_("没有对应专题的关键词：%(words)s") % {"words": "、".join(without)})
    if not codes:
        draft.report.warnings.append(_("没有找到对应的专题。"))


def _instruments(draft: Draft, resolved: Resolved) -> None:
    cell = draft.words.get("instruments")
    if not cell:
        return
    index = title_index()
    slugs = []
    for name in filter(None, (part.strip() for part in re.split(r"[\n；;、]+", cell))):
        recognised = recognise(name, index)
        if recognised is None:
            draft.report.warnings.append(_("没有找到法律法规：%(name)s") % {"name": name})
            resolved.notes.append(_("没有找到的法律法规：%(words)s") % {"words": name})
        else:
            slugs.append(recognised.slugs[0])
    keys = dict(Instrument.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    resolved.instruments = [keys[slug] for slug in slugs if slug in keys]


def _institutions(drafts: Iterable[Draft]) -> dict[str, list[int]]:
    names = {draft.words["institution"] for draft in drafts if draft.words.get("institution")}
    found: dict[str, list[int]] = {}
    for pk, name in Institution.objects.filter(name__in=names).values_list("pk", "name"):
        found.setdefault(name, []).append(pk)
    for pk, code in Institution.objects.filter(unified_social_credit_code__in=names).values_list(
        "pk", "unified_social_credit_code"
    ):
        found[str(code)] = [pk]
    return found


def _institution(draft: Draft, resolved: Resolved, known: dict[str, list[int]]) -> None:
    name = draft.words.get("institution")
    if not name:
        return
    keys = known.get(name, [])
    if len(keys) == 1:
        resolved.institution = keys[0]
    elif keys:
        draft.report.fail("institution", _("名录中有多个“%(name)s”，请填写统一社会信用代码。") % {"name": name})
    else:
        draft.report.fail("institution", _("名录中没有“%(name)s”。") % {"name": name})
