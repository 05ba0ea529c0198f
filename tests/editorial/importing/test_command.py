"""``manage.py import_editorial``: what others call, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cms.collecting.models import Source, SourceKind, Way
from cms.editorial.catalogue import public_pages
from cms.editorial.models import KnowledgeQA
from portal.accounts.models import User
from portal.common.outbox.models import OutboxRow
from search.indexing import PRIMARY
from tests.editorial.importing.builders import QUESTION, jsonl

pytestmark = pytest.mark.django_db


def run(path: Path, *options: str, kind: str = "knowledge_qa") -> None:
    call_command("import_editorial", str(path), "--type", kind, *options, verbosity=0)


def test_the_report_has_what_the_contract_names(tmp_path: Path) -> None:
    run(jsonl(tmp_path, [QUESTION, "{坏"]), "--report", str(tmp_path / "报告.json"))
    report = json.loads((tmp_path / "报告.json").read_text(encoding="utf-8"))
    assert (report["file"], report["type"], report["dry_run"]) == ("问答.jsonl", "knowledge_qa", False)
    row = {"row", "title", "status", "changes", "errors", "warnings", "url", "characters_in", "characters_kept"}
    assert all(row <= set(one) for one in report["rows"])
    assert (report["totals"]["created"], report["totals"]["failed"]) == (1, 1)


def test_nothing_is_public_unless_asked_for(tmp_path: Path) -> None:
    run(jsonl(tmp_path, [QUESTION]))
    assert not public_pages("knowledge_qa").exists()
    run(jsonl(tmp_path, [{**QUESTION, "answer": "是。"}]), "--publish")
    assert public_pages("knowledge_qa").get().short_answer == "<p>是。</p>"
    assert not OutboxRow.objects.filter(sink=PRIMARY, done_at=None).exists()


def test_a_dry_run_makes_not_even_the_sections(tmp_path: Path) -> None:
    run(jsonl(tmp_path, [QUESTION]), "--dry-run")
    assert not KnowledgeQA.objects.exists()


def test_whose_import_it_is_stands_in_the_history(tmp_path: Path) -> None:
    user = User.objects.create_user("li", "li@example.invalid", "secret-enough-1")
    run(jsonl(tmp_path, [QUESTION]), "--by", "li")
    assert KnowledgeQA.objects.get().latest_revision.user == user
    with pytest.raises(CommandError, match="no account"):
        run(jsonl(tmp_path, [QUESTION]), "--by", "nobody")


def test_a_file_that_cannot_be_used_ends_the_command_in_words(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="没有可以导入的内容"):
        run(jsonl(tmp_path, []))


def test_an_approved_source_that_names_the_file_was_checked(tmp_path: Path) -> None:
    path = jsonl(tmp_path, [QUESTION])
    source = Source.objects.create(
        name="示范问答", kind=SourceKind.KNOWLEDGE_QA, way=Way.COMMAND, import_path=str(path), interval_hours=24
    )
    run(path)
    source.refresh_from_db()
    assert source.last_success_at is not None
    assert source.checks.get().counts["新建"] == 1
