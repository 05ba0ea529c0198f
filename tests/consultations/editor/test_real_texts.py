"""No real answer and no real law text is taken for a contact (FAWANG_CORPUS; the questions lie beside it)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from portal.consultations.editor.contacts import find_contacts

pytestmark = pytest.mark.corpus


def test_no_real_question_or_answer_is_taken_for_a_contact(corpus: Path) -> None:
    questions = corpus.parent / "questions" / "dev.jsonl"
    if not questions.is_file():
        pytest.skip("no questions beside the corpus: corpus/../questions/dev.jsonl")
    rows = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    found = {row["id"] for row in rows if find_contacts(row["question"]) or find_contacts(row["answer"])}
    assert not found, f"of {len(rows)}"


def test_no_law_text_is_taken_for_a_contact(corpus: Path) -> None:
    texts = sorted(corpus.rglob("*.md"))
    assert texts
    assert [path.name for path in texts if find_contacts(path.read_text(encoding="utf-8", errors="replace"))] == []
