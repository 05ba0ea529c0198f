"""How a collected story becomes a page. This room knows no page types: the one that has them registers who makes the draft,
from ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cms.collecting.canonical import address_digest
from cms.collecting.fetching import FetchProblem


@dataclass(frozen=True, slots=True)
class Story:
    """The original facts of a story, as its page must show them. Plain text."""

    title: str
    text: str
    source: str
    author: str
    editor: str
    address: str
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taker:
    """``draft(story, by=user)`` makes a page that is not public and gives its primary key; it raises PermissionDenied and
    ValidationError. ``addresses()`` lists the original addresses of pages there are, with their keys."""

    draft: Callable[..., int]
    addresses: Callable[[], Iterable[tuple[str, int]]]


_takers: list[Taker] = []


def register_taker(taker: Taker) -> None:
    """Say who makes pages of stories; the last one said holds."""
    _takers[:] = [taker]


def taker() -> Taker | None:
    """Who makes pages of stories; None where no such room is installed."""
    return _takers[0] if _takers else None


def draft_page(story: Story, *, by: Any) -> int:
    """Make the draft; gives the page's key."""
    assert _takers, "no room has registered who makes pages of stories"
    return _takers[0].draft(story, by=by)


def pages_with(addresses: Iterable[str]) -> dict[str, int]:
    """Of these addresses, those that a page was already made of by hand: digest of the address → the page's key."""
    wanted = set()
    for address in addresses:
        wanted.add(address_digest(address))
    if not _takers or not wanted:
        return {}
    found = {}
    for address, pk in _takers[0].addresses():
        try:
            digest = address_digest(address)
        except FetchProblem:
            continue
        if digest in wanted:
            found[digest] = pk
    return found
