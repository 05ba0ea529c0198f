"""What an import notes for editors is on no page, in no feed, API, index or check of words."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from cms.core.page_text import page_text
from cms.editorial.catalogue import public_pages
from search.indexing import documents_of
from tests.editorial.importing.builders import bring_in, jsonl
from tests.editorial.importing.writing.runs import changed

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_what_is_noted_for_editors_is_shown_to_no_reader(tmp_path: Path, client: Client) -> None:
    bring_in(jsonl(tmp_path, [changed(articles=["没有的法第九条"])]), publish=True)
    page = public_pages("knowledge_qa").get()
    assert "没有的法" in page.import_notes
    shown = [page.url, "/qa/", "/qa/feed/", f"/api/v2/knowledge-qas/{page.slug}/", "/api/v2/knowledge-qas/"]
    answers = [client.get(address) for address in shown]
    assert {answer.status_code for answer in answers} == {200}
    assert not any("没有的法" in answer.content.decode() for answer in answers)
    found = documents_of([page.source_key])
    assert not any("没有的法" in str(document) for document in found)
    assert not any("没有的法" in passage.text for passage in page_text(page))
