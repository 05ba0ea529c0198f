"""Writing a chunk of changes: few statements, history rows included, in the transaction of the caller.

Bulk writing passes by ``save()``: what that guarantees (spelling, slug, no identity number, the search index told) is
guaranteed here by the checks before and by the steps below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from cms.core.models import Topic
from cms.directory.importers.bulk_history import CHANGED, CREATED, record_history
from cms.directory.importers.comparing import Change
from cms.directory.importers.report import Status
from cms.directory.models import Affiliation, Entry, Institution, Practitioner
from cms.directory.services.announcing import announce_keys, practitioner_keys
from cms.directory.slugs import DIGITS, entry_slug
from portal.common import clock

FOUND_BY = frozenset({"name", "district", "status"})
"""Columns of an institution by which those who work there are found."""


def write(model: type[Entry], changes: Sequence[Change], *, by: Any, reason: str, checked_on: Any) -> None:
    """Write changes of one model and owe the search index what they changed."""
    moment = clock.now()
    common = {"by": by, "reason": reason, "moment": moment}
    new = [change for change in changes if change.status is Status.CREATED]
    old = [change for change in changes if change.status is Status.UPDATED and change.fields]
    for change in new:
        change.entry.checked_on = checked_on
    give_slugs(model, [change.entry for change in new])
    _create(model, [change.entry for change in new], common)
    if old:
        fields = sorted(set().union(*(change.fields for change in old)) | {"pinyin", "initials", "updated_at"})
        for change in old:
            change.entry.updated_at = moment
        _update(model, [change.entry for change in old], fields, common)
    _write_topics(model, [change.entry for change in (*new, *(c for c in old if "topic_codes" in c.fields))])
    _write_affiliations([row for change in changes for row in change.affiliations], common)
    known = [change.entry.pk for change in changes if change.status is not Status.CREATED]
    if known:
        # Found as it was: checked today, which is no change of the entry and no history.
        model._default_manager.filter(pk__in=known).update(checked_on=checked_on)
    keys = [change.entry.search_key for change in changes if change.status in (Status.CREATED, Status.UPDATED)]
    if model is Institution:
        keys += practitioner_keys([change.entry.pk for change in old if change.fields & FOUND_BY])
    if keys:
        announce_keys(keys, drain_on_commit=False)


def give_slugs(model: type[Entry], entries: Sequence[Entry]) -> None:
    """Give new entries slugs that nobody has: one query, and one more for each round of clashes."""
    waiting = [entry for entry in entries if not entry.slug]
    given: set[str] = set()
    digits = DIGITS
    while waiting:
        for entry in waiting:
            entry.slug = entry_slug(entry.name, entry.identity(), is_person=entry.is_person, digits=digits)
        slugs = [entry.slug for entry in waiting]
        taken = set(model._default_manager.filter(slug__in=slugs).values_list("slug", flat=True)) | given
        clashing = []
        for entry in waiting:
            if entry.slug in taken and digits < 60:
                clashing.append(entry)
            taken.add(entry.slug)
        given |= {entry.slug for entry in waiting if entry not in clashing}
        waiting = clashing
        digits += 4


def _write_topics(model: type[Entry], entries: Sequence[Entry]) -> None:
    through: Any = model.topics.through
    subject = f"{model._meta.model_name}_id"
    keys = dict(Topic.objects.values_list("code", "pk"))
    through._default_manager.filter(**{f"{subject}__in": [entry.pk for entry in entries]}).delete()
    through._default_manager.bulk_create(
        [
            through(**{subject: entry.pk, "topic_id": keys[code]})
            for entry in entries
            for code in entry.topic_codes.split()
        ]
    )


def _write_affiliations(rows: Sequence[Affiliation], common: dict[str, Any]) -> None:
    """Endings first: a practitioner has one main place at a time."""
    for row in rows:
        # An entry made in this chunk had no key yet when the row was.
        row.practitioner_id, row.institution_id = row.practitioner.pk, row.institution.pk
    fields = ["is_main", "role", "ended_on"]
    _update(Affiliation, [row for row in rows if row.pk and row.ended_on], fields, common)
    _update(Affiliation, [row for row in rows if row.pk and not row.ended_on], fields, common)
    _create(Affiliation, [row for row in rows if not row.pk], common)


def _create(model: Any, rows: Sequence[Any], common: dict[str, Any]) -> None:
    if rows:
        model._default_manager.bulk_create(rows)
        record_history(model, [row.pk for row in rows], CREATED, **common)


def _update(model: Any, rows: Sequence[Any], fields: Sequence[str], common: dict[str, Any]) -> None:
    if rows:
        model._default_manager.bulk_update(rows, fields, batch_size=200)
        record_history(model, [row.pk for row in rows], CHANGED, **common)


def refresh_statistics() -> None:
    """Let PostgreSQL count what was brought in. Until it has, it plans for the empty tables of before: a list by district then
    took minutes at ten thousand rows. Its own daemon would come a minute later."""
    if connection.vendor != "postgresql":
        return
    tables = [model._meta.db_table for model in (Institution, Practitioner, Affiliation)]
    tables += [model.topics.through._meta.db_table for model in (Institution, Practitioner)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(connection.ops.quote_name(table) for table in tables)}")
