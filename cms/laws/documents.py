"""What of the laws can be found: one document an instrument, one for each run of versions with the same article.

Source key: ``instrument:SLUG``. Only live versions of public instruments are read. An undated text beside dated ones is
not indexed: nobody knows on which days it was law, and its page lists it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import cast

from django.db.models import Exists, OuterRef, QuerySet, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from cms.laws.effectivity import interval
from cms.laws.findable import ProvisionRow, Run, pieces_of, runs_of
from cms.laws.locators import anchor_of, citation_text
from cms.laws.models import Instrument, InstrumentVersion, Provision, RenderedPart
from cms.laws.models.enums import Level
from cms.laws.parser.tree import ProvisionKind
from cms.laws.services.announcing import SOURCE, source_key
from portal.common import clock
from search.documents import ALWAYS, FOREVER, Document, Kind, Source, register_kind, register_source

INSTRUMENT = "instrument"
PROVISION = "provision"
FACETS = cast(  # lazy strings are strings to whoever shows them
    dict[str, str],
    {
        "level": _("效力位阶"),
        "authority": _("制定机关"),
        "region": _("地区"),
        "year": _("施行年份"),
        "topic": _("专题"),
    },
)
AT_ONCE = 40
"""Instruments whose rows are read together: bounds memory, and keeps the queries few."""

# Of two texts that answer alike the higher law comes first (docs/search.md tells how these were measured).
PRIORS = {
    f"level:{Level.CONSTITUTION}": 0.6,
    f"level:{Level.LAW}": 1.0,
    f"level:{Level.JUDICIAL_INTERPRETATION}": 0.7,
    f"level:{Level.ADMINISTRATIVE_REGULATION}": 0.3,
    f"level:{Level.SUPERVISORY_REGULATION}": 0.3,
}
_WITHOUT_NUMBER = frozenset({ProvisionKind.BLOCK.value, ProvisionKind.PARAGRAPH.value})


@dataclass(frozen=True, slots=True)
class FoundLaw:
    """An instrument with the versions that count: dated ones by date, or the undated one where there is no other."""

    instrument: Instrument
    versions: tuple[InstrumentVersion, ...]
    is_split: bool


def public_keys() -> Iterator[str]:
    """The source keys of all public instruments."""
    slugs = Instrument.objects.filter(is_public=True).order_by("pk").values_list("slug", flat=True)
    return (source_key(slug) for slug in slugs.iterator())


def documents(keys: Sequence[str]) -> Iterator[Document]:
    """Make the documents of the given sources: three queries for each forty instruments."""
    slugs = [key.partition(":")[2] for key in keys]
    for begin in range(0, len(slugs), AT_ONCE):
        yield from _documents(slugs[begin : begin + AT_ONCE])


def _documents(slugs: Sequence[str]) -> Iterator[Document]:
    laws = load_laws(slugs)
    prefetch_related_objects([law.instrument for law in laws], "topics")
    rows = rows_by_version(Provision.objects.filter(version__in=[text.pk for law in laws for text in law.versions]))
    today = clock.today()
    for law in laws:
        of_versions = [rows.get(version.pk, []) for version in law.versions]
        yield instrument_document(law, of_versions[-1])
        yield from provision_documents(law, of_versions, today)


def load_laws(slugs: Sequence[str]) -> list[FoundLaw]:
    """Read public instruments with their live versions (without the texts): one query."""
    split = RenderedPart.objects.filter(version__instrument=OuterRef("instrument"), version__live=True, position=1)
    live = (
        InstrumentVersion.objects.filter(live=True, instrument__is_public=True, instrument__slug__in=slugs)
        .select_related("instrument")
        .defer("source_text", "head")
        .annotate(is_split=Exists(split))
        .order_by("instrument_id", "effective_on", "pk")
    )
    return [
        FoundLaw(texts[0].instrument, _counting(texts), texts[0].is_split)
        for texts in (list(group) for _pk, group in groupby(live, key=lambda text: text.instrument_id))
    ]


def _counting(texts: Sequence[InstrumentVersion]) -> tuple[InstrumentVersion, ...]:
    dated = sorted((text for text in texts if text.effective_on is not None), key=lambda text: str(text.effective_on))
    return tuple(dated) or tuple(texts[:1])


def rows_by_version(provisions: QuerySet[Provision]) -> dict[int, list[ProvisionRow]]:
    """Read rows in the order of their texts: one query."""
    columns = ("version_id", *ProvisionRow._fields)
    found: dict[int, list[ProvisionRow]] = defaultdict(list)
    for version, *values in provisions.order_by("version_id", "position").values_list(*columns).iterator(2000):
        found[version].append(ProvisionRow(*values))
    return found


def instrument_document(law: FoundLaw, rows: Sequence[ProvisionRow] = ()) -> Document:
    """The instrument itself: found by its names, its headings and the beginning of its latest text."""
    instrument, last = law.instrument, law.versions[-1]
    holds = interval(last, law.versions)
    begin = law.versions[0].effective_on
    headings = [f"{row.label}{row.heading}" for row in rows if row.heading and row.kind != "article"]
    opening = next((piece.text for piece in pieces_of(rows)), "")
    return Document(
        key=source_key(instrument.slug),
        kind=INSTRUMENT,
        source=source_key(instrument.slug),
        title=instrument.title,
        citation=instrument.short_title,
        url=instrument.get_absolute_url(),
        text=opening[:600],
        context=" ".join(headings)[:2000],
        aliases=" ".join(dict.fromkeys((instrument.short_title, *instrument.alias_list))),
        valid_from=begin or ALWAYS,
        valid_to=holds.end or FOREVER,
        end_reason=holds.end_reason,
        facets=_facets(instrument, last.effective_on),
        extra={
            "level": _level_label(instrument.level),
            "authority": instrument.issuing_authority,
            "effective_on": last.effective_on.isoformat() if last.effective_on else None,
        },
    )


def provision_documents(law: FoundLaw, rows: Sequence[Sequence[ProvisionRow]], today: date) -> Iterator[Document]:
    """The articles (points, stretches of text) of all versions, a document a run."""
    pieces = [list(pieces_of(of_version)) for of_version in rows]
    for run in runs_of(law.versions, pieces):
        yield _provision_document(law, run, today, is_only=len(pieces[run.last]) == 1)


def _provision_document(law: FoundLaw, run: Run, today: date, *, is_only: bool) -> Document:
    instrument, piece = law.instrument, run.piece
    first, last = law.versions[run.first], law.versions[run.last]
    begin = first.effective_on.isoformat() if first.effective_on else "undated"
    place = "" if is_only and piece.kind in _WITHOUT_NUMBER else citation_text(piece.locator)
    return Document(
        key=f"{PROVISION}:{instrument.slug}:{piece.locator}:{begin}",
        kind=PROVISION,
        source=source_key(instrument.slug),
        title=instrument.title,
        citation=f"{instrument.short_title}{place}",
        url=place_url(law, run, today, piece.locator),
        text=piece.text,
        context=" ".join(word for word in (piece.context, piece.heading) if word),
        aliases=" ".join(instrument.alias_list),
        valid_from=run.holds.start or ALWAYS,
        valid_to=run.holds.end or FOREVER,
        end_reason=run.holds.end_reason,
        facets=_facets(instrument, first.effective_on),
        extra={
            "instrument": instrument.slug,
            "locator": piece.locator,
            "label": piece.label,
            "level": _level_label(instrument.level),
            "effective_on": last.effective_on.isoformat() if last.effective_on else None,
        },
    )


@cache
def _level_label(level: str) -> str:
    """The words of a level; asked for every article, and translating is slow."""
    return str(Level(level).label)


def place_url(law: FoundLaw, run: Run, today: date, locator: str) -> str:
    """The address of a place: on the page of today's text while its wording is the latest, else on that of its date.

    What does not depend on the day stays right at midnight: only a wording without an end, already law, is reached
    through the undated address. In a split law that leads to the right part.
    """
    holds, last = run.holds, law.versions[run.last]
    is_current = holds.end is None and (holds.start is None or holds.start <= today)
    if not is_current or (holds.end_reason and len(law.versions) > 1):
        return f"{_dated(law, last)}#{anchor_of(locator)}"
    if law.is_split and locator[:1].isdigit():
        article = locator.partition("-p")[0]
        return f"{law.instrument.get_absolute_url()}articles/{article}/"
    return f"{law.instrument.get_absolute_url()}#{anchor_of(locator)}"


def _dated(law: FoundLaw, version: InstrumentVersion) -> str:
    base = law.instrument.get_absolute_url()
    return f"{base}{version.effective_on.isoformat()}/" if version.effective_on else base


def _facets(instrument: Instrument, effective_on: date | None) -> tuple[str, ...]:
    found = [f"level:{instrument.level}"]
    found += [f"authority:{name}" for name in instrument.issuing_authority.split("、") if name]
    if instrument.region:
        found.append(f"region:{instrument.region}")
    if effective_on:
        found.append(f"year:{effective_on.year}")
    if "topics" in getattr(instrument, "_prefetched_objects_cache", {}):
        # Not for what a citation pins: a query would be spent on facets that nobody counts.
        found += [f"topic:{topic.code}" for topic in instrument.topics.all()]
    return tuple(found)


def value_labels(name: str, values: Sequence[str]) -> dict[str, str]:
    """Give the words for codes among the values of a facet: levels, and topics by one query."""
    if name == "level":
        return {value: str(Level(value).label) for value in values if value in Level.values}
    if name == "topic":
        return dict(Topic.objects.filter(code__in=values).values_list("code", "name"))
    return {}


register_kind(
    Kind(
        name=INSTRUMENT,
        label=cast(str, _("法律法规")),
        template="search/results/instrument.html",
        facets=FACETS,
        position=10,
        priors=PRIORS,
        is_law=True,
        value_labels=value_labels,
    )
)
register_kind(
    Kind(
        name=PROVISION,
        label=cast(str, _("法律条文")),
        template="search/results/provision.html",
        facets=FACETS,
        position=20,
        priors=PRIORS,
        is_law=True,
        value_labels=value_labels,
    )
)
register_source(Source(SOURCE, public_keys, documents))
