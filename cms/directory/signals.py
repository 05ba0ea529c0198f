"""What no use case of ours sees happen: rows changed by forms or cascades, fields of practice ticked in a form.

Each only says that an entry may have changed; whoever drains the outbox reads it again and decides. Bulk writing sends no
signals and announces for itself.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from cms.directory.models import Affiliation, Entry, Institution, Practitioner
from cms.directory.photos import take_down_photos
from cms.directory.services.announcing import announce_entry, announce_keys
from portal.common import clock


@receiver([post_save, post_delete], sender=Affiliation)
def affiliation_changed(instance: Affiliation, **kwargs: Any) -> None:
    """Whoever works elsewhere is found elsewhere."""
    slug = Practitioner.objects.filter(pk=instance.practitioner_id).values_list("slug", flat=True).first()
    if slug is not None:
        with transaction.atomic():
            announce_keys([f"practitioner:{slug}"])


@receiver(post_delete, sender=Institution)
@receiver(post_delete, sender=Practitioner)
def entry_deleted(instance: Entry, **kwargs: Any) -> None:
    """An entry is gone."""
    with transaction.atomic():
        announce_keys([instance.search_key])


@receiver(pre_save, sender=Practitioner)
@receiver(post_delete, sender=Practitioner)
def photo_may_be_shown_no_more(instance: Practitioner, **kwargs: Any) -> None:
    """Take down the photo of who is hidden or gone, and the one that another took the place of."""
    before = Practitioner.objects.filter(pk=instance.pk, photo__isnull=False).values_list("photo", flat=True).first()
    images = {image for image in (before, instance.photo_id) if image is not None}
    if images:
        transaction.on_commit(lambda: take_down_photos(clock.today(), images), robust=True)


@receiver(m2m_changed, sender=Institution.topics.through)
@receiver(m2m_changed, sender=Practitioner.topics.through)
def topics_changed(instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any) -> None:
    """Write the topics' codes beside them, so that history knows them: it follows columns, not relations."""
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    entries = model.objects.filter(pk__in=pk_set or ()) if reverse else [instance]
    for entry in entries:
        codes = " ".join(entry.topics.order_by("position", "code").values_list("code", flat=True))
        if codes != entry.topic_codes:
            entry.topic_codes = codes
            entry.save()
        else:
            with transaction.atomic():
                announce_entry(entry)
