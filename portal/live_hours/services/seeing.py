"""Coming to a conversation as staff: the page is an opening on file; what the page itself asks for afterwards is a part of it."""

from __future__ import annotations

from typing import Any

from django.core import signing
from django.http import Http404

from portal.consultations.models import Consultation
from portal.consultations.services.case.reading import cases_of_staff, open_as_staff
from portal.consultations.services.residents.conflicts import ConflictUndeclared, must_declare

SALT = "portal.live_hours.open_page"
OPEN_FOR = 2 * 60 * 60
"""Seconds that an opened page goes on asking before it must be opened, and logged, anew."""


def page_token(case: Consultation, user: Any) -> str:
    """What the opened page sends along: that this person has opened this case."""
    return signing.dumps([case.pk, user.pk], salt=SALT)


def case_behind_page(number: str, user: Any, token: str) -> Consultation:
    """The case of an opened page. Without its token this is an opening like any other, and logged. Raises Http404,
    ConflictUndeclared."""
    found = (
        cases_of_staff(user)
        .select_related("topic", "assigned_to__staff_code", "assigned_to__resident_institution", "live_thread")
        .filter(receipt_number=number)
        .first()
    )
    if found is None:
        raise Http404
    if not _is_of(token, found, user):
        return open_as_staff(number, user, page="live_lines")
    if must_declare(found, user):
        raise ConflictUndeclared(found)
    return found


def _is_of(token: str, case: Consultation, user: Any) -> bool:
    try:
        return bool(signing.loads(token, salt=SALT, max_age=OPEN_FOR) == [case.pk, user.pk])
    except signing.BadSignature:
        return False
