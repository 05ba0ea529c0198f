"""Reading the articles that are cited, many at once: two queries however many there are, one more where a law has moved
to another address since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cms.laws.catalogue import HEAVY_FIELDS
from cms.laws.effectivity import text_to_show
from cms.laws.models import Instrument, InstrumentRedirect, InstrumentVersion, Provision, RenderedPart


class Row(NamedTuple):
    """A provision of a cited article: its article's locator, and what is shown of it."""

    version: int
    unit: str
    position: int
    locator: str
    digest: str
    label: str
    heading: str
    text: str


@dataclass(slots=True)
class CitedLaw:
    """A public law, its public texts (dated ones by date, then the undated one), and the one its page shows today."""

    instrument: Instrument
    versions: list[InstrumentVersion]
    shown: InstrumentVersion
    rows: dict[tuple[int, str], list[Row]] = field(default_factory=lambda: defaultdict(list))

    @property
    def is_split(self) -> bool:
        """Whether the text of today is read on several pages."""
        return bool(getattr(self.shown, "is_split", False))

    def on(self, day: date) -> CitedLaw:
        """The same law as its page will show it on another day; only digests are sure to be there."""
        return replace(self, shown=text_to_show(self.versions, day) or self.shown)

    def days_ahead(self, today: date) -> list[date]:
        """The days to come on which one of the texts begins or ends."""
        days = {day for text in self.versions for day in (text.effective_on, text.expired_on)}
        return sorted(day for day in days if day is not None and day > today)

    def digest(self, version: InstrumentVersion, unit: str) -> str | None:
        """Give the digest of an article in one of the texts; None where the text has no such article."""
        rows = self.rows.get((version.pk, unit))
        return rows[0].digest if rows else None

    def article(self, unit: str) -> list[Row]:
        """Give the article in the text of today with all that is under it, in order; nothing where it is gone."""
        return self.rows.get((self.shown.pk, unit), [])


def read_laws(places: Iterable[tuple[str, str]], today: date, *, only_digests: bool = False) -> dict[str, CitedLaw]:
    """Read the laws and articles of ``(slug, unit)`` pairs; gives laws by the slug that was asked for.

    A law that is not public is left out. Of the text shown today whole articles are read (unless ``only_digests``), of the
    others their digests.
    """
    units: dict[str, set[str]] = defaultdict(set)
    for slug, unit in places:
        units[slug].add(unit)
    if not units:
        return {}
    laws = _laws(units, today)
    by_key: dict[int, CitedLaw] = {law.instrument.pk: law for law in laws.values()}
    wanted: dict[int, set[str]] = defaultdict(set)
    for slug, law in laws.items():
        wanted[law.instrument.pk] |= units[slug]
    law_of = {version.pk: law for law in by_key.values() for version in law.versions}
    for row in _rows([(law, wanted[key]) for key, law in by_key.items()], only_digests):
        law_of[row.version].rows[row.version, row.unit].append(row)
    return laws


def read_below(texts: Iterable[tuple[CitedLaw, str]]) -> None:
    """Read what stands under articles of texts other than today's (``law.on(day)``), of which only digests were read: one
    query, each text and article once."""
    texts = list(texts)
    found = [
        _places(parent, (([law.shown], [unit]) for law, unit in texts))
        for parent in ("parent__", "parent__parent__", "parent__parent__parent__")
        if texts
    ]
    for values in found[0].union(*found[1:], all=True) if found else ():
        row = Row(*values)
        of_version = next(law for law, _unit in texts if law.shown.pk == row.version)
        of_version.rows[row.version, row.unit].append(row)
    for law, unit in texts:
        law.rows[law.shown.pk, unit].sort(key=lambda row: row.position)


def _laws(slugs: Collection[str], today: date) -> dict[str, CitedLaw]:
    moved = InstrumentRedirect.objects.filter(slug__in=slugs)
    asked = Q(instrument__slug__in=slugs) | Q(instrument__in=moved.values("instrument"))
    split = RenderedPart.objects.filter(version=OuterRef("pk"), position=1)
    versions = (
        InstrumentVersion.objects.filter(asked, live=True, instrument__is_public=True)
        .select_related("instrument")
        .defer(*HEAVY_FIELDS)
        .annotate(is_split=Exists(split))
    )
    texts: dict[str, list[InstrumentVersion]] = defaultdict(list)
    for version in sorted(versions, key=lambda one: one.effective_on or date.max):
        texts[version.instrument.slug].append(version)
    found = {slug: _law(of_law, today) for slug, of_law in texts.items()}
    laws = {slug: found[slug] for slug in slugs if slug in found}
    missing = [slug for slug in slugs if slug not in found]
    if missing and len(laws) < len(found):
        for old, new in moved.filter(slug__in=missing).values_list("slug", "instrument__slug"):
            if new in found:
                laws[old] = found[new]
    return laws


def _law(versions: list[InstrumentVersion], today: date) -> CitedLaw:
    shown = text_to_show(versions, today) or versions[-1]
    return CitedLaw(shown.instrument, versions, shown)


def _rows(wanted: Sequence[tuple[CitedLaw, Collection[str]]], only_digests: bool) -> list[Row]:
    """The articles in all texts; in the text of today with what stands under them, level by level, in one query."""
    if not wanted:
        return []
    everywhere = _places("", ((law.versions, units) for law, units in wanted))
    below = [
        _places(parent, (([law.shown], units) for law, units in wanted))
        for parent in ("parent__", "parent__parent__", "parent__parent__parent__")
        if not only_digests
    ]
    rows = everywhere.union(*below, all=True) if below else everywhere
    return sorted((Row(*values) for values in rows), key=lambda row: (row.version, row.position))


def _places(path: str, wanted: Iterable[tuple[list[InstrumentVersion], Collection[str]]]) -> QuerySet[Provision, Any]:
    at = Q()
    for versions, units in wanted:
        keys = [version.pk for version in versions]
        at |= Q(**{f"{path}version__in": keys, f"{path}locator__in": sorted(units)})
    found = Provision.objects.filter(at).order_by().annotate(unit=F(f"{path}locator"))
    return found.values_list("version_id", "unit", "position", "locator", "digest", "label", "heading", "text")


def law_keys(slugs: Iterable[str]) -> Mapping[str, int]:
    """Give the key of each instrument by the slug asked for, public or not, old slugs followed: two queries."""
    slugs = set(slugs)
    keys = dict(Instrument.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    missing = slugs - keys.keys()
    if missing:
        keys |= InstrumentRedirect.objects.filter(slug__in=missing).values_list("slug", "instrument")
    return keys
