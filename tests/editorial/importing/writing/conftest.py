"""A question that was imported, and somebody who imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from cms.editorial.models import KnowledgeQA
from portal.accounts.models import User
from tests.editorial.importing.builders import (
    QUESTION,
    bring_in,
    demo_law,
    jsonl,
)


@pytest.fixture
def person() -> User:
    return User.objects.create_user("li", "li@example.invalid", "secret-enough-1", display_name="李示范")


@pytest.fixture
def page(tmp_path: Path) -> KnowledgeQA:
    """An imported question."""
    demo_law()
    bring_in(jsonl(tmp_path, [QUESTION]))
    return KnowledgeQA.objects.get()
