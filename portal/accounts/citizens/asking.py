"""What each way of asking needs of a citizen (article 6): ``none``, ``phone``, ``real_name``. The consultations' setting says
which holds; here is whether it is met."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.states import MAY_SIGN_IN, Verification


class Need(StrEnum):
    """What is still missing before somebody may ask."""

    NOTHING = "nothing"
    SIGN_IN = "sign_in"
    """Lead to ``citizen_sign_in`` with ``next``."""
    REAL_NAME = "real_name"
    """Lead to ``citizen_identity``."""
    REVIEW = "review"
    """A person is looking at the data: say so, and name the other ways meanwhile."""


_read_mode: list[Callable[[], str]] = []


def register_mode(read: Callable[[], str]) -> None:
    """Say where the way of asking that holds today is read; called from ``AppConfig.ready`` of the room whose setting it is."""
    _read_mode[:] = [read]


def asks_for_real_names() -> bool:
    """Whether identity data are needed by anything: what is not needed is not taken (个人信息保护法 6)."""
    return bool(_read_mode) and _read_mode[0]() == "real_name"


def need_of(mode: str, profile: CitizenProfile | None) -> Need:
    """What a mode (``none``, ``phone``, ``real_name``) still needs of whoever is signed in; ValueError for another mode.

    ``profile`` is ``sessions.citizen_of(request)``.
    """
    if mode not in ("none", "phone", "real_name"):
        raise ValueError(f"no way of asking is called {mode}")
    if mode == "none":
        return Need.NOTHING
    if profile is None or profile.account_state not in MAY_SIGN_IN or profile.phone_verified_at is None:
        return Need.SIGN_IN
    if mode == "phone" or profile.verification == Verification.VERIFIED:
        return Need.NOTHING
    return Need.REVIEW if profile.verification == Verification.NEEDS_REVIEW else Need.REAL_NAME
