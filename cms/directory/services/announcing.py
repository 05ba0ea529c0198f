"""Telling the search indexes, through the outbox, and the page cache that entries may have changed.

Sink ``directory.standing``: who may work as what may have changed. Its keys are those of the search sources, or
``EVERYBODY``. Whoever gives work to people of the directory takes it with ``register_sink`` and asks ``catalogue.barred_on``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cms.directory.models import Affiliation, Entry, Institution
from portal.common.generation import raise_generation
from portal.common.outbox.write import enqueue
from search.indexing import announce

INSTITUTION, PRACTITIONER = "institution", "practitioner"
STANDING_SINK = "directory.standing"
EVERYBODY = "*"
"""Stands for so many entries that naming each would only fill the outbox."""
NAMED_AT_MOST = 100


def announce_keys(keys: Iterable[str], *, drain_on_commit: bool = True) -> None:
    """Owe the indexes these sources; inside the transaction that changes them. Pages kept from before are not shown
    after it."""
    keys = list(keys)
    announce(keys, drain_on_commit=drain_on_commit)
    if keys:
        named = keys if len(keys) <= NAMED_AT_MOST else [EVERYBODY]
        enqueue(STANDING_SINK, named, drain_on_commit=drain_on_commit)
    raise_generation()


def announce_entry(entry: Entry) -> None:
    """Owe the indexes one entry and, of an institution, the people who work there: its name and district find them too."""
    keys = [entry.search_key]
    if isinstance(entry, Institution):
        keys += practitioner_keys([entry.pk])
    announce_keys(keys)


def practitioner_keys(institution_pks: Iterable[int], *, day: date | None = None) -> list[str]:
    """The sources of those who work at these institutions: one query."""
    found = Affiliation.objects.filter(institution__in=list(institution_pks))
    found = found.filter(ended_on__isnull=True) if day is None else found.current_on(day)
    slugs = found.order_by("practitioner_id").values_list("practitioner__slug", flat=True).distinct()
    return [f"{PRACTITIONER}:{slug}" for slug in slugs]
