"""Whose complaint it is: that of one's own case, or one whose number and passphrase this browser proved to know."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest

from portal.common import clock
from portal.common.encryption import CannotDecrypt, decrypt, encrypt
from portal.common.keyed_hash import lookup_digest
from portal.complaints.models import Complaint
from portal.complaints.policies import Follower
from portal.consultations.sessions import account_of, is_still_open, receipts_of

KEPT, RECEIPT = "complaints", "complaint_receipt"
OPEN_FOR = timedelta(hours=2)
"""A passphrase that was typed opens its complaint for this long, then it is asked for again."""


def remember(request: HttpRequest, complaint: Complaint) -> None:
    """Keep that the passphrase of a complaint was given just now; a new session key, so that none planted before is good."""
    request.session.cycle_key()
    given = [clock.now().isoformat(), _mark(complaint)]
    request.session[KEPT] = {**_kept(request), complaint.number: given}


def forget(request: HttpRequest) -> None:
    """Close every complaint that a passphrase opened in this browser."""
    request.session.pop(KEPT, None)


def follower_of(request: HttpRequest) -> Follower:
    """The complaints whose passphrase this browser knows."""
    return Follower(frozenset(_kept(request)))


def own_complaint(request: HttpRequest, number: str) -> tuple[Complaint, Any]:
    """One's own complaint and as whom; Http404 for another's, as for what does not exist: the same single query."""
    follower, receipts, account = follower_of(request), receipts_of(request), account_of(request)
    own = Q(number__in=follower.numbers) | Q(consultation__receipt_number__in=receipts.numbers)
    if account is not None:
        own |= Q(consultation__citizen=account)
    complaint = Complaint.objects.select_related("consultation").filter(own, number=number).first()
    if complaint is None:
        raise Http404
    case = complaint.consultation
    if case is None:
        if hmac.compare_digest(_kept(request)[number][1], _mark(complaint)):
            return complaint, follower
    elif account is not None and case.citizen_id == account.pk:
        return complaint, account
    elif case.receipt_number in receipts.numbers and is_still_open(request, case):
        return complaint, receipts
    raise Http404


def keep_receipt(request: HttpRequest, complaint: Complaint, passphrase: str) -> None:
    """Keep number and passphrase, encrypted, until they were noted."""
    request.session[RECEIPT] = {"number": complaint.number, "passphrase": encrypt(passphrase)}


def kept_receipt(request: HttpRequest) -> tuple[str, str] | None:
    """Number and passphrase that wait to be noted."""
    kept = request.session.get(RECEIPT)
    try:
        return (kept["number"], decrypt(kept["passphrase"])) if kept else None
    except CannotDecrypt:
        return None


def drop_receipt(request: HttpRequest) -> None:
    """They were noted: the server forgets the passphrase."""
    request.session.pop(RECEIPT, None)


def _kept(request: HttpRequest) -> dict[str, list[str]]:
    since = clock.now() - OPEN_FOR
    kept = request.session.get(KEPT, {})
    return {number: given for number, given in kept.items() if datetime.fromisoformat(given[0]) > since}


def _mark(complaint: Complaint) -> str:
    return lookup_digest("complaint_session", complaint.passphrase_hash)
