"""Documents, a small library of invented law, and engines to put it in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from search.documents import FOREVER, Document, Kind, Source
from search.engines.base import Engine

TODAY = date(2026, 11, 22)
LEVELS = {"level:law": 1.0, "level:local_regulation": 0.0}
FACETS = {"level": "位阶", "region": "地区", "year": "年份"}
TEMPLATE = "search/results/law.html"

KINDS = [
    Kind("instrument", "法律法规", TEMPLATE, FACETS, position=1, priors=LEVELS, is_law=True),
    Kind("provision", "条文", TEMPLATE, FACETS, position=2, priors=LEVELS, is_law=True),
    Kind("news_article", "新闻", TEMPLATE, {}, position=3),
]


def provision(key: str, text: str, **values: Any) -> Document:
    """An article of an invented law, in force since 2020 unless told otherwise."""
    defaults: dict[str, Any] = {
        "kind": "provision",
        "source": "law:shifan",
        "title": "示范用工法",
        "citation": f"示范用工法第{key}条",
        "url": f"/laws/shifan/#art-{key}",
        "valid_from": date(2020, 1, 1),
        "facets": ("level:law", "year:2020"),
    }
    return Document(key=f"provision:{key}", text=text, **(defaults | values))


def ended(key: str, text: str, until: date = date(2024, 1, 1), **values: Any) -> Document:
    """An article that was law until a day."""
    return provision(key, text, **({"valid_to": until, "end_reason": "amended"} | values))


def undated_repeal(key: str, text: str) -> Document:
    """An article of a law that was repealed, nobody knows when."""
    return provision(key, text, valid_to=FOREVER, end_reason="repealed_undated")


def fill(engine: Engine, *documents: Document) -> None:
    """Put documents into an engine, as the outbox would."""
    engine.replace(sorted({document.source for document in documents}), documents)


class Library:
    """A source of documents that a test can change, standing for an app's database."""

    prefix = "law"

    def __init__(self) -> None:
        self.shelves: dict[str, list[Document]] = {}
        self.reread: list[Sequence[str]] = []

    def put(self, *documents: Document) -> None:
        """Put documents on the shelves of their sources."""
        for document in documents:
            self.shelves.setdefault(document.source, []).append(document)

    def documents(self, keys: Sequence[str]) -> Iterator[Document]:
        """Reread sources."""
        self.reread.append(list(keys))
        for key in keys:
            yield from self.shelves.get(key, [])

    def source(self) -> Source:
        """The library as the registry knows it."""
        return Source(self.prefix, lambda: list(self.shelves), self.documents)


def found_keys(answer: Any) -> list[str]:
    """The numbers of the articles found, in order."""
    return [hit.key.partition(":")[2] for hit in answer.hits]


__all__ = ["KINDS", "TODAY", "Library", "ended", "fill", "found_keys", "provision", "undated_repeal"]
