"""Codes by SMS: sent within bounds, good once, for five minutes, for one purpose and one browser. Nothing here looks at
accounts: a number that has one and a number that has none are treated alike, to the query."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from portal.accounts.citizens import bounds, texts
from portal.accounts.citizens.models import CodePurpose, PhoneCode
from portal.common import clock
from portal.common.keyed_hash import lookup_digest, lookup_digests
from portal.notifications.contacts import Contact
from portal.notifications.services import tell

GOOD_FOR = timedelta(minutes=5)
TRIES = 5
DIGITS = 6
_REALM = "phone_code"


class Check(StrEnum):
    """What came of typing a code."""

    RIGHT = "right"
    WRONG = "wrong"
    SPENT = "spent"
    """Too old, used, tried too often, or none: a new one is needed."""
    TOO_OFTEN = "too often"
    """Too many wrong ones came from this network."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The outcome, the number that was proven (only if right) and the tries that are left."""

    outcome: Check
    phone: str = ""
    tries_left: int = 0


@transaction.atomic
def send_code(phone: str, purpose: CodePurpose, *, network: str, is_own: bool = False) -> PhoneCode:
    """Send a code to a number (eleven digits). Raises TooOften by number, by network or in total; nothing is counted then.

    ``network`` is ``client_network(request)``; it is kept as a keyed digest only. ``is_own``: the browser proved this number
    before, and is counted apart from everybody else who asks for codes to it.
    """
    now = clock.now()
    for bound in bounds.OWN_NUMBER if is_own else bounds.NUMBER:
        bounds.count_use(bound, phone, now)
    bounds.count_use(bounds.NETWORK, network, now)
    bounds.count_use(bounds.total(), "", now)
    code, salt = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}", secrets.token_hex(16)
    sent = PhoneCode.objects.create(
        purpose=purpose,
        phone=phone,
        salt=salt,
        digest=lookup_digest(_REALM, f"{salt}:{code}"),
        created_at=now,
        expires_at=now + GOOD_FOR,
    )
    contact = Contact("sms", phone)
    tell(contact, texts.CODE, params={"code": code}, key=f"phone-code:{sent.pk}", expires_at=sent.expires_at)
    return sent


@transaction.atomic
def check_code(pk: int | None, purpose: CodePurpose, typed: str, *, network: str) -> Checked:
    """Try a code; a right one is used up. Each try is counted, whatever comes of it."""
    now = clock.now()
    if bounds.is_reached(bounds.WRONG_FROM_NETWORK, network, now):
        return Checked(Check.TOO_OFTEN)
    row = PhoneCode.objects.select_for_update().filter(pk=pk or 0, purpose=purpose).first()
    if row is None or not _is_good(row, now):
        return Checked(Check.SPENT)
    row.tries += 1
    is_right = any(hmac.compare_digest(row.digest, digest) for digest in lookup_digests(_REALM, _value(row, typed)))
    if is_right:
        row.used_at = now
    row.save(update_fields=["tries", "used_at"])
    if is_right:
        return Checked(Check.RIGHT, phone=row.phone)
    try:
        bounds.count_use(bounds.WRONG_FROM_NETWORK, network, now)
    except (
        bounds.TooOften
    ):  # others of the network were at it at the same moment; leaving by it would take the try back
        return Checked(Check.TOO_OFTEN)
    left = TRIES - row.tries
    return Checked(Check.WRONG if left else Check.SPENT, tries_left=left)


def waiting_code(pk: int | None, purpose: CodePurpose) -> PhoneCode | None:
    """The code a browser waits for, while it may still be typed."""
    row = PhoneCode.objects.filter(pk=pk or 0, purpose=purpose).first()
    return row if row is not None and _is_good(row, clock.now()) else None


def _is_good(row: PhoneCode, now: datetime) -> bool:
    return row.used_at is None and row.tries < TRIES and now < row.expires_at


def _value(row: PhoneCode, typed: str) -> str:
    digits = "".join(character for character in typed if character.isdecimal())
    return f"{row.salt}:{''.join(str(int(character)) for character in digits)[: DIGITS + 1]}"
