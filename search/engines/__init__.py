"""The engines, chosen by address: ``embedded:///ABSOLUTE/PATH`` or ``http://host:9200[/PREFIX]``."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from search.engines.base import Engine


@lru_cache(maxsize=8)
def engine_at(url: str) -> Engine:
    """The engine of an address; one object a process and address."""
    parts = urlsplit(url)
    if parts.scheme == "embedded":
        from search.engines.embedded import open_embedded

        if parts.netloc or not parts.path.startswith("/") or parts.path == "/":
            raise ImproperlyConfigured(f"SEARCH_URL must name an absolute path: embedded:///PATH, not {url}")
        return open_embedded(Path(parts.path))
    if parts.scheme in ("http", "https"):
        from search.engines.elastic import ElasticEngine

        server = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        return ElasticEngine(server, parts.path.strip("/") or "fawang")
    raise ImproperlyConfigured("SEARCH_URL is embedded:///ABSOLUTE/PATH or http://host:9200")


def primary() -> Engine:
    """The engine that searches ask first."""
    return engine_at(settings.SEARCH_URL)


def fallback() -> Engine | None:
    """The engine that answers when the first does not, if one is configured."""
    return engine_at(settings.SEARCH_FALLBACK_URL) if settings.SEARCH_FALLBACK_URL else None
