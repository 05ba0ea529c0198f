"""A row of every model that hangs on a case, with a mark in every field that holds words: what rooms add is filled by itself."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import time
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import IntegrityError, connection, models, transaction

from portal.accounts.models import User
from portal.common import clock
from portal.consultations.models import Consultation
from portal.retention.walking import _pointing_at, _stays

MARK = "留痕二四六八"
LEFT_OUT = ("common.AuditEntry", "common.OutboxRow")
"""The audit log keeps numbers of cases; what is owed names them, and is gone seven days after it was done."""
COUNTED = {"service_figures.LeftWord.word"}
"""Words of a public list and articles, counted for figures after a purge, apart from what is left of the case."""
CITIZENS = ("citizen", "complainant", "asker")
"""What a key to the citizen's account is called."""
CONTACTS = ("phone", "email", "contact", "address", "other_side", "real_name")
"""What stands in the name of a field that says who somebody is or how to reach them."""
NEEDED_YET = ("complaints.Complaint.contact",)
"""While a complaint is open whoever handles it answers there; the room forgets it when the complaint is over."""


def hanging_models() -> list[type[models.Model]]:
    """Every model a row of which goes with a case, nearest first."""
    found: list[type[models.Model]] = []
    waiting: list[type[models.Model]] = [Consultation]
    while waiting:
        model = waiting.pop(0)
        for relation in _pointing_at(model):
            if _stays(relation, model):
                continue
            if relation.related_model not in found and relation.related_model is not Consultation:
                found.append(relation.related_model)
                waiting.append(relation.related_model)
    return found


def fill(case: Consultation, citizen: User, staff: User) -> dict[type[models.Model], Any]:
    """Make the rows; checks are the services' business and not asked for here (SQLite alone can be told so)."""
    made: dict[type[models.Model], Any] = {Consultation: case}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
    try:
        for model in hanging_models():
            row = _row(model, made, citizen, staff)
            try:
                with transaction.atomic():
                    model._base_manager.bulk_create([row])
            except IntegrityError:
                row = _existing(model, made)
            assert row is not None, f"no row of {model._meta.label} could be made"
            made[model] = row
    finally:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA ignore_check_constraints = OFF")
    return made


def rows_with(*words: str) -> Iterator[str]:
    """Where words can be read once everything is decrypted: ``app.Model.field``. The audit log keeps numbers of cases."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.label in LEFT_OUT or not model._meta.managed:
            continue
        for row in model._base_manager.all():
            for field in model._meta.concrete_fields:
                value = str(getattr(row, field.attname))
                if any(word in value for word in words):
                    yield f"{model._meta.label}.{field.name}"


def _existing(model: type[models.Model], made: dict[type[models.Model], Any]) -> Any:
    for field in model._meta.concrete_fields:
        if field.is_relation and field.related_model in made:
            found = model._base_manager.filter(**{field.name: made[field.related_model]}).first()
            if found is not None:
                return found
    return None


def _row(model: type[models.Model], made: dict[type[models.Model], Any], citizen: User, staff: User) -> Any:
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.is_relation:
            values[field.name] = _related(field, made, citizen, staff)
        elif not isinstance(field, models.AutoField):
            values[field.name] = _value(field)
    return model(**values)


def _related(field: Any, made: dict[type[models.Model], Any], citizen: User, staff: User) -> Any:
    if field.related_model is User:
        return citizen if field.name in CITIZENS else staff
    if field.related_model in made:
        return made[field.related_model]
    if field.null:
        return None
    found = field.related_model._base_manager.first()
    if found is None:
        found = _row(field.related_model, {}, citizen, staff)
        for each in field.related_model._meta.concrete_fields:
            if isinstance(each, models.CharField | models.TextField) and MARK in str(getattr(found, each.attname)):
                setattr(found, each.attname, "旁")
        field.related_model._base_manager.bulk_create([found])
        found = field.related_model._base_manager.last()
    return found


def _value(field: Any) -> Any:
    if field.choices:
        return field.flatchoices[0][0]
    if isinstance(field, models.CharField | models.TextField):
        words = f"{MARK}{uuid.uuid4().hex}" if field.unique else MARK
        return words[: field.max_length] if field.max_length else words
    if isinstance(field, models.JSONField):
        return {"mark": MARK}
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.DateTimeField):
        return clock.now()
    if isinstance(field, models.DateField):
        return clock.today()
    if isinstance(field, models.TimeField):
        return time(9)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField):
        return 97
    if isinstance(field, models.FileField):
        return ""
    return None if field.null else field.get_default()


assert settings.AUTH_USER_MODEL == "accounts.User"
