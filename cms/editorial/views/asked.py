"""What the address of a section's list takes: read strictly, forgiven politely."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from cms.editorial.catalogue import ListFilter
from cms.editorial.facets import FACETS
from cms.editorial.sections import SECTION_OF

LONGEST_WORDS = 200
DEEPEST_PAGE = 100_000


class Asked:
    """Words, filters and page of one list. A value that means nothing filters nothing."""

    def __init__(self, kind: str, given: Mapping[str, Any]) -> None:
        self.section = SECTION_OF[kind]
        self.facets = FACETS[kind]
        self.words = " ".join(given.get("q", "").replace("\0", "").split())[:LONGEST_WORDS]
        read = {facet.name: facet.read(given.get(facet.name, "").replace("\0", "")) for facet in self.facets}
        self.filters = {name: value for name, value in read.items() if value}
        self.page = _page(given.get("page", ""))

    @property
    def is_whole(self) -> bool:
        """Whether nothing narrows the list."""
        return not self.words and not self.filters

    def wanted(self, without: str = "") -> ListFilter:
        """The filter as the catalogue takes it, but for one facet."""
        exact: dict[str, Any] = {}
        for facet in self.facets:
            if facet.name in self.filters and facet.name != without:
                exact |= facet.wanted(self.filters[facet.name])
        return ListFilter(words=self.words, exact=exact)

    def url(self, **changes: str) -> str:
        """The list's address with some parameters changed, back on its first page; one list has one address."""
        values = {"q": self.words, **self.filters, **changes}
        query = [(name, values[name]) for name in ("q", *params_of(self.section.kind)) if values.get(name)]
        return f"{self.section.url}?{urlencode(query)}" if query else self.section.url


def params_of(kind: str) -> tuple[str, ...]:
    """The parameters that a list reads besides the words."""
    return (*(facet.name for facet in FACETS[kind]), "page")


def _page(given: str) -> int:
    return min(max(1, int(given[:6])), DEEPEST_PAGE) if given.isascii() and given.isdigit() else 1
