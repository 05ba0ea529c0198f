"""Citations as a page shows them: the article's words of today in place, and what has become of it since it was read.

The rules are pure functions of the texts and the day (``standing_of``); ``shown_citations`` reads what they need for all
citations of a page together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms.core.templatetags.dates import chinese_date
from cms.laws.cited_places import CitedPlace, is_comparable
from cms.laws.cited_texts import CitedLaw, Row, read_below, read_laws
from cms.laws.effectivity import effectivity, text_to_show
from cms.laws.locators import anchor_of, citation_text
from cms.laws.models import CitationState, Effectivity, InstrumentVersion, Provision
from cms.laws.published_html import cited_table


@dataclass(frozen=True, slots=True)
class Standing:
    """What has become of a cited place, and since which day, where that is known."""

    state: CitationState
    changed_on: date | None = None


@dataclass(frozen=True, slots=True)
class CitedLine:
    """A paragraph or item of the article, without the mark of the law's page; ``is_named`` where the citation means just it.
    ``table`` is the HTML of what is a table."""

    text: str
    depth: int = 0
    is_named: bool = False
    table: SafeString | None = None


@dataclass(frozen=True, slots=True)
class ShownCitation:
    """A citation for page, API and admin. ``lines`` are empty where there is no such article any more; ``slug`` is that of
    today."""

    cited: CitedPlace
    title: str
    law_title: str
    url: str
    slug: str
    lines: tuple[CitedLine, ...]
    effectivity: Effectivity | None
    state: CitationState
    changed_on: date | None = None
    changes_on: date | None = None
    effective_on: date | None = None
    region: str = ""
    version: int | None = None

    @property
    def text(self) -> str:
        """The words of the article, a line a paragraph or item."""
        return "\n".join(line.text for line in self.lines)

    @property
    def needs_review(self) -> bool:
        """Whether something has happened to it that whoever cited it did not know."""
        return self.state != CitationState.CURRENT and self.state != self.cited.known

    @property
    def state_label(self) -> str:
        """The state in a word or two."""
        return str(self.state.label)

    @property
    def words(self) -> str:
        """One sentence for readers on what has happened; "" where nothing has, or it was known."""
        return _("本页引用的%(what)s，内容可能需要核对。") % {"what": happened(self)} if self.needs_review else ""

    @property
    def about(self) -> str:
        """The text it is taken from, briefly: 有效，2008年1月1日起施行; of which place, where the law is a local one."""
        if self.effectivity is None:
            return ""
        since = _("%(day)s起施行") % {"day": chinese_date(self.effective_on)} if self.effective_on else ""
        return "，".join(word for word in (self.region, str(self.effectivity.label), since) if word)

    @property
    def coming_words(self) -> str:
        """One sentence on what will happen to it, where the law of a day to come is published already."""
        return _("这一条%(day)s起将有变动。") % {"day": chinese_date(self.changes_on)} if self.changes_on else ""

    @property
    def editor_words(self) -> str:
        """One sentence for the editor; "" where nothing has happened, or it was known."""
        return f"{happened(self)}。" if self.needs_review else ""


def shown_citations(cited: Iterable[CitedPlace], today: date) -> list[ShownCitation]:
    """Give what a page shows for its citations, in their order: two queries for all of them, a third where a law has
    moved to another address."""
    cited = list(cited)
    laws = read_laws(((place.slug, place.unit) for place in cited), today)
    return [_shown(place, laws.get(place.slug), today, number) for number, place in enumerate(cited, 1)]


def shown_then_and_now(cited: Iterable[CitedPlace], today: date) -> list[tuple[ShownCitation, ShownCitation]]:
    """Give each citation as it was on the day it was read for, and as it is today: three queries however many days they
    are of, a fourth where a law has moved to another address."""
    cited = list(cited)
    laws = read_laws(((place.slug, place.unit) for place in cited), today)
    then = {place: laws[place.slug].on(place.read_on) for place in cited if place.slug in laws}
    other = {
        (law.shown.pk, place.unit): (law, place.unit)
        for place, law in then.items()
        if law.shown.pk != laws[place.slug].shown.pk
    }
    read_below(other.values())
    return [
        (
            _shown(place, then.get(place), place.read_on, number),
            _shown(place, laws.get(place.slug), today, number),
        )
        for number, place in enumerate(cited, 1)
    ]


def banner_of(shown: Iterable[ShownCitation]) -> list[str]:
    """Give the sentences that a page must say above its text, one for each article that is not what it was."""
    return list(dict.fromkeys(one.words for one in shown if one.words))


def where_the_words_are_now(shown: ShownCitation) -> str:
    """Give the locator of the article that has the words as they were read: what an amendment renumbers is not lost. ""
    where nothing has become of it, or no article has them. One query; for editors."""
    if shown.state not in (CitationState.CHANGED, CitationState.GONE) or not is_comparable(shown.cited.digest):
        return ""
    same = Provision.objects.filter(version=shown.version, digest=shown.cited.digest).order_by("position")
    return same.values_list("locator", flat=True).first() or ""


def happened(shown: ShownCitation) -> str:
    """Say which article, what happened to it and since when, without a full stop."""
    place = f"《{shown.law_title}》{citation_text(shown.cited.locator)}" if shown.law_title else f"“{shown.title}”"
    values = {"place": place, "law": shown.law_title, "day": chinese_date(shown.changed_on)}
    dated, undated = {
        CitationState.CURRENT: ("", ""),
        CitationState.CHANGED: (_("%(place)s已于%(day)s修改"), _("%(place)s的文字与引用时不同")),
        CitationState.GONE: (_("%(place)s自%(day)s起不再有这一条"), _("%(place)s在现行文本中已经没有")),
        CitationState.REPEALED: (_("《%(law)s》自%(day)s起失效"), _("《%(law)s》已经废止")),
        CitationState.MISSING: ("", _("%(place)s的原文现在没有在本网公开")),
    }[shown.state]
    return (dated if shown.changed_on else undated) % values


def standing_of(place: CitedPlace, law: CitedLaw | None, today: date) -> Standing:
    """Say what has become of a cited place by a day."""
    if law is None:
        return Standing(CitationState.MISSING)
    if effectivity(law.shown, law.versions, today) is Effectivity.REPEALED:
        return Standing(CitationState.REPEALED, law.shown.expired_on)
    now, before = law.digest(law.shown, place.unit), digest_as_read(place, law)
    texts = _until_shown(law)
    past = [law.digest(text, place.unit) for text in texts]
    days = [text.effective_on for text in texts]
    if now is None:
        return Standing(CitationState.GONE, _first_after([digest is not None for digest in past], days))
    if now == before or not is_comparable(before) or not is_comparable(now):
        return Standing(CitationState.CURRENT)
    since = _first_after([digest == before for digest in past], days)
    return Standing(CitationState.CHANGED, since or _first_since(place.read_on, days))


def coming_change(place: CitedPlace, law: CitedLaw | None, today: date) -> date | None:
    """Give the day on which something will happen to a place that is as it was, if that is known already."""
    if law is None:
        return None
    known = (CitationState.CURRENT, place.known)
    return next((day for day in law.days_ahead(today) if standing_of(place, law.on(day), day).state not in known), None)


def digest_as_read(place: CitedPlace, law: CitedLaw) -> str:
    """The digest by today's rule: of the text of the day of reading where an older rule made the one that was kept."""
    if not place.digest or is_comparable(place.digest):
        return place.digest
    then = text_to_show(law.versions, place.read_on)
    return (law.digest(then, place.unit) if then is not None else None) or ""


def _until_shown(law: CitedLaw) -> list[InstrumentVersion]:
    """The dated texts up to the one shown; none where that has no date: nobody knows what it followed."""
    shown = law.shown.effective_on
    return [text for text in law.versions if shown and text.effective_on and text.effective_on <= shown]


def _first_after(held: Sequence[bool], days: Sequence[date | None]) -> date | None:
    """The day of the text that followed the last for which something held; None where it held for none."""
    last = max((place for place, was in enumerate(held) if was), default=None)
    return days[last + 1] if last is not None and last + 1 < len(days) else None


def _first_since(read_on: date, days: Sequence[date | None]) -> date | None:
    """The first text that took effect after the reading. A text corrected in place has none, and no day."""
    return next((day for day in days if day and day > read_on), None)


def _shown(place: CitedPlace, law: CitedLaw | None, today: date, number: int) -> ShownCitation:
    standing = standing_of(place, law, today)
    if law is None:
        return ShownCitation(place, place.words, "", "", place.slug, (), None, standing.state, standing.changed_on)
    rows = law.article(place.unit)
    # An item that is no more is looked for at its article.
    nearest = place.locator if place.locator in {row.locator for row in rows} else place.unit
    return ShownCitation(
        cited=place,
        title=f"{law.instrument.short_title}{citation_text(place.locator)}",
        law_title=law.instrument.title,
        url=address_in(law, nearest) if rows else law.instrument.get_absolute_url(),
        slug=law.instrument.slug,
        lines=tuple(_lines(rows, place.locator, number)),
        effectivity=effectivity(law.shown, law.versions, today),
        state=standing.state,
        changed_on=standing.changed_on,
        changes_on=coming_change(place, law, today) if standing.state == CitationState.CURRENT else None,
        effective_on=law.shown.effective_on,
        region=law.instrument.region,
        version=law.shown.pk,
    )


def address_in(law: CitedLaw, locator: str) -> str:
    """Give the address of a place of the text of today, which in a split law leads on to the right part."""
    base = law.instrument.get_absolute_url()
    return f"{base}articles/{locator}/" if law.is_split and locator[:1].isdigit() else f"{base}#{anchor_of(locator)}"


def _lines(rows: Sequence[Row], named: str, number: int) -> Iterator[CitedLine]:
    for place, row in enumerate(rows):
        is_named = row.locator != row.unit and (row.locator == named or row.locator.startswith(f"{named}-"))
        depth = row.locator.count("-") - row.unit.count("-")
        label = "" if row.locator == row.unit else row.label
        table = cited_table(row.text, f"cited-{number}-{place}")
        words = " ".join(word for word in (f"{label}{row.text}", row.heading) if word)
        if words:
            yield CitedLine(words, max(depth - 1, 0), is_named and named != row.unit, table)
