"""What is public already and may answer a question: asked of the search by the portal itself, never stored with the words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from search.documents import kinds
from search.query import make_plan
from search.service import Result, find

ANSWERING: tuple[tuple[str, int], ...] = (
    ("consultation", 2),
    ("knowledge_qa", 2),
    ("service_guide", 1),
    ("provision", 2),
)
"""Kinds that answer, in the order they are shown, and how many of each at most."""
MOST = 5


def similar_answers(question: str, today: date) -> list[Result]:
    """At most five public answers, pages and articles. An engine that is out finds nothing: nobody waits for it."""
    return list(_found(question, today))[:MOST]


def _found(question: str, today: date) -> Iterator[Result]:
    for kind, most in ANSWERING:
        if kind in kinds:
            yield from find(make_plan(question, today=today, kind=kind, page_size=most)).items[:most]
