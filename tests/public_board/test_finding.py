"""Public consultations are found by the words of question and answer, and no more once they are taken back (article 30)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common import clock
from portal.common.outbox.drain import drain
from portal.consultations.asking.similar import similar_answers
from portal.public_board.documents import documents, public_keys
from search import service
from search.engines import engine_at
from search.indexing import PRIMARY
from tests.public_board.publications import a_page, an_answer, many, public, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["embedded", pytest.param("elasticsearch", marks=pytest.mark.integration)])
def _index(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> Iterator[None]:
    """The portal's index, empty, on each engine."""
    settings.SEARCH_FALLBACK_URL = ""
    if request.param == "embedded":
        settings.SEARCH_URL = f"embedded://{tmp_path / 'index'}"
        service.breaker.reset()
        call_command("rebuild_index", verbosity=0)
        yield
        return
    url = request.getfixturevalue("elasticsearch_url").rstrip("/")
    settings.SEARCH_URL = f"{url}/test-{secrets.token_hex(4)}"
    service.breaker.reset()
    call_command("rebuild_index", verbosity=0)
    yield
    engine: Any = engine_at(settings.SEARCH_URL)
    client = engine._writer
    for index in client.indices.get(index=f"{engine.prefix}-*"):
        client.indices.delete(index=index)


def found(words: str) -> list[str]:
    while drain(PRIMARY, limit=1000):
        pass
    results = Client().get("/api/v2/search/", {"q": words, "kind": "consultation"}).json()["results"]
    return [one["title"] for one in results]


@pytest.mark.usefixtures("_index")
def test_it_is_found_by_words_of_question_answer_and_further_question_until_it_is_taken_back() -> None:
    answers = (an_answer(), an_answer(kind="further", further="那年休假怎么折算？"))
    publication = public(a_page(question="饭馆不给我结清加班的钱。", answers=answers))
    for words in ("饭馆加班", "劳动保障监察机构投诉", "年休假折算"):
        assert found(words) == ["公司拖欠三个月工资，怎么办？"], words
    html = Client().get("/search/", {"q": "饭馆加班"}).content.decode()
    assert "公开的咨询" in html
    assert publication.get_absolute_url() in html
    assert similar_answers("饭馆不给结加班的钱", clock.today())[0].document.url == publication.get_absolute_url()
    withdrawn(publication)
    assert found("饭馆加班") == []
    assert similar_answers("饭馆不给结加班的钱", clock.today()) == []


def test_the_document_holds_the_page_alone() -> None:
    publication = public()
    (document,) = documents([f"consultation:{publication.code}"])
    assert document.key == f"consultation:{publication.code}"
    assert "topic:labour" in document.facets
    assert "不得出现" not in str(document)


def test_documents_are_made_in_one_query_however_many() -> None:
    many(3)
    keys = list(public_keys())
    assert len(keys) == 3
    with CaptureQueriesContext(connection) as queries:
        assert len(list(documents(keys))) == 3
    assert len(queries) == 1
