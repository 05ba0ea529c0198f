"""What is counted around an import, and the same question brought in again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, PageLogEntry, Revision

from cms.editorial.base import EditorialPage
from cms.editorial.import_runs import EditorialImport, ImportedPage
from cms.editorial.models import KnowledgeQA
from portal.common.audit.models import AuditEntry
from portal.common.outbox.models import OutboxRow
from tests.editorial.importing.builders import (
    QUESTION,
    TODAY,
    bring_in,
    jsonl,
)

COUNTED: tuple[Any, ...] = (
    EditorialPage,
    Revision,
    OutboxRow,
    EditorialImport,
    ImportedPage,
    AuditEntry,
    PageLogEntry,
    ModelLogEntry,
    KnowledgeQA.topics.through,
)


def counted() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in COUNTED}


def changed(**values: Any) -> dict[str, Any]:
    return {**QUESTION, **values}


def again(tmp_path: Path, **values: Any) -> Any:
    """Import the question once more, with other values."""
    return bring_in(jsonl(tmp_path, [changed(**values)]))


def edit(page: KnowledgeQA, **values: Any) -> None:
    """Save a draft the way an editor does."""
    latest = page.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(latest, name, value)
    latest.save_revision()


def queries_of(folder: Path, number: int, first: int, name: str) -> int:
    rows = [changed(id=first + place, question=f"第{first + place}个问题？") for place in range(number)]
    path = jsonl(folder, rows, name)
    ContentType.objects.clear_cache()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        bring_in(path, today=TODAY)
    return len(asked)
