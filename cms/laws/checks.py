"""Checks before serving: stored HTML is today's renderer's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError


@register(Tags.database)
def html_is_current(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Warn of texts whose HTML an older renderer wrote (``check --database default``)."""
    from cms.laws.services.reparsing import outdated

    if not databases or "default" not in databases:
        return []
    try:
        number = outdated().count()
    except DatabaseError:
        return []  # not migrated yet: migrate runs these checks too
    if not number:
        return []
    return [
        Warning(f"{number} law texts were rendered by an older renderer", hint="manage.py render_laws", id="laws.W001")
    ]
