"""The addresses that there are, read from the URL configuration and from what Wagtail hangs below a few of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, slots=True)
class Configured:
    """An address of the configuration with its view."""

    route: str
    name: str
    view: Any

    @property
    def view_class(self) -> type | None:
        """The class of a class-based view."""
        return getattr(self.view, "view_class", None) or getattr(self.view, "cls", None)


def configured() -> list[Configured]:
    """Every address, once; of two with the same pattern the first one answers."""
    found: dict[str, Configured] = {}
    for address in _walk(get_resolver().url_patterns, ""):
        found.setdefault(address.route, address)
    return list(found.values())


def _walk(patterns: Iterable[Any], prefix: str) -> Iterator[Configured]:
    for pattern in patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield Configured(route, pattern.name or "", pattern.callback)
