"""The value of a citation: which place of which law, and the words of it as they were read.

A page keeps it as a small dict in its own JSON; a ``Citation`` row is made of it when the page is published
(``services.citing``). ``locator`` may be as fine as an item; ``digest`` is always that of the whole article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.laws.locators import anchor_of, article_locator, citation_text, is_locator
from cms.laws.parser.digest import RULE

_SLUG = re.compile(r"[0-9a-z-]{1,100}")


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A place of a law as somebody cited it on the day ``read_on``, when its article had ``digest``.

    ``title`` (劳动合同法第三十九条) is how it was called then, so that a page can name it even when the law is gone; two
    places that differ in nothing else are the same. ``known`` is ``repealed`` when the law was so already and whoever
    cited it knew (an old case cites the law of its time): then no banner.
    """

    slug: str
    locator: str
    read_on: date
    digest: str
    title: str = field(default="", compare=False)
    known: str = ""

    @property
    def unit(self) -> str:
        """The locator of the article (annex, point) whose words are compared."""
        return unit_of(self.locator)

    @property
    def words(self) -> str:
        """How the place is called: as it was when it was read, else as best we can."""
        return self.title or _("%(slug)s %(place)s") % {"slug": self.slug, "place": citation_text(self.locator)}

    @property
    def url(self) -> str:
        """An address that leads to the place wherever the law is split, without asking the database."""
        base = f"/laws/{self.slug}/"
        return f"{base}articles/{self.locator}/" if self.locator[:1].isdigit() else f"{base}#{anchor_of(self.locator)}"

    def as_json(self) -> dict[str, str]:
        """Give the dict that is stored."""
        stored = {
            "instrument": self.slug,
            "locator": self.locator,
            "read_on": self.read_on.isoformat(),
            "digest": self.digest,
            "title": self.title,
        }
        return {**stored, "known": self.known} if self.known else stored

    def __str__(self) -> str:
        return self.words


def unit_of(locator: str) -> str:
    """Give the locator of what is compared as a whole: the article a place lies in, else the place itself."""
    return article_locator(locator) or locator


def is_comparable(digest: str) -> bool:
    """Tell whether a digest was made by today's rule: one of an older rule says nothing of the words."""
    return digest.startswith(f"{RULE}:")


def place_of_json(stored: Any) -> CitedPlace | None:
    """Read a stored dict back; None for what is no citation (whoever writes JSON by hand may write anything)."""
    if isinstance(stored, CitedPlace):
        return stored
    if not isinstance(stored, Mapping):
        return None
    slug, locator = str(stored.get("instrument") or ""), str(stored.get("locator") or "")
    try:
        read_on = date.fromisoformat(str(stored.get("read_on") or ""))
    except ValueError:
        return None
    if _SLUG.fullmatch(slug) is None or not is_locator(locator):
        return None
    digest, title = str(stored.get("digest") or "")[:70], str(stored.get("title") or "")[:400]
    return CitedPlace(slug, locator, read_on, digest, title, str(stored.get("known") or "")[:20])
