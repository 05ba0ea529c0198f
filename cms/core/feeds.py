"""What every Atom feed of the portal does alike: ids that never change, and a date that stands still when nothing is in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from cms.core.characters import for_xml

LATEST = 20
"""How many entries a feed has at most."""
SINCE = 2026
"""The year of the tags: one in which the name of the site was ours (RFC 4151)."""


class SteadyAtom(Atom1Feed):
    """Atom whose ``updated`` is that of its latest entry. Without entries Django writes the time of asking, so that each reader
    would be told each time that something has changed.

    What XML cannot hold (the vertical tabs of pasted text) is left out: one title would make the whole feed an error."""

    def add_item(self, *args: Any, **facts: Any) -> None:
        """Add an entry."""
        readable: dict[str, Any] = {
            name: for_xml(fact) if isinstance(fact, str) else fact for name, fact in facts.items()
        }
        super().add_item(*args, **readable)

    def latest_post_date(self) -> datetime:
        """When the latest entry changed; the first moment of the tags' year where there is none."""
        return super().latest_post_date() if self.items else datetime(SINCE, 1, 1, tzinfo=UTC)


def tag_uri(name: str) -> str:
    """An id that stays when titles and addresses change (RFC 4151)."""
    return f"tag:{urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname},{SINCE}:{name}"
