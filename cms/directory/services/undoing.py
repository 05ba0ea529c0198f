"""Undoing what one line of an import did to one entry, from its history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.models import Affiliation, DirectoryImport, Entry, Institution, Practitioner
from cms.directory.models.history import sign
from cms.directory.services.announcing import announce_entry
from cms.directory.services.entries import remove_entry
from portal.common import clock

_UNTOUCHED = frozenset({"id", "slug", "checked_on"})


def entries_of(run: DirectoryImport) -> Iterator[tuple[type[Entry], int, str]]:
    """What an import created or changed: model, primary key, and ``+`` or ``~``. Of practitioners also those of whom it changed
    nothing but where they work."""
    for model in (Institution, Practitioner):
        rows = model.history.filter(history_change_reason=run.reason).order_by("history_id")
        for key, change in rows.values_list("id", "history_type").iterator():
            yield model, key, change
    for key in moved_only(run):
        yield Practitioner, key, "~"


def moved_only(run: DirectoryImport) -> list[int]:
    """Practitioners of whom an import changed nothing but where they work."""
    written = Practitioner.history.filter(history_change_reason=run.reason).values("id")
    moved = Affiliation.history.filter(history_change_reason=run.reason).exclude(practitioner_id__in=written)
    return sorted(set(moved.values_list("practitioner_id", flat=True)))


def obstacle_to_undoing(entry: Entry, run: DirectoryImport) -> str:
    """Say why an import cannot be undone for an entry, or ""."""
    ours = _history(entry, run).first()
    if ours is None and not _affiliation_history(entry, run).exists():
        return _("这次导入没有改动“%(name)s”。") % {"name": entry.name}
    if ours is not None and type(entry).history.filter(id=entry.pk, history_id__gt=ours.history_id).exists():
        return _("“%(name)s”在这次导入之后又有修改，不能撤销，请直接修改。") % {"name": entry.name}
    if isinstance(entry, Practitioner) and _moved_since(entry, run):
        return _("“%(name)s”的执业关系在这次导入之后又有修改，不能撤销。") % {"name": entry.name}
    return ""


def _moved_since(entry: Practitioner, run: DirectoryImport) -> bool:
    """Whether somebody wrote down where a practitioner works after an import did."""
    last = _affiliation_history(entry, run).aggregate(last=Max("history_id"))["last"] or 0
    rows = Affiliation.history.filter(practitioner_id=entry.pk, history_id__gt=last, history_date__gte=run.started_at)
    return bool(rows.exclude(history_change_reason=run.reason).exists())


def is_undone(entry: Entry, run: DirectoryImport) -> bool:
    """Whether what an import did to an entry has been undone."""
    reason = f"undo:{run.pk}"
    if type(entry).history.filter(id=entry.pk, history_change_reason=reason).exists():
        return True
    moved = Affiliation.history.filter(history_change_reason=reason)
    return isinstance(entry, Practitioner) and moved.filter(practitioner_id=entry.pk).exists()


def undo_import_of(entry: Entry, run: DirectoryImport, *, by: Any) -> Entry | None:
    """Make an entry what it was before an import; one that the import created is deleted (None is given back).

    Raises ValidationError where something was changed since or hangs on it, PermissionDenied. History keeps both.
    """
    if by is None or not by.is_active or not by.has_perm(f"directory.change_{entry._meta.model_name}"):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        entry = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        if obstacle := obstacle_to_undoing(entry, run):
            raise ValidationError(obstacle)
        ours = _history(entry, run).first()
        reason = f"undo:{run.pk}"
        if ours is not None and ours.history_type == "+":
            if not by.has_perm(f"directory.delete_{entry._meta.model_name}"):
                raise PermissionDenied(_("您没有进行这一操作的权限。"))
            remove_entry(entry, by=by, reason=reason)
            return None
        _undo_affiliations(entry, run, by, reason)
        if ours is not None:
            _restore(entry, ours.prev_record, by, reason)
        else:
            announce_entry(entry)
    return entry


def _history(entry: Entry, run: DirectoryImport) -> Any:
    return type(entry).history.filter(id=entry.pk, history_change_reason=run.reason).order_by("-history_id")


def _affiliation_history(entry: Entry, run: DirectoryImport) -> Any:
    rows = Affiliation.history.filter(history_change_reason=run.reason)
    if not isinstance(entry, Practitioner):
        return rows.none()
    return rows.filter(practitioner_id=entry.pk)


def _restore(entry: Entry, before: Any, by: Any, reason: str) -> None:
    for field in before.tracked_fields:
        if field.name not in _UNTOUCHED:
            setattr(entry, field.attname, getattr(before, field.attname))
    entry.refuse_hiding(clock.today())
    sign(entry, by, reason)
    entry.save()
    entry.topics.set(Topic.objects.filter(code__in=entry.topic_codes.split()))


def _undo_affiliations(entry: Entry, run: DirectoryImport, by: Any, reason: str) -> None:
    """First take away what the import added, then open again what it ended: one main place at a time."""
    rows = list(_affiliation_history(entry, run).order_by("history_id"))
    for row in sorted(rows, key=lambda row: row.history_type != "+"):
        affiliation: Any = Affiliation.objects.filter(pk=row.id).first()
        if affiliation is None:
            continue
        if Affiliation.history.filter(id=row.id, history_id__gt=row.history_id).exists():
            raise ValidationError(_("“%(name)s”的执业关系在这次导入之后又有修改，不能撤销。") % {"name": entry.name})
        sign(affiliation, by, reason)
        if row.history_type == "+":
            affiliation.delete()
            continue
        for name in ("is_main", "role", "started_on", "ended_on"):
            setattr(affiliation, name, getattr(row.prev_record, name))
        affiliation.save()
