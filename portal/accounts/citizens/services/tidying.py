"""What is of no use any more goes: codes, counts, sessions; and after two years what accounts keep that nobody can enter."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from portal.accounts.citizens import bounds
from portal.accounts.citizens.models import AccountEvent, CitizenProfile, Hearing, PhoneCode, UseCount
from portal.accounts.citizens.services.accounts import forget_identity, locked
from portal.accounts.citizens.states import AccountAct, AccountState

CODES_KEPT = timedelta(days=1)
SHUT_KEPT = timedelta(days=731)
"""Two years (article 32), a leap day among them."""


def tidy(now: datetime) -> None:
    """Delete what has had its time; may run at any moment and twice at once."""
    PhoneCode.objects.filter(expires_at__lt=now - CODES_KEPT).delete()
    UseCount.objects.filter(window__lt=now - bounds.KEPT).delete()
    SessionStore.clear_expired()
    Hearing.objects.filter(decided_at__lt=now - SHUT_KEPT).update(reason="", statement="", decision="")
    for profile in _shut_for_long(now):
        with transaction.atomic():
            _forget(locked(profile))


def _shut_for_long(now: datetime) -> list[CitizenProfile]:
    """Accounts that were cancelled, or left by their number, two years ago, and still hold something personal."""
    ended = Exists(
        AccountEvent.objects.filter(
            profile=OuterRef("pk"), act__in=(AccountAct.CANCELLED, AccountAct.PHONE_LEFT), at__lt=now - SHUT_KEPT
        )
    )
    nobodys = Q(account_state=AccountState.CANCELLED) | Q(phone_digest__isnull=True)
    holds = Q(phone_digest__isnull=False) | Q(document_digest__isnull=False)
    return list(CitizenProfile.objects.filter(ended, nobodys, holds))


def _forget(profile: CitizenProfile) -> None:
    profile.phone, profile.reason = "", ""
    forget_identity(profile)
    profile.save()
