"""Everything that hangs on a case, found from the models themselves: what a room adds is found without being told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from portal.consultations.models import Consultation

_kept: set[type[models.Model]] = set()


class StillNeeded(Exception):
    """A row of another case rests on a row of this one; the message says so in plain words."""


def keep_without_case(model: type[models.Model]) -> None:
    """Say that rows of a model outlive the case they named by a key that may be empty, and hold nothing personal."""
    _kept.add(model)


@dataclass
class Found:
    """Rows to delete by model, and keys to empty in rows that stay."""

    rows: dict[type[models.Model], set[Any]] = field(default_factory=dict)
    emptied: list[tuple[type[models.Model], str, set[Any]]] = field(default_factory=list)

    def of(self, model: type[models.Model]) -> set[Any]:
        """The keys found of one model."""
        return self.rows.get(model, set())


def rows_of(root: models.Model) -> Found:
    """All rows that hang on one, however deep. Raises StillNeeded."""
    found = Found({type(root): {root.pk}})
    waiting: list[tuple[type[models.Model], set[Any]]] = [(type(root), {root.pk})]
    while waiting:
        model, keys = waiting.pop()
        for relation in _pointing_at(model):
            other, by = relation.related_model, relation.field
            pointing = other._base_manager.filter(**{f"{by.name}__in": keys})
            if _stays(relation, model):
                found.emptied.append((other, by.name, keys))
                continue
            new = set(pointing.values_list("pk", flat=True)) - found.of(other)
            if new:
                _demand_own(other, new, root)
                found.rows.setdefault(other, set()).update(new)
                waiting.append((other, new))
    return found


def delete_rows(found: Found) -> dict[str, int]:
    """Delete them all, past the managers and signals that guard single rows; gives how many by model. Inside a transaction:
    keys are looked at when it ends."""
    for model, name, keys in found.emptied:
        staying = model._base_manager.filter(**{f"{name}__in": keys}).exclude(pk__in=found.of(model))
        for pk in list(staying.values_list("pk", flat=True)):
            _empty(model, name, pk)
    counts: dict[str, int] = {}
    for model, keys in found.rows.items():
        for linked in _linked_by_type(model, keys):
            linked._raw_delete(linked.db)
        rows = model._base_manager.filter(pk__in=keys)
        counts[model._meta.label] = rows._raw_delete(rows.db)
    return counts


def files_of(found: Found) -> Iterator[Any]:
    """Files that fields of the found rows name: what a room keeps in a storage."""
    for model, keys in found.rows.items():
        fields = [each for each in model._meta.concrete_fields if isinstance(each, models.FileField)]
        for row in model._base_manager.filter(pk__in=keys) if fields else ():
            yield from (file for each in fields if (file := getattr(row, each.attname)))


def _pointing_at(model: type[models.Model]) -> Iterator[Any]:
    for relation in model._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and not relation.concrete and (relation.one_to_many or relation.one_to_one)
        theirs: Any = relation.related_model
        if points_here and theirs._meta.managed and not theirs._meta.proxy:
            yield relation


def _stays(relation: Any, model: type[models.Model]) -> bool:
    """Whether a row only loses the key: it belongs to another case, to something else than a case, or was said to outlive it."""
    if relation.on_delete is not models.SET_NULL:
        return False
    if model is not Consultation:
        return True
    other = relation.related_model
    return other in _kept or any(name != relation.field.name for name in _ties_to_cases(other))


def _ties_to_cases(model: type[models.Model]) -> list[str]:
    return [
        each.name
        for each in model._meta.concrete_fields
        if each.is_relation and each.related_model is Consultation and not each.null
    ]


def _demand_own(model: type[models.Model], keys: set[Any], root: models.Model) -> None:
    if not isinstance(root, Consultation):
        return
    for name in _ties_to_cases(model):
        if model._base_manager.filter(pk__in=keys).exclude(**{name: root.pk}).exists():
            raise StillNeeded(_("另一件咨询还引用着它的内容"))


def _empty(model: type[models.Model], name: str, pk: Any) -> None:
    row = model._base_manager.filter(pk=pk)
    try:
        with transaction.atomic():
            row.update(**{name: None})
    except IntegrityError:  # with an empty key it would be another row's double: it says nothing that one does not
        row._raw_delete(row.db)


def _linked_by_type(model: type[models.Model], keys: set[Any]) -> Iterator[Any]:
    for other in apps.get_models():
        for link in other._meta.private_fields:
            if isinstance(link, GenericForeignKey):
                kind = ContentType.objects.get_for_model(model)
                yield other._base_manager.filter(
                    **{link.ct_field: kind, f"{link.fk_field}__in": [str(k) for k in keys]}
                )
