"""What came of a request, in one word; and what the declaration expects."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.contrib.messages import ERROR, get_messages

from portal.accounts.doors import door_of
from portal.accounts.roles import ROLES
from tests.permissions.actors import ANONYMOUS, CITIZEN, NO_ROLE, NOT_FRESH, PASSWORD_ALONE
from tests.permissions.declaring import Address, Shut

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


class Outcome(StrEnum):
    """What a request led to."""

    OPEN = "open"
    SIGN_IN = "sign in"
    CODE = "code"
    REFUSED = "refused"
    ABSENT = "absent"
    NO_METHOD = "no method"
    BROKEN = "broken"


def outcome_of(response: Any) -> Outcome:
    """Read an answer."""
    status = response.status_code
    if status in (301, 302, 303, 307, 308):
        return _led_to(response)
    if status == 403:
        return Outcome.CODE if "二次验证，再重试" in response.content.decode(errors="replace") else Outcome.REFUSED
    if status == 404:
        return Outcome.ABSENT
    if status == 405:
        return Outcome.NO_METHOD
    return Outcome.BROKEN if status >= 500 else Outcome.OPEN


def _led_to(response: Any) -> Outcome:
    target = response["Location"]
    if target.startswith("/admin/login/") or target.partition("?")[0] == "/sign-in/":
        return Outcome.SIGN_IN
    if target.startswith("/admin/second-factor/"):
        return Outcome.CODE
    if target in ("/admin/", "/workbench/"):
        request = response.wsgi_request
        door = door_of(request.path_info)
        led_away = door is not None and not request.user.has_perm(door.permission)
        told = any(message.level >= ERROR for message in get_messages(request))
        return Outcome.REFUSED if led_away or told else Outcome.OPEN
    return Outcome.OPEN


def expected(address: Address, method: str, actor: str) -> frozenset[Outcome]:
    """What one cell must come to: one outcome, rarely one of two."""
    who = address.who(method)
    if method not in ("GET", "POST") and who is None:
        return frozenset({Outcome.NO_METHOD})
    role = "administrator" if actor in (PASSWORD_ALONE, NOT_FRESH) else actor
    door = door_of(f"/{address.route}")
    if door is not None:
        if actor == ANONYMOUS:
            return frozenset({Outcome.SIGN_IN} | ({Outcome.NO_METHOD} if who is None else set()))
        if actor == PASSWORD_ALONE:
            return frozenset({Outcome.CODE})
        if role in (NO_ROLE, CITIZEN) or door.permission not in ROLES[role].permissions:
            return frozenset({Outcome.REFUSED})
        if actor == NOT_FRESH and address.steps_up in ("all", "send" if method != "GET" else "all"):
            return frozenset({Outcome.CODE})
    elif address.asks and actor == ANONYMOUS:
        return frozenset({Outcome.SIGN_IN} | ({Outcome.NO_METHOD} if who is None else set()))
    if address.asks_code and actor == PASSWORD_ALONE:
        return frozenset({Outcome.CODE})
    if role in address.knows:
        return frozenset({Outcome.ABSENT} | ({Outcome.NO_METHOD} if who is None else set()))
    if method == "POST" and role in address.idle:
        return frozenset({Outcome.OPEN})
    if who is None:
        # Where the method does not exist, some views say so before they ask who it is, and some after.
        turned_away = role not in (address.who("GET" if method == "POST" else "POST") or ())
        return frozenset({Outcome.NO_METHOD}) | (_shut(address) if turned_away else frozenset())
    return _opened(address, method) if role in who else _shut(address)


AUDITORS_OWN = frozenset(
    {
        "admin/account/",
        "admin/dismissibles/",
        "admin/editing-sessions/release/<int:session_id>/",
        "admin/second-factor/",
        "admin/second-factor/set-up/",
        "workbench/messages/",
        "workbench/password/",
    }
)
"""An auditor reads all and changes nothing but this: their own account, second factor, password, what they have read."""


def must_not_write(address: Address, method: str, actor: str) -> bool:
    """Whether nothing at all may change in the database by this cell."""
    if actor == "auditor" and door_of(f"/{address.route}") is not None and address.route not in AUDITORS_OWN:
        return True
    role = "administrator" if actor in (PASSWORD_ALONE, NOT_FRESH) else actor
    if actor == PASSWORD_ALONE and door_of(f"/{address.route}") is None and ANONYMOUS in (address.who(method) or ()):
        return False  # outside of the doors of the staff they are what everybody is
    return actor == PASSWORD_ALONE or role not in (address.who(method) or ())


def _opened(address: Address, method: str) -> frozenset[Outcome]:
    if address.gone == "all" or (address.gone == "send" and method != "GET"):
        return frozenset({Outcome.ABSENT})
    return frozenset({Outcome.BROKEN if address.fails and method == "POST" else Outcome.OPEN})


def _shut(address: Address) -> frozenset[Outcome]:
    return {
        Shut.REFUSED: frozenset({Outcome.REFUSED}),
        Shut.ABSENT: frozenset({Outcome.ABSENT}),
        Shut.IDLE: frozenset({Outcome.OPEN}),
        Shut.SIGN_IN: frozenset({Outcome.SIGN_IN}),
    }[address.shut]
