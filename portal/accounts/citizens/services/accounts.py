"""Opening, entering, changing and leaving an account."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from portal.accounts.citizens.models import PHONE, AccountEvent, CitizenProfile, Hearing
from portal.accounts.citizens.states import MAY_SIGN_IN, MOVES, AccountAct, AccountState, Verification
from portal.accounts.models import User
from portal.common import clock
from portal.common.keyed_hash import lookup_digests


class AccountCancelled(Exception):
    """The number belongs to an account that was cancelled; ``profile`` says why."""

    def __init__(self, profile: CitizenProfile) -> None:
        super().__init__(profile.code)
        self.profile = profile


class WrongState(ValidationError):
    """The account is not where this act may begin."""


def enter(phone: str) -> CitizenProfile:
    """The account of a number that was proven just now, a new one where it has none; raises AccountCancelled.

    A number that was not proven for ``PHONE_TRUSTED_DAYS`` may have been given to somebody else since: it leaves its old
    account, which keeps its questions, and opens a new one. The old holder's questions open by receipt and passphrase.
    """
    try:
        return _enter(phone)
    except IntegrityError:  # two browsers opened the same account at once: the other one has
        return _enter(phone)


@transaction.atomic
def _enter(phone: str) -> CitizenProfile:
    now = clock.now()
    profile = _holder(phone)
    if profile is not None and not is_trusted(profile, now):
        _part_from_number(profile)
        profile = None
    if profile is None:
        return _open(phone, now)
    if profile.account_state not in MAY_SIGN_IN:
        raise AccountCancelled(profile)
    profile.phone_verified_at = now
    profile.save()
    return profile


def is_trusted(profile: CitizenProfile, now: datetime) -> bool:
    """Whether the number was proven so lately that nobody else can have got it since."""
    proven = profile.phone_verified_at
    return proven is not None and now - proven < timedelta(days=settings.PHONE_TRUSTED_DAYS)


def change_phone(profile: CitizenProfile, phone: str) -> CitizenProfile:
    """Give an account another number, which was proven just now, as the old one was. Ends all sessions.

    Raises ValidationError where the number has an account of its own: whoever asks holds both and may be told.
    """
    try:
        return _change_phone(profile, phone)
    except IntegrityError:  # the number got its account meanwhile
        return _change_phone(profile, phone)


@transaction.atomic
def _change_phone(profile: CitizenProfile, phone: str) -> CitizenProfile:
    now, other = clock.now(), _holder(phone)
    profile = locked(profile)
    if other is not None and other.pk != profile.pk:
        if is_trusted(other, now):
            raise ValidationError(_("这个号码已经有自己的账户。请先用它登录，删除那个账户，或者换一个号码。"))
        _part_from_number(other)
    profile.phone, profile.phone_verified_at = phone, now
    profile.save()
    note(profile, AccountAct.PHONE_CHANGED)
    end_sessions(profile)
    return profile


@transaction.atomic
def keep_cases_closed(profile: CitizenProfile, wanted: bool) -> None:
    """Whether signing in is enough to open a question, or its passphrase is asked for as well."""
    profile = locked(profile)
    profile.keeps_cases_closed = wanted
    profile.save()


@transaction.atomic
def close_account(profile: CitizenProfile) -> None:
    """Delete an account at its holder's wish: number, name and document are erased, its sessions end at once.

    Questions asked with it are records that must be kept; what becomes of them is said by the consultations' own rules.
    """
    profile = locked(profile)
    move(profile, AccountAct.CLOSED)
    profile.phone, profile.phone_verified_at = "", None
    forget_identity(profile)
    profile.reason = ""
    profile.save()
    Hearing.objects.filter(profile=profile, outcome="").update(outcome=AccountAct.CLOSED, decided_at=clock.now())
    note(profile, AccountAct.CLOSED)
    shut(profile)


# -- parts of the use cases of this room, inside their transactions -----------------------------------------------------
def locked(profile: CitizenProfile) -> CitizenProfile:
    """The row as it is now, for this transaction alone."""
    return CitizenProfile.objects.select_for_update(of=("self",)).select_related("user").get(pk=profile.pk)


def move(profile: CitizenProfile, act: AccountAct) -> None:
    """Set the state an act leads to; raises WrongState where it may not begin."""
    if profile.account_state not in MOVES[act].begins:
        label = AccountState(profile.account_state).label
        raise WrongState(_("账户现在是“%(state)s”，不能进行这一操作。请刷新。") % {"state": label})
    profile.account_state = MOVES[act].leads_to


def note(profile: CitizenProfile, act: AccountAct, actor: Any = None) -> None:
    """Write down what was done."""
    AccountEvent.objects.create(profile=profile, act=act, actor=actor, at=clock.now())


def forget_identity(profile: CitizenProfile) -> None:
    """Take name and document out of a row that the caller saves."""
    profile.real_name = profile.document_kind = profile.document_number = ""
    profile.verification, profile.verified_by, profile.verified_at = Verification.UNVERIFIED, "", None
    profile.submitted_at = None


def end_sessions(profile: CitizenProfile) -> None:
    """End every session of the account with its next request."""
    User.objects.filter(pk=profile.user_id).update(session_stamp=F("session_stamp") + 1)
    profile.user.refresh_from_db(fields=["session_stamp"])


def shut(profile: CitizenProfile) -> None:
    """End every session for good: nobody signs in to this account again."""
    User.objects.filter(pk=profile.user_id).update(is_active=False)
    end_sessions(profile)


def _holder(phone: str) -> CitizenProfile | None:
    found = CitizenProfile.objects.select_for_update(of=("self",)).select_related("user")
    return found.filter(phone_digest__in=lookup_digests(PHONE, phone)).first()


def _open(phone: str, now: datetime) -> CitizenProfile:
    user = User(username=f"c-{secrets.token_hex(8)}")
    user.set_unusable_password()
    user.save()
    profile = CitizenProfile.objects.create(user=user, phone=phone, phone_verified_at=now, created_at=now)
    note(profile, AccountAct.OPENED)
    return profile


def _part_from_number(profile: CitizenProfile) -> None:
    profile.phone, profile.phone_verified_at = "", None
    profile.save()
    note(profile, AccountAct.PHONE_LEFT)
    end_sessions(profile)
