"""Changing entries: an institution, a practitioner, who works where. History, author and search index follow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.licence_numbers import licence_warning
from cms.directory.models import Affiliation, Entry, Institution, Practitioner
from cms.directory.models.history import sign
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record

SomeEntry = TypeVar("SomeEntry", bound=Entry)


def save_entry(
    entry: SomeEntry, values: Mapping[str, Any], *, by: Any, topics: Iterable[Topic] | None = None, reason: str = ""
) -> SomeEntry:
    """Create or change an entry. ``topics`` None leaves the fields of practice as they are.

    Raises ValidationError by field (a wrong credit code, an identity number, a number that another entry has, hiding what shows
    records) and PermissionDenied.
    """
    act = "add" if entry.pk is None else "change"
    _demand(by, act, type(entry))
    with transaction.atomic():
        if entry.pk is not None:
            rows: Any = type(entry)._default_manager
            entry = rows.select_for_update(of=("self",)).get(pk=entry.pk)
        for name, value in values.items():
            setattr(entry, name, value)
        if topics is not None:
            chosen = sorted(set(topics), key=lambda topic: (topic.position, topic.code))
            entry.topic_codes = " ".join(topic.code for topic in chosen)
        entry.derive()
        entry.refuse_hiding(clock.today())
        entry.full_clean(exclude=["slug"])
        sign(entry, by, reason)
        entry.save()
        if topics is not None:
            entry.topics.set(chosen)
    return entry


def warnings_of(entry: Entry) -> list[str]:
    """What a clerk should look at again; nothing of it stops saving."""
    return [warning for warning in (licence_warning(entry.kind, entry.licence_number),) if warning]


def move_practitioner(
    practitioner: Practitioner, institution: Institution, since: date, *, by: Any, role: str = ""
) -> Affiliation:
    """Let a practitioner work mainly at another institution from a day on: what was before ends on that day."""
    _demand(by, "change", Practitioner)
    with transaction.atomic():
        Practitioner.objects.select_for_update(of=("self",)).get(pk=practitioner.pk)
        current = practitioner.affiliations.filter(is_main=True, ended_on__isnull=True).first()
        if current is not None and current.institution_id == institution.pk:
            raise ValidationError(_("该人员的主执业机构就是这一机构。"))
        for affiliation in practitioner.affiliations.filter(ended_on__isnull=True):
            if affiliation == current or affiliation.institution_id == institution.pk:
                end_affiliation(affiliation, since, by=by)
        moved = Affiliation(
            practitioner=practitioner, institution=institution, is_main=True, role=role, started_on=since
        )
        sign(moved, by)
        moved.full_clean()
        moved.save()
    return moved


def end_affiliation(affiliation: Affiliation, on: date, *, by: Any) -> Affiliation:
    """End an affiliation: from that day on it holds no more."""
    _demand(by, "change", Practitioner)
    affiliation.ended_on = on
    sign(affiliation, by)
    affiliation.full_clean()
    affiliation.save()
    return affiliation


def obstacle_to_deleting(entry: Entry) -> str:
    """Say why an entry may not be deleted, or "". Whoever only shall not be seen is set to 不公开 instead."""
    if entry.administrativepenalty_set.exists() or entry.professionalsanction_set.exists():
        return _("“%(name)s”有处罚或者处分记录，不能删除；公示期满后可以设为不公开。") % {"name": entry.name}
    if isinstance(entry, Institution) and entry.affiliations.exists():
        return _("“%(name)s”有执业人员，不能删除，可以设为不公开。") % {"name": entry.name}
    if entry.notices.exists():
        return _("“%(name)s”有告知书，不能删除，可以设为不公开。") % {"name": entry.name}
    return ""


def delete_entry(entry: Entry, *, by: Any, reason: str = "") -> None:
    """Delete an entry that nothing hangs on; its history stays. Raises ValidationError when something does."""
    _demand(by, "delete", type(entry))
    with transaction.atomic():
        entry = type(entry)._default_manager.select_for_update(of=("self",)).get(pk=entry.pk)
        record(Act.DELETED, actor=by, subject=entry)
        remove_entry(entry, by=by, reason=reason)


def remove_entry(entry: Entry, *, by: Any, reason: str) -> None:
    """Delete a locked entry with its affiliations, history kept; for use cases that have asked who may."""
    if obstacle := obstacle_to_deleting(entry):
        raise ValidationError(obstacle)
    affiliations = list(entry.affiliations.all()) if isinstance(entry, Practitioner) else []
    for thing in (*affiliations, entry):
        sign(thing, by, reason)
        try:
            thing.delete()
        except ProtectedError as error:
            raise ValidationError(_("“%(name)s”还被其他内容使用，不能删除。") % {"name": entry.name}) from error


def _demand(by: Any, act: str, model: type[Entry]) -> None:
    if by is None or not by.is_active or not by.has_perm(f"directory.{act}_{model._meta.model_name}"):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
