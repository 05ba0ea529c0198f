"""Putting cases into a matter and taking them out by hand: a supervisor's, with the reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import signature_of
from portal.consultations.models import Consultation, RelatedMatter
from portal.consultations.models.choices import ActorKind
from portal.consultations.models.querysets import SUPERVISE
from portal.consultations.policies import WrongState
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.intake.numbers import normalised_receipt_number
from portal.group_matters.models import MatterChange

JOIN, SPLIT = "join_matter", "split_matter"
"""Events of a case."""
LONGEST = 500


def join(number: str, with_number: str, reason: str, *, by: Any) -> RelatedMatter:
    """Put a case into the matter of another; where that has none, both become one. The case leaves the matter it was in.

    Raises PermissionDenied for who supervises nothing, ValidationError by field, WrongState for what is frozen.
    """
    _demand(by, reason)
    case, other = _found("number", number, by), _found("with_number", with_number, by)
    if case.pk == other.pk:
        raise ValidationError({"with_number": _("请写另一件咨询的编号。")})
    with transaction.atomic():
        # In one order, whoever joins what: two at once wait for each other and do not lock each other out.
        rows = {row.pk: locked(row) for row in sorted((case, other), key=lambda one: one.pk)}
        case, other = rows[case.pk], rows[other.pk]
        if case.matter_id is not None and case.matter_id == other.matter_id:
            raise WrongState(_("这两件咨询已经在同一件群体性咨询里。"))
        matter = other.matter
        if matter is None or not matter.takes_more:
            matter = RelatedMatter.objects.create(created_at=clock.now())
            _put(other, matter, MatterChange.Kind.JOINED, JOIN, matter, reason, by)
        _put(case, matter, MatterChange.Kind.JOINED, JOIN, matter, reason, by)
    return matter


def split(case: Consultation, reason: str, *, by: Any) -> Consultation:
    """Take a case out of its matter. It stands alone from then on: the rules do not put it back."""
    _demand(by, reason)
    with transaction.atomic():
        case = locked(case)
        before = case.matter
        if before is None:
            raise WrongState(_("这件咨询不在群体性咨询里。"))
        alone = RelatedMatter.objects.create(created_at=clock.now(), takes_more=False)
        _put(case, alone, MatterChange.Kind.SPLIT, SPLIT, before, reason, by)
    return case


def _put(
    case: Consultation, into: RelatedMatter, kind: str, act: str, said_of: RelatedMatter, reason: str, by: Any
) -> None:
    case.matter = into
    case.save(update_fields=["matter"])
    at, salt = clock.now(), new_salt()
    change = MatterChange.objects.create(
        matter=said_of, consultation=case, kind=kind, reason=reason.strip(), salt=salt, by=by, at=at
    )
    content = {"matter": said_of.pk, "matter_change": change.pk, "reason": salted_digest(salt, reason.strip())}
    write_event(case, act, signature_of(by, ActorKind.SUPERVISOR), at=at, content=content)


def _demand(by: Any, reason: str) -> None:
    if not getattr(by, "is_active", False) or not by.has_perm(SUPERVISE):
        raise PermissionDenied(_("只有监督员可以并入或者拆出。"))
    if not reason.strip():
        raise ValidationError({"reason": _("请写明理由。")})
    if len(reason.strip()) > LONGEST:
        raise ValidationError({"reason": _("最多%d个字。") % LONGEST})


def _found(field: str, number: str, by: Any) -> Consultation:
    found = cases_of_staff(by).filter(receipt_number=normalised_receipt_number(number) or "").first()
    if found is None:
        raise ValidationError({field: _("没有这件咨询，请核对编号。")})
    return found
