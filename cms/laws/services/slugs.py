"""Giving an instrument its slug: once, and never depending on who came first."""

from __future__ import annotations

from django.db import transaction

from cms.laws import slugs
from cms.laws.models.instrument import Instrument, InstrumentRedirect
from cms.laws.services.announcing import announce


def claim_slug(title: str, region: str, level: str) -> str:
    """Give the slug of a new instrument.

    Where another has the same pinyin, both get digits: the other's address changes and leaves a redirect, so that the
    order in which two laws arrive decides nothing.
    """
    wanted = slugs.preferred_slug(title, region, level)
    holder = Instrument.objects.filter(slug=wanted).first()
    if holder is None and not InstrumentRedirect.objects.filter(slug=wanted).exists():
        return wanted
    if holder is not None:
        change_slug(holder, slugs.numbered_slug(holder.title, holder.region, holder.level))
    return slugs.numbered_slug(title, region, level)


def change_slug(instrument: Instrument, slug: str) -> None:
    """Move an instrument to another address; the old one goes on leading there."""
    if slug == instrument.slug:
        return
    with transaction.atomic():
        old = instrument.slug
        InstrumentRedirect.objects.filter(slug=slug, instrument=instrument).delete()
        InstrumentRedirect.objects.update_or_create(slug=old, defaults={"instrument": instrument})
        Instrument.objects.filter(pk=instrument.pk).update(slug=slug)
        instrument.slug = slug
        announce([old, slug])
