"""The exact page of a public consultation, as data: what the citizen agreed to, and all that any surface may read.

Page, search, feed, API, copies and editors start from ``PublicPage`` alone: nothing of the case itself is read for the public,
so that a surface can leak nothing that the page does not say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import rfc8785


@dataclass(frozen=True, slots=True)
class PublicCitation:
    """An article that an answer rests on, as it is shown; ``read_on`` ISO day. ``slug`` is "" for texts outside the library."""

    written: str
    slug: str
    locator: str
    read_on: str
    digest: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class PublicAnswer:
    """One answer: kind as ``AnswerKind``, who by code alone ("" for the panel), ISO day, the four sections."""

    kind: str
    staff_code: str
    answered_on: str
    conclusion: str
    legal_basis: str
    reasoning: str
    next_steps: str
    citations: tuple[PublicCitation, ...] = ()
    further: str = ""
    """The 追问 it answers, redacted; "" for others."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """The page: everything redacted already. ``files`` are the redacted names of attachments; files themselves are never public."""

    title: str
    question: str
    facts: tuple[str, ...]
    answers: tuple[PublicAnswer, ...]
    files: tuple[str, ...]
    asked_on: str
    law_on: str

    def as_json(self) -> str:
        """RFC 8785, for keeping."""
        return rfc8785.dumps(asdict(self)).decode()

    @property
    def digest(self) -> str:
        """Hexadecimal SHA-256 of ``as_json``: what a consent is given to."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()

    @property
    def law_date(self) -> date:
        """The day whose law the answers rest on."""
        return date.fromisoformat(self.law_on)


def page_from(stored: str) -> PublicPage:
    """The page that was kept as JSON. Raises ValueError or TypeError for what is none."""
    data: Mapping[str, Any] = json.loads(stored)
    answers = tuple(
        PublicAnswer(**{**row, "citations": tuple(PublicCitation(**one) for one in row["citations"])})
        for row in data["answers"]
    )
    return PublicPage(**{**data, "answers": answers, "facts": tuple(data["facts"]), "files": tuple(data["files"])})
