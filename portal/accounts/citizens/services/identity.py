"""Real identity: given by its holder, checked by the gateway or a person, opened by staff for a reason that is kept."""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.citizens import bounds
from portal.accounts.citizens.models import DOCUMENT, CitizenProfile, document_value
from portal.accounts.citizens.services.accounts import WrongState, locked, note
from portal.accounts.citizens.states import MAY_SIGN_IN, REVIEW, AccountAct, Verification
from portal.accounts.citizens.verifying import Mismatch, Unavailable, Unknown, Verdict, Verified, gateway
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.identity_documents import CheckedNumber
from portal.common.keyed_hash import lookup_digests

logger = logging.getLogger(__name__)
BY_A_PERSON = "person"
SHORTEST_REASON = 4


class Outcome(StrEnum):
    """What a holder is told."""

    VERIFIED = "verified"
    NEEDS_REVIEW = "needs review"
    MISMATCH = "mismatch"


def give_identity(profile: CitizenProfile, real_name: str, checked: CheckedNumber) -> Outcome:
    """Keep what a holder says of themselves, and what the gateway says to it; a mismatch keeps nothing.

    Raises TooOften after some tries a day: the form is no place to find out whose number something is. The gateway is asked
    outside of any transaction.
    """
    _demand_open(profile)
    with transaction.atomic():
        bounds.count_use(bounds.IDENTITY, str(profile.pk), clock.now())
    verdict, asked = _ask(real_name, checked)
    if isinstance(verdict, Mismatch):
        return Outcome.MISMATCH
    with transaction.atomic():
        profile = locked(profile)
        _demand_open(profile)
        _fill(profile, real_name, checked)
        note(profile, AccountAct.IDENTITY_GIVEN)
        if isinstance(verdict, Verified) and not others_with_document(profile).exists():
            _verify(profile, asked)
            note(profile, AccountAct.IDENTITY_VERIFIED)
        profile.save()
    return Outcome.VERIFIED if profile.verification == Verification.VERIFIED else Outcome.NEEDS_REVIEW


def others_with_document(profile: CitizenProfile) -> Any:
    """Other accounts in which this account's document was verified."""
    digests = lookup_digests(DOCUMENT, profile.document_value) if profile.document_number else []
    same = CitizenProfile.objects.filter(document_digest__in=digests, verification=Verification.VERIFIED)
    return same.exclude(pk=profile.pk)


@transaction.atomic
def accept_identity(profile: CitizenProfile, *, by: Any) -> CitizenProfile:
    """A person has compared the data with the document. Another account with the same document loses its verification:
    the number stands for one person, and the reviewer has seen that there are two."""
    profile = _in_review(profile, by)
    for other in others_with_document(profile).select_for_update():
        other.verification, other.verified_at, other.verified_by = Verification.UNVERIFIED, None, ""
        other.save()
        note(other, AccountAct.IDENTITY_SUPERSEDED, by)
    _verify(profile, BY_A_PERSON)
    profile.save()
    note(profile, AccountAct.IDENTITY_VERIFIED, by)
    record(Act.IDENTITY_DECIDED, actor=by, subject=profile, details={"verification": profile.verification})
    return profile


@transaction.atomic
def reject_identity(profile: CitizenProfile, reason: str, *, by: Any) -> CitizenProfile:
    """A person could not confirm the data; the holder reads why and may fill them in again."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": _("请写明理由，本人会看到。")})
    profile = _in_review(profile, by)
    profile.verification, profile.verified_at, profile.verified_by = Verification.REJECTED, None, ""
    profile.reason = reason.strip()
    profile.save()
    note(profile, AccountAct.IDENTITY_REJECTED, by)
    record(Act.IDENTITY_DECIDED, actor=by, subject=profile, details={"verification": profile.verification})
    return profile


@transaction.atomic
def open_personal_data(profile: CitizenProfile, reason: str, *, by: Any) -> CitizenProfile:
    """Give the data of one account unmasked. The log keeps who and why before anything is shown."""
    demand_reviewer(by)
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": _("请写明为什么要看：会记入审计记录。")})
    details = {"reason": reason.strip()[:200], "fields": ["phone", "real_name", "document_number"]}
    record(Act.PERSONAL_DATA_OPENED, actor=by, subject=profile, details=details)
    return CitizenProfile.objects.select_related("user").get(pk=profile.pk)


def demand_reviewer(by: Any) -> None:
    """Raise PermissionDenied for who may not look at identity data."""
    if by is None or not by.is_active or not by.has_perm(REVIEW):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))


def _ask(real_name: str, checked: CheckedNumber) -> tuple[Verdict, str]:
    asked = gateway()
    if asked is None or checked.needs_review:
        return Unknown(), ""
    try:
        return asked.verify(real_name, checked.kind, checked.number), asked.name
    except Unavailable:
        logger.warning("the verifying gateway %s is unavailable: a person will look", asked.name)
        return Unknown(), ""


def _demand_open(profile: CitizenProfile) -> None:
    if profile.account_state not in MAY_SIGN_IN:
        raise WrongState(_("账户已经停用。"))


def _fill(profile: CitizenProfile, real_name: str, checked: CheckedNumber) -> None:
    is_same = document_value(checked.kind, checked.number) == profile.document_value and profile.real_name == real_name
    if is_same and profile.verification == Verification.VERIFIED:
        return
    profile.real_name, profile.document_kind, profile.document_number = real_name, checked.kind, checked.number
    profile.verification, profile.verified_by, profile.verified_at = Verification.NEEDS_REVIEW, "", None
    profile.submitted_at, profile.reason = clock.now(), ""


def _verify(profile: CitizenProfile, by: str) -> None:
    profile.verification, profile.verified_by, profile.verified_at = Verification.VERIFIED, by, clock.now()
    profile.reason = ""


def _in_review(profile: CitizenProfile, by: Any) -> CitizenProfile:
    demand_reviewer(by)
    profile = locked(profile)
    _demand_open(profile)
    if profile.verification != Verification.NEEDS_REVIEW:
        raise WrongState(_("这份身份信息已经有人处理过，请刷新。"))
    return profile
