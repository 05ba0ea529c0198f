"""Whose case it is: by the account that is signed in, or because this browser proved to know the passphrase."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest

from portal.accounts.citizens.sessions import citizen_of
from portal.common import clock
from portal.common.keyed_hash import lookup_digest
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, ReceiptSession
from portal.consultations.services.case.reading import find_case

KEPT = "receipts"
OPEN_FOR = timedelta(hours=2)
"""A passphrase that was typed opens its case for this long, then it is asked for again."""


def remember_receipt(request: HttpRequest, case: Consultation) -> None:
    """Keep that the passphrase of a case was given just now; a new session key, so that none planted before is good."""
    request.session.cycle_key()
    request.session[KEPT] = {**_kept(request), case.receipt_number: given_now(case)}


def given_now(case: Consultation) -> list[str]:
    """What a session keeps of a passphrase that was given: when, and of which passphrase; nothing that opens anything."""
    return [clock.now().isoformat(), _mark(case)]


def forget_receipts(request: HttpRequest) -> None:
    """Close every case that a passphrase opened in this browser."""
    request.session.pop(KEPT, None)


def receipts_of(request: HttpRequest) -> ReceiptSession:
    """The cases whose passphrase this browser knows."""
    return ReceiptSession.of(_kept(request))


def is_still_open(request: HttpRequest, case: Consultation) -> bool:
    """Whether the passphrase that was given is the one the case has now: a new one shuts it in every other browser."""
    _at, mark = _kept(request).get(case.receipt_number, ("", ""))
    return hmac.compare_digest(mark, _mark(case))


def account_of(request: HttpRequest) -> Any:
    """The account whose cases open without a passphrase; None for visitors, for staff, and where the holder wants each
    case to ask for its passphrase."""
    profile = citizen_of(request)
    return profile.user if profile is not None and not profile.keeps_cases_closed else None


def actor_for(request: HttpRequest, number: str) -> Actor:
    """As whom this browser comes to a case: by its passphrase, as its citizen's account, or as staff."""
    receipts = receipts_of(request)
    if number in receipts.numbers:
        return receipts
    return account_of(request) if citizen_of(request) is not None else request.user


def own_case(request: HttpRequest, number: str) -> tuple[Consultation, Actor]:
    """One's own case and as whom; Http404 for another's, as for what does not exist. Staff have the workbench: their accounts
    open nothing here, even what they asked themselves."""
    receipts = receipts_of(request)
    actor: Actor = receipts if number in receipts.numbers else account_of(request)
    case = find_case(number, actor)
    is_own = is_still_open(request, case) if isinstance(actor, ReceiptSession) else case.citizen_id == actor.pk
    if not is_own:
        raise Http404
    return case, actor


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    since = clock.now() - OPEN_FOR
    kept = request.session.get(KEPT, {})
    return {number: given for number, given in kept.items() if datetime.fromisoformat(given[0]) > since}


def _mark(case: Consultation) -> str:
    return lookup_digest("receipt_session", case.passphrase_hash)
