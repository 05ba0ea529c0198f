"""Changing the kinds of penalties and sanctions that may be chosen: rows by profession and legal basis."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.directory.models.history import sign
from cms.directory.models.records import RecordKind

Kind = TypeVar("Kind", bound=RecordKind)

FIXED_ONCE_USED = ("subject_kind", "legal_basis", "name", "effect")
"""What records say through their kind: changing it would change what was approved."""


def save_kind(kind: Kind, values: Mapping[str, Any], *, by: Any) -> Kind:
    """Add or change a kind. Raises ValidationError by field, PermissionDenied."""
    act = "add" if kind.pk is None else "change"
    if by is None or not by.is_active or not by.has_perm(f"directory.{act}_{kind._meta.model_name}"):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    with transaction.atomic():
        if kind.pk is not None:
            rows: Any = type(kind)._default_manager
            kind = rows.select_for_update(of=("self",)).get(pk=kind.pk)
            if is_used(kind):
                changed = [name for name in FIXED_ONCE_USED if name in values and getattr(kind, name) != values[name]]
                if changed:
                    problem = _("已有记录使用这一种类，不能更改；请停用本行，另建一行。")
                    raise ValidationError(dict.fromkeys(changed, problem))
        for name, value in values.items():
            setattr(kind, name, value)
        if not kind.code:
            kind.code = _code(kind)
        kind.full_clean()
        sign(kind, by)
        kind.save()
    return kind


def is_used(kind: RecordKind) -> bool:
    """Whether any record, in whatever state, is of this kind."""
    return bool(kind.records.exists())


def _code(kind: RecordKind) -> str:
    identity = "\n".join((kind.subject_kind, kind.legal_basis, kind.name))
    return f"own-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
