"""Everything the public can fetch of the board, as (surface, whose, what was sent): bodies with their headers, decoded in every
way a reader's program would."""

from __future__ import annotations

import html
import json
import pickle
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.core.cache import cache
from django.test import Client

from portal.common import clock
from portal.public_board.catalogue import case_of, public_publications
from portal.public_board.reading.copies import sheet
from portal.public_board.reading.related import related_to
from portal.public_board.shown_page import places_of
from search.indexing import documents_of
from tests.public_board.labelled_cases import TOPICS
from tests.public_board.pdf_words import pdf_metadata, pdf_text

Seen = tuple[str, str, str]
LISTS = (
    "/",
    "/topics/",
    "/consultations/feed/",
    "/sitemap.xml",
    "/sitemap-consultations.xml",
    *(f"/topics/{topic}/" for topic in TOPICS),
    *(f"/consultations/feed/{topic}/" for topic in TOPICS),
)


def own_pages(codes: Iterable[str]) -> Iterator[Seen]:
    """What each consultation has to itself: its page and source, text file, the sheet of its PDF, its document of the index,
    its place in the API, what is related to it."""
    client = Client()
    today = clock.today()
    rows = {row.code: row for row in public_publications()}
    for code in codes:
        url = f"/consultations/public/{code}/"
        for address in (url, f"{url}download.txt", f"/api/v2/consultations/{code}/"):
            yield address.replace(code, "CODE"), code, sent(client.get(address))
        if code in rows:
            case = case_of(rows[code])
            yield "PDF: its sheet", code, seen(sheet(case, today))
            yield "related", code, seen(repr(related_to(case, places_of(case.page))))
            yield "document of the index", code, seen("".join(map(repr, documents_of([f"consultation:{code}"]))))


def drawn(codes: Iterable[str]) -> Iterator[Seen]:
    """PDF files as they are sent: words, metadata, headers, bytes."""
    client = Client()
    for code in codes:
        response = client.get(f"/consultations/public/{code}/download.pdf")
        if response["Content-Type"] == "application/pdf":
            yield "PDF: words", code, seen(pdf_text(response.content))
            yield "PDF: metadata", code, seen(pdf_metadata(response.content))
        yield "PDF: file", code, sent(response)


def lists() -> Iterator[Seen]:
    """What names many: board with all its pages and filters, feeds, sitemaps, API, first page, topics."""
    client = Client()
    for address in LISTS:
        yield address, "", sent(client.get(address))
    for base in ("/consultations/?", *(f"/consultations/?topic={topic}&" for topic in TOPICS)):
        number, response = 1, client.get(base)
        while response.status_code == 200:
            yield base, "", sent(response)
            number += 1
            response = client.get(f"{base}page={number}")
    at = "/api/v2/consultations/?page_size=100"
    while at:
        response = client.get(at)
        yield "/api/v2/consultations/", "", sent(response)
        at = response.json()["next"]


def searched(words: Iterable[tuple[str, str]], every: int = 10) -> Iterator[Seen]:
    """Search by the words given for each code: the API, and the pages of some. What was asked is taken out of the answer."""
    client = Client()
    for place, (code, asked) in enumerate(words):
        response = client.get("/api/v2/search/", {"q": asked, "kind": "consultation"})
        yield "/api/v2/search/", code, sent(response)
        if place % every == 0:
            yield "/search/", code, sent(client.get("/search/", {"q": asked}))
            yield "/search/?kind", code, sent(client.get("/search/", {"q": asked, "kind": "consultation"}))


def kept() -> str:
    """All that the page cache holds."""
    stored = getattr(cache, "_cache", {})
    return seen("".join(repr(pickle.loads(value)) for value in stored.values()))  # noqa: S301 - our own


def on_disk(folder: Path) -> str:
    """The bytes of an index."""
    content = b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())
    return content.decode("utf-8", errors="ignore")


def sent(response: Any) -> str:
    """A whole answer, headers too."""
    content = response.content
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    body = content.decode("utf-8", errors="ignore")
    if "json" in response.get("Content-Type", ""):
        body = json.dumps(json.loads(content), ensure_ascii=False)
    return seen(f"{headers}\n{body}")


def seen(words: str) -> str:
    """A text with what it is once entities and percent signs are decoded."""
    plain = html.unescape(words)
    decoded = unquote(plain)
    return "\n".join(dict.fromkeys((words, plain, decoded)))
