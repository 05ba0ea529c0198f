"""Registries of our own, and each engine in turn."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from search import documents, query, service
from search.engines import engine_at
from search.engines.base import Engine
from search.engines.elastic import ElasticEngine
from search.engines.embedded import open_embedded
from tests.search.builders import KINDS, Library


@pytest.fixture
def library() -> Iterator[Library]:
    """A registry with three kinds and one source, in place of what the apps registered."""
    registries = (documents.kinds, documents.sources, query.recognisers)
    before = [dict(registry) for registry in registries]
    shelf = Library()
    for registry in registries:
        registry.clear()
    for kind in KINDS:
        documents.register_kind(kind)
    documents.register_source(shelf.source())
    yield shelf
    for registry, old in zip(registries, before, strict=True):
        registry.clear()
        registry.update(old)


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.integration)])
def engine(request: pytest.FixtureRequest, library: Library, tmp_path: Path) -> Iterator[Engine]:
    """Each engine, empty."""
    if request.param == "embedded":
        yield open_embedded(tmp_path / "index")
        return
    yield request.getfixturevalue("elastic")


@pytest.fixture
def elastic(elasticsearch_url: str) -> Iterator[ElasticEngine]:
    """Elasticsearch under a prefix of this test's own; whatever it made is deleted."""
    engine = ElasticEngine(elasticsearch_url.rstrip("/"), f"test-{secrets.token_hex(4)}")
    yield engine
    client = engine._writer
    for index in client.indices.get(index=f"{engine.prefix}-*"):
        client.indices.delete(index=index)


@pytest.fixture
def portal_index(settings, tmp_path: Path) -> Iterator[Engine]:
    """The portal's engine for this test: an embedded index of its own, no fallback."""
    settings.SEARCH_URL = f"embedded://{tmp_path / 'portal-index'}"
    settings.SEARCH_FALLBACK_URL = ""
    service.breaker.reset()
    yield engine_at(settings.SEARCH_URL)
    service.breaker.reset()
