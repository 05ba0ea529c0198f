"""Where the second factor is asked for, as plain values and pure functions."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

PROTECTED = ("/admin/", "/workbench/")
"""Everything below these: lists, choosers, previews, history, reports, bulk actions and whatever comes."""
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/", "/admin/jsi18n/", "/admin/sprite/")
OWN = "/admin/second-factor/"
"""The pages of the second factor itself: signed in is enough."""
STEP_UP = ("/admin/users/", "/admin/groups/", "/admin/bulk/accounts/", "/admin/second-factor/reset/")
"""Acts on accounts and roles want a code of the last minutes."""
FRESH = timedelta(minutes=15)
FRESH_TO_SEND = timedelta(minutes=45)
"""A form that was opened in time may be filled in slowly: nothing typed is lost."""
TRUST = timedelta(days=1)


class Demand(StrEnum):
    """What a request still owes."""

    NOTHING = "nothing"
    SET_UP = "set_up"
    CODE = "code"
    STEP_UP = "step_up"


def demand(
    path: str,
    *,
    has_device: bool,
    is_verified: bool,
    verified_at: datetime | None,
    now: datetime,
    is_reading: bool,
) -> Demand:
    """What a signed-in person's request to ``path`` owes.

    ``verified_at`` is when a code was last typed in this session (None: the device is trusted, or never). A trusted
    device is verified, but never fresh.
    """
    if not path.startswith(PROTECTED) or path.startswith(OPEN):
        return Demand.NOTHING
    steps_up = path.startswith(STEP_UP)
    if path.startswith(OWN) and not steps_up:
        return Demand.NOTHING
    if not has_device:
        return Demand.SET_UP
    if not is_verified:
        return Demand.CODE
    allowed = FRESH if is_reading else FRESH_TO_SEND
    if steps_up and (verified_at is None or now - verified_at > allowed):
        return Demand.STEP_UP
    return Demand.NOTHING
