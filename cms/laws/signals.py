"""What no use case of ours sees happen: rows deleted by cascade or in bulk, topics ticked in a form.

Each only says that an instrument may have changed; whoever drains the outbox reads it again and decides.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete
from django.dispatch import receiver

from cms.laws.models import Instrument, InstrumentVersion
from cms.laws.services.announcing import announce
from cms.laws.services.publishing import refresh_public


@receiver(post_delete, sender=InstrumentVersion)
def version_deleted(instance: InstrumentVersion, **kwargs: Any) -> None:
    """A text is gone: the instrument may be public no more."""
    instrument = Instrument.objects.filter(pk=instance.instrument_id).only("slug").first()
    if instrument is not None:
        with transaction.atomic():
            refresh_public(instrument.pk)
            announce([instrument.slug])


@receiver(post_delete, sender=Instrument)
def instrument_deleted(instance: Instrument, **kwargs: Any) -> None:
    """A work is gone with all its texts."""
    with transaction.atomic():
        announce([instance.slug])


@receiver(m2m_changed, sender=Instrument.topics.through)
def topics_changed(instance: Any, action: str, pk_set: set[int] | None, reverse: bool, **kwargs: Any) -> None:
    """Topics are facets of what is found."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    slugs = (
        Instrument.objects.filter(pk__in=pk_set or ()).values_list("slug", flat=True) if reverse else [instance.slug]
    )
    with transaction.atomic():
        announce(slugs)
