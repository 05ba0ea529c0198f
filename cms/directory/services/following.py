"""Entries whose standing changes on its own, because a date has come."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cms.directory.catalogue import RECORDS
from cms.directory.models import Institution, Practitioner
from cms.directory.models.enums import Effect, RecordState
from cms.directory.services.announcing import announce_keys
from cms.directory.standing import changes_of


def follow_the_day(since: date, today: date) -> int:
    """Owe the search indexes every entry whose standing changed after ``since`` and up to ``today``; returns how many.

    Pages and API compute the day and need no such thing. The index has a document for each stretch of days to come, so
    that it is right as well; what this removes are the documents of stretches that are over.
    """
    keys: set[str] = set()
    for model in RECORDS:
        rows = model._default_manager.filter(
            state=RecordState.APPROVED, display_until__gte=since, display_from__lte=today
        ).exclude(kind__effect=Effect.NONE)
        for record in rows.select_related("kind", "institution", "practitioner"):
            if any(since < change <= today for change in changes_of([record.facts()])):
                keys.add(record.subject.search_key)
    for entries in (Institution, Practitioner):
        for entry in entries.objects.filter(ceased_on__gt=since, ceased_on__lte=today):
            keys.add(entry.search_key)
    with transaction.atomic():
        announce_keys(sorted(keys))
    return len(keys)
