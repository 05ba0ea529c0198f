"""What of the law library is public, and how lists of it are cut: the querysets that pages and API share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When

from cms.laws.effectivity import effectivity, text_to_show
from cms.laws.models import Effectivity, Instrument, InstrumentVersion
from cms.laws.slugs import normalised_title
from portal.common.clock import SHANGHAI

HEAVY_FIELDS = ("source_text", "head")
"""What lists of versions leave in the database."""


@dataclass(frozen=True, slots=True)
class CatalogueFilter:
    """What a list of instruments is cut down to; an empty value cuts nothing."""

    level: str = ""
    region: str = ""
    authority: str = ""
    category: str = ""
    topic: str = ""
    effectivity: str = ""
    words: str = ""
    updated_since: datetime | None = None


def public_versions() -> QuerySet[InstrumentVersion]:
    """Texts that everybody may read, by instrument and date, without their long fields."""
    return (
        InstrumentVersion.objects.filter(live=True, instrument__is_public=True)
        .defer(*HEAVY_FIELDS)
        .order_by("instrument_id", "effective_on", "pk")
    )


def public_instruments() -> QuerySet[Instrument]:
    """Instruments that everybody may read, in the order of their addresses (pinyin), with all their public texts in
    ``public_texts``: three queries however many they are."""
    return (
        Instrument.objects.filter(is_public=True)
        .select_related("replaced_by")
        .prefetch_related("topics", Prefetch("versions", queryset=public_versions(), to_attr="public_texts"))
        .order_by("slug")
    )


def filtered(instruments: QuerySet[Instrument], wanted: CatalogueFilter, on: date) -> QuerySet[Instrument]:
    """Cut a list down to what is wanted; effectivity is that of the day ``on``."""
    exact: Mapping[str, Any] = {
        "level": wanted.level,
        "region": wanted.region,
        "issuing_authority": wanted.authority,
        "category": wanted.category,
        "topics__code": wanted.topic,
        "updated_at__gte": wanted.updated_since,
    }
    instruments = instruments.filter(**{field: value for field, value in exact.items() if value})
    if wanted.words.strip():
        words, key = wanted.words.strip(), normalised_title(wanted.words)
        instruments = instruments.filter(
            Q(title__icontains=words) | Q(aliases__icontains=words) | Q(title_key__icontains=key)
        )
    if wanted.effectivity:
        instruments = with_effectivity(instruments, on).filter(effectivity_that_day=wanted.effectivity)
    return instruments


def with_effectivity(instruments: QuerySet[Instrument], on: date) -> QuerySet[Any]:
    """Annotate ``effectivity_that_day``: what ``shown_effectivity`` says, in SQL so that lists can be cut by it."""
    texts = InstrumentVersion.objects.filter(instrument=OuterRef("pk"), live=True)
    # A repeal without a day, of a text that another followed, is that other text's beginning.
    following = InstrumentVersion.objects.filter(instrument=OuterRef("instrument"), live=True, effective_on__gt=on)
    undated_repeal = Q(is_repealed=True, expired_on__isnull=True)
    repealed_by_now = Q(is_repealed=True, expired_on__lte=on)
    latest = texts.filter(effective_on__lte=on).order_by("-effective_on")
    undated = texts.filter(effective_on__isnull=True)
    return instruments.annotate(
        effectivity_that_day=Case(
            When(
                Exists(latest),
                then=Subquery(
                    latest.annotate(
                        state=Case(
                            When(repealed_by_now, then=Value(Effectivity.REPEALED.value)),
                            When(undated_repeal & ~Exists(following), then=Value(Effectivity.REPEALED.value)),
                            default=Value(Effectivity.IN_FORCE.value),
                            output_field=CharField(),
                        )
                    ).values("state")[:1]
                ),
            ),
            When(Exists(undated.exclude(repealed_by_now | undated_repeal)), then=Value(Effectivity.UNKNOWN.value)),
            When(Exists(undated), then=Value(Effectivity.REPEALED.value)),
            When(Exists(texts), then=Value(Effectivity.NOT_YET_EFFECTIVE.value)),
            default=Value(Effectivity.UNKNOWN.value),
            output_field=CharField(),
        )
    )


def shown_effectivity(texts: Sequence[InstrumentVersion], on: date) -> Effectivity:
    """Say what an instrument is on a day: what the text is that its page opens at."""
    shown = text_to_show(texts, on)
    return Effectivity.UNKNOWN if shown is None else effectivity(shown, texts, on)


def last_changed(instrument: Instrument, texts: Sequence[InstrumentVersion], today: date) -> datetime:
    """Say when what is shown of an instrument last changed: by an editor's hand, or by a day that came."""
    moments = [instrument.updated_at]
    for text in texts:
        if text.last_published_at is not None:
            moments.append(text.last_published_at)
        moments.extend(
            datetime.combine(day, time.min, SHANGHAI)
            for day in (text.effective_on, text.expired_on)
            if day is not None and date(1970, 1, 2) <= day <= today
        )
    return max(moments)
