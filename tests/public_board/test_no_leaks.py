"""Article 30: of what was marked nothing is left on any surface, over all labelled texts; and nothing at all once taken back.

Each text is published by the services with the labelled spans as a person's marks, then everything that the public can fetch is
fetched. A secret is looked for as it was written, folded (NFKC, small letters, nothing between digits), and by its digits alone.
"""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from cms.editorial.models import KnowledgeQA
from portal.accounts.citizens.services.accounts import enter
from portal.common.outbox.drain import drain
from portal.consultations.models import Consultation
from portal.public_board.catalogue import public_publications
from portal.public_board.content import page_from
from portal.public_board.deriving import make_draft
from portal.public_board.documents import public_keys
from portal.public_board.models import Publication
from search import service
from search.engines import engine_at
from search.indexing import PRIMARY
from tests.consultations import builders as people
from tests.editorial.builders import index_of
from tests.public_board import walking
from tests.public_board.labelled_cases import Publishing, Text, cases, folded, forms, texts
from tests.public_board.redaction import measured

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LEAST_TEXTS = 500
SOME = 40
"""PDF files are drawn, and drafts made, of every so many: each takes half a second."""


@dataclass
class Published:
    """All labelled texts as public consultations."""

    rows: dict[str, tuple[Text, Consultation]]
    publishing: Publishing

    def leaks(self, seen: Iterable[walking.Seen], *, of_all: bool = False) -> list[tuple[str, str, str]]:
        """(surface, text, secret) for each secret found; ``of_all``: secrets of every text, not only of the code's own."""
        everything = self.unmistakable if of_all else frozenset()
        found = []
        for surface, code, words in seen:
            own = frozenset().union(*map(forms, self.rows[code][0].secrets)) if code else frozenset()
            small = folded(words)
            found += [(surface, code, form) for form in own | everything if form in words or form in small]
        return found

    @property
    def unmistakable(self) -> frozenset[str]:
        """Secrets of all texts that no redacted text says of something else (永胜 is a name in one, a shop's in another)."""
        if not hasattr(self, "_unmistakable"):
            public = "\n".join(row.content for row in public_publications())
            public = f"{public}\n{folded(public)}"
            every = frozenset(form for text, _case in self.rows.values() for one in text.secrets for form in forms(one))
            self._unmistakable = frozenset(form for form in every if form not in public)
            self.mistakable = every - self._unmistakable
        return self._unmistakable


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[Published]:
    """Publish everything once; taken back when the module is through."""
    patch = pytest.MonkeyPatch()
    with django_db_blocker.unblock(), transaction.atomic():
        index_of("knowledge_qa")
        publishing, rows = Publishing(patch), {}
        for text, case in cases(texts(), enter("13900188888").user):
            rows[publishing.publish(text, case).code] = (text, case)
        yield Published(rows, publishing)
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.integration)])
def index(request: pytest.FixtureRequest, settings: Any, tmp_path: Path, published: Published) -> Iterator[Path | None]:
    """The index of everything public, on each engine."""
    settings.SEARCH_FALLBACK_URL, folder = "", tmp_path / "index"
    settings.SEARCH_URL = f"embedded://{folder}"
    if request.param == "elasticsearch":
        settings.SEARCH_URL = f"{request.getfixturevalue('elasticsearch_url').rstrip('/')}/test-{secrets.token_hex(4)}"
    service.breaker.reset()
    call_command("rebuild_index", verbosity=0, stdout=io.StringIO())
    yield folder if request.param == "embedded" else None
    if request.param == "elasticsearch":
        engine: Any = engine_at(settings.SEARCH_URL)
        for name in engine._writer.indices.get(index=f"{engine.prefix}-*"):
            engine._writer.indices.delete(index=name)


def titles(published: Published) -> list[tuple[str, str]]:
    rows = Publication.objects.filter(code__in=published.rows)
    return [(row.code, page_from(row.content).title) for row in rows]


def test_all_labelled_texts_are_public_and_the_rate_of_over_redaction_stands_beside(
    published: Published, record_property: Any
) -> None:
    assert len(published.rows) >= LEAST_TEXTS
    assert public_publications().count() == len(published.rows)
    for split in ("train", "held_out"):
        rate = measured(split).over_redaction
        record_property(f"over_redaction_{split}", f"{rate:.4f}")
        print(f"texts {split}: the rules alone hide {rate:.2%} of the characters that should stay")


def test_own_pages_copies_and_api_say_nothing_that_was_marked(published: Published) -> None:
    assert published.leaks(walking.own_pages(published.rows)) == []


def test_pdf_files_say_nothing_that_was_marked_in_words_metadata_or_name(published: Published) -> None:
    assert published.leaks(walking.drawn(list(published.rows)[::SOME])) == []


def test_lists_feeds_sitemaps_and_caches_say_nothing_that_was_marked_in_any_text(published: Published) -> None:
    assert published.leaks(walking.lists(), of_all=True) == []
    assert published.leaks([("cache", "", walking.kept())], of_all=True) == []
    # What cannot be told apart is looked for on its own pages above.
    assert len(published.mistakable) <= 0.05 * len(published.unmistakable)


def test_no_picture_stands_on_a_page_of_the_board(published: Published) -> None:
    code = next(iter(published.rows))
    for address in ("/consultations/", f"/consultations/public/{code}/"):
        html = Client().get(address).content.decode()
        assert html.count("<img") == html.count('favicon.svg" width')
        assert "og:image" not in html


def test_search_finds_them_and_says_nothing_that_was_marked(published: Published, index: Path | None) -> None:
    seen = list(walking.searched(titles(published)))
    assert sum('"count": 0' not in words for surface, _code, words in seen if "api" in surface) >= 0.95 * len(
        published.rows
    )
    assert published.leaks(seen, of_all=True) == []
    if index is not None:
        assert published.leaks([("index on disk", "", walking.on_disk(index))], of_all=True) == []


def test_drafts_that_editors_make_say_nothing_that_was_marked(published: Published) -> None:
    editor = people.person("content_editor")
    drafts = [
        ("KnowledgeQA", code, walking.seen(str(make_draft(code, by=editor).get_latest_revision().content)))
        for code in list(published.rows)[::SOME]
    ]
    assert len(drafts) >= LEAST_TEXTS // SOME
    assert published.leaks(drafts) == []


def test_a_leak_that_is_planted_is_found(published: Published) -> None:
    code, (text, _case) = next(iter(published.rows.items()))
    row = Publication.objects.get(code=code)
    secret = max(text.secrets, key=len)
    Publication.objects.filter(pk=row.pk).update(content=row.content.replace('"reasoning":"', f'"reasoning":"{secret}'))
    found = published.leaks(walking.own_pages([code]))
    assert {surface for surface, _code, _form in found} >= {
        "/consultations/public/CODE/",
        "/consultations/public/CODE/download.txt",
        "/api/v2/consultations/CODE/",
        "PDF: its sheet",
        "document of the index",
    }


def test_taken_back_nothing_of_any_is_left(published: Published, index: Path | None) -> None:
    asked, wide = titles(published), list(published.rows)
    for _text, case in published.rows.values():
        published.publishing.withdraw(Consultation.objects.get(pk=case.pk))
    while drain(PRIMARY, limit=1000):
        pass
    client = Client()
    for place, (code, title) in enumerate(asked):
        parts = ("", "download.txt", "download.pdf") if place % SOME == 0 else ("",)
        for part in parts:
            response = client.get(f"/consultations/public/{code}/{part}")
            assert response.status_code == 410
            assert title not in walking.sent(response)
        assert client.get(f"/api/v2/consultations/{code}/").status_code == 410
    everywhere = [*walking.lists(), ("cache", "", walking.kept())]
    for surface, _code, words in everywhere:
        assert [code for code in wide if code in words] == [], surface
        assert [title for _code, title in asked if len(title) > 8 and title in words] == [], surface
    assert list(public_keys()) == []
    for surface, _code, words in walking.searched(asked[::SOME], every=1):
        assert "/consultations/public/" not in words, surface
    assert not KnowledgeQA.objects.filter(live=True).exists()
