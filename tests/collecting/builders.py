"""Sources and stories, invented."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cms.collecting.canonical import address_digest
from cms.collecting.models import CollectedItem, Source, SourceKind, Way
from cms.collecting.similarity import fingerprint, text_digest
from portal.accounts.models import User
from portal.accounts.roles import group_of

NOW = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
"""Noon in China."""


def person(role: str, username: str = "") -> User:
    """Somebody with a role."""
    name = username or role
    user = User.objects.create_user(name, f"{name}@example.invalid", "secret-enough-1")
    user.groups.add(group_of(role))
    return user


def known(role: str) -> User:
    """The one with a role, made at the first call."""
    return User.objects.filter(username=role).first() or person(role)


def feed(address: str = "http://news.example.test/feed", *, is_approved: bool = True, **facts: Any) -> Source:
    """A source of news that a job fetches."""
    facts.setdefault("name", f"示范法治报 {address[-12:]}")
    source = Source(kind=SourceKind.NEWS, way=facts.pop("way", Way.FEED), address=address, **facts)
    source.save()
    if is_approved:
        # Ports of the tests' own servers are none that a person could approve.
        source.approved_by, source.approved_at = known("reviewing_editor"), NOW
        source.approved_digest = source.facts_digest
        source.save()
    return source


def by_hand(name: str = "示范司法厅名录", kind: str = SourceKind.INSTITUTION, **facts: Any) -> Source:
    """A source that a person looks at."""
    source = Source(kind=kind, way=facts.pop("way", Way.HAND), name=name, **facts)
    source.save()
    return source


def item(title: str = "普法市集开市", text: str = "", source: Source | None = None, **facts: Any) -> CollectedItem:
    """A story that waits."""
    address = facts.pop("address", f"http://news.example.test/{CollectedItem.objects.count() + 1}.html")
    source = source or Source.objects.first() or feed()
    return CollectedItem.objects.create(
        source=source,
        title=title,
        text=text,
        address=address,
        address_digest=address_digest(address),
        text_digest=text_digest(text),
        fingerprint=fingerprint(text),
        collected_at=facts.pop("collected_at", NOW),
        **{"author": "王示范", "editor": "李示范", **facts},
    )
