"""Who may do what to a record, read from ``states.TRANSITIONS``: permission, phase, and the four eyes; and who may import."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from cms.directory.models import DisciplinaryRecord
from cms.directory.models.enums import RecordState
from cms.directory.models.querysets import RecordQuerySet
from cms.directory.states import TRANSITIONS, Act, acts_in


class NotAllowed(PermissionDenied):
    """The person may not do this."""


class WrongPhase(ValidationError):
    """The record is not in a phase in which this can be done."""


def has_permission(actor: Any, act: Act, model: type[DisciplinaryRecord]) -> bool:
    """Whether a person may do an act to records of a model at all."""
    codename = f"{TRANSITIONS[act].permission}_{model._meta.model_name}"
    return bool(actor is not None and actor.is_active and actor.has_perm(f"directory.{codename}"))


def writers(record: DisciplinaryRecord) -> set[int]:
    """Everybody who wrote something of the record before it was last submitted."""
    written = type(record).history.filter(key=record.key, state="drafted")
    found = set(written.values_list("history_user_id", flat=True))
    return (found | {record.drafted_by_id, record.edited_by_id}) - {None}


def is_writer(actor: Any, record: DisciplinaryRecord) -> bool:
    """Whether a person wrote something of the record: then another approves it."""
    return actor is not None and actor.pk in writers(record)


def awaiting(actor: Any, model: type[DisciplinaryRecord]) -> RecordQuerySet:
    """待我审批: the submitted records of a model that a person may approve, the oldest first. None of their own writing."""
    rows: Any = model._default_manager
    if not has_permission(actor, Act.APPROVE, model):
        return rows.none()
    written = model.history.filter(state=RecordState.DRAFTED, history_user=actor).values("key")
    found: RecordQuerySet = (
        rows.filter(state=RecordState.SUBMITTED)
        .exclude(drafted_by=actor)
        .exclude(edited_by=actor)
        .exclude(key__in=written)
        .order_by("updated_at", "pk")
    )
    return found


def demand(actor: Any, act: Act, record: DisciplinaryRecord, day: date) -> None:
    """Raise NotAllowed or WrongPhase unless a person may do an act to a record on a day."""
    if not has_permission(actor, act, type(record)):
        raise NotAllowed(_("您没有进行这一操作的权限。"))
    now = record.phase_on(day)
    if now not in TRANSITIONS[act].begins:
        raise WrongPhase(_("记录现在是“%(phase)s”，不能进行这一操作。") % {"phase": now.label})
    if TRANSITIONS[act].takes_another and actor.pk in writers(record):
        raise NotAllowed(_("起草或者修改过的人不能审核，请由另一人审核。"))


def acts_for(actor: Any, record: DisciplinaryRecord, day: date) -> list[Act]:
    """What a person may do to a record on a day: what an admin page offers."""
    found = []
    for act in acts_in(record.phase_on(day)):
        if not has_permission(actor, act, type(record)):
            continue
        if TRANSITIONS[act].takes_another and actor.pk in writers(record):
            continue
        found.append(act)
    return found


def may_import(user: Any) -> bool:
    """Whether a person may bring entries in: make and change both kinds."""
    return _may_with_entries(user, "add", "change", a_job="add")


def may_undo_import(user: Any) -> bool:
    """Whether a person may undo an import: what it made is deleted."""
    return _may_with_entries(user, "change", "delete", a_job="change")


def _may_with_entries(user: Any, *acts: str, a_job: str) -> bool:
    """Whether a person may do all the acts to both kinds of entries, and ``a_job`` to an import."""
    wanted = [f"{act}_{model}" for act in acts for model in ("institution", "practitioner")]
    return bool(
        user is not None
        and user.is_active
        and all(user.has_perm(f"directory.{name}") for name in (*wanted, f"{a_job}_directoryimport"))
    )
