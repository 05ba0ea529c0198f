"""Telling the search index, through the outbox, and the page cache that a page may have changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

from portal.common.generation import raise_generation
from search import indexing

if TYPE_CHECKING:
    from cms.editorial.base import EditorialPage

PUBLIC_FIELDS = frozenset({"live", "title", "slug", "url_path", "summary", "expired", "last_published_at"})
"""A save of other fields alone (a lock, the latest revision) changes nothing that readers see."""
_later: ContextVar[bool] = ContextVar("announced_later", default=False)


@contextmanager
def indexed_later() -> Iterator[None]:
    """Within this, what is owed to the index is only written down: whoever writes many pages drains it once, at the end."""
    token = _later.set(True)
    try:
        yield
    finally:
        _later.reset(token)


def announce(source_keys: Iterable[str], *, drain_on_commit: bool = True) -> None:
    """Owe the index these sources; inside the transaction that changes them. Pages kept from before are shown no more."""
    indexing.announce(source_keys, drain_on_commit=drain_on_commit and not _later.get())
    raise_generation()


def announce_page(page: EditorialPage) -> None:
    """Owe the index a page (of any kind, or as its shared part: the kind is looked up)."""
    announce([key_of(page)])


def key_of(page: EditorialPage) -> str:
    """The key of a page as a source of search documents, whichever class it was read as."""
    kind = page.kind or page.specific_class.kind
    return f"{kind}:{page.slug}"
