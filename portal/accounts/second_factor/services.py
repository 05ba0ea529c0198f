"""Setting up, checking, resetting. Every outcome stands in the audit log."""

from __future__ import annotations

import base64
import secrets

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from portal.accounts.models import User
from portal.accounts.second_factor.models import Authenticator, RecoveryCode
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record

CODES = 10
NAME = "totp"


class ResetRefused(Exception):
    """Nobody resets their own second factor; the message is for the person."""


def device_of(user: User) -> Authenticator | None:
    """The confirmed device of a person, None before the set-up."""
    return Authenticator.objects.filter(user=user, confirmed=True).first()


def device_in_set_up(user: User) -> Authenticator:
    """The device that is being set up, the same until it is confirmed: a page loaded twice shows one secret."""
    device = Authenticator.objects.filter(user=user, confirmed=False).order_by("pk").first()
    return device or Authenticator.objects.create(user=user, name=NAME, confirmed=False)


def secret_of(device: Authenticator) -> str:
    """The secret in base32, as authenticator apps take it."""
    return base64.b32encode(device.bin_key).decode().rstrip("=")


@transaction.atomic
def confirm(user: User, code: str) -> list[str] | None:
    """Confirm the device by a code of it; gives the recovery codes, in words shown once, or None for a wrong code."""
    User.objects.select_for_update().get(pk=user.pk)
    if device_of(user) is not None:
        return None
    device = device_in_set_up(user)
    if not device.verify_is_allowed()[0] or not device.verify_token(_tidy(code)):
        return None
    device.confirmed = True
    device.save()
    record(Act.SECOND_FACTOR_SET, actor=user, subject=user, name=user.get_username())
    return new_recovery_codes(user)


@transaction.atomic
def new_recovery_codes(user: User) -> list[str]:
    """Ten new codes in place of the old ones; only their digests are kept."""
    user.recovery_codes.all().delete()
    words = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _number in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(user=user, digest=_digest(user, word)) for word in words)
    return ["-".join(word[start : start + 4] for start in range(0, 16, 4)) for word in words]


@transaction.atomic
def check(user: User, typed: str) -> Authenticator | None:
    """The device, if what was typed is its code of now or an unused recovery code. Wrong ones make the next wait longer
    (django-otp's throttle, for both kinds alike)."""
    device = Authenticator.objects.select_for_update().filter(user=user, confirmed=True).first()
    if device is None or not device.verify_is_allowed()[0]:
        return None
    tidy = _tidy(typed)
    if tidy.isdigit():
        return device if device.verify_token(tidy) else None
    used = RecoveryCode.objects.filter(user=user, digest=_digest(user, tidy), used_at=None).update(used_at=clock.now())
    if not used:
        device.throttle_increment()
        return None
    device.throttle_reset()
    record(Act.RECOVERY_CODE_USED, actor=user, subject=user, name=user.get_username())
    return device


def wait_seconds(user: User) -> int:
    """How long until another code may be tried; 0 now."""
    device = device_of(user)
    if device is None:
        return 0
    allowed, details = device.verify_is_allowed()
    until = (details or {}).get("locked_until")
    return 0 if allowed or until is None else max(1, round((until - clock.now()).total_seconds()))


@transaction.atomic
def reset(user: User, *, by: User | None) -> None:
    """Take the second factor from a person who lost it; the next sign-in sets up a new one. Ends all their sessions.

    ``by`` is None at the machine's own console. Raises ResetRefused for one's own, and for a superuser's by someone who is none.
    """
    if by is not None and user.pk == by.pk:
        raise ResetRefused("不能重置自己的二次验证，请另一位管理员操作。")
    if by is not None and user.is_superuser and not by.is_superuser:
        raise ResetRefused("超级管理员的二次验证只能由另一位超级管理员重置。")
    Authenticator.objects.filter(user=user).delete()
    user.recovery_codes.all().delete()
    User.objects.filter(pk=user.pk).update(session_stamp=F("session_stamp") + 1)
    record(Act.SECOND_FACTOR_RESET, actor=by, subject=user, name=user.get_username())


def _tidy(typed: str) -> str:
    return "".join(character for character in typed.lower() if character.isalnum())[:40]


def _digest(user: User, word: str) -> str:
    return salted_hmac("portal.accounts.recovery_code", f"{user.pk}:{word}", algorithm="sha256").hexdigest()
