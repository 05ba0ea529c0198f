"""Where the second factor is asked for, as plain values and pure functions."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import StrEnum

PROTECTED = ("/admin/", "/workbench/")
"""Everything below these: lists, choosers, previews, history, reports, bulk actions and whatever comes."""
OPEN = ("/admin/login/", "/admin/logout/", "/admin/password_reset/", "/admin/jsi18n/", "/admin/sprite/")
OWN = "/admin/second-factor/"
"""The pages of the second factor itself: signed in is enough."""


class Reading(StrEnum):
    """Whether a fresh code is asked for before a page is read, or only before something is sent."""

    TOO = "too"
    FREELY = "freely"


STEP_UP: tuple[tuple[re.Pattern[str], Reading], ...] = (
    (re.compile(r"/admin/(?:users|groups|bulk/accounts|second-factor/reset)/"), Reading.TOO),
    # What is done to a penalty or a sanction: submit, approve, return, withdraw, replace. Each act is a page of its own, so
    # that the code is asked for before anything is typed; lists and the records themselves are read without.
    (re.compile(r"/admin/directory/(?:penalties|sanctions)/act/"), Reading.TOO),
    # Kept for what shows or changes who a citizen is.
    (re.compile(r"/(?:admin|workbench)/identities/"), Reading.TOO),
    # The only pages on which a resident's code stands beside the name; they change who answers, too.
    (re.compile(r"/workbench/residents/"), Reading.TOO),
    # Appointing to the expert panel gives and takes a role.
    (re.compile(r"/workbench/panel/members/"), Reading.FREELY),
    # Whom a code stands for, opened by who handles a complaint.
    (re.compile(r"/workbench/complaints/[^/]+/person/"), Reading.TOO),
    # What leaves the portal for an authority.
    (re.compile(r"/workbench/inquiries/"), Reading.TOO),
    # Lists are read without; placing, releasing, approving is not.
    (re.compile(r"/workbench/(?:holds|purges)/"), Reading.FREELY),
)
"""Acts that want a code of the last minutes: on accounts and roles, on penalties and sanctions, on identity data, on residents."""
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


def asks_for_fresh_code(path: str, *, is_reading: bool) -> bool:
    """Whether a request to ``path`` steps up."""
    reading = next((reading for pattern, reading in STEP_UP if pattern.match(path)), None)
    return reading is Reading.TOO or (reading is Reading.FREELY and not is_reading)


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
    steps_up = asks_for_fresh_code(path, is_reading=is_reading)
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
