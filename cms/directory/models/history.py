"""How history is kept: every change with its author and, for an import, which one it came with."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


def history(*, excluded: tuple[str, ...] = (), not_indexed: tuple[str, ...] = ()) -> HistoricalRecords:
    """The history of a model. ``excluded`` are columns derived from others; ``not_indexed`` those that nobody looks up."""
    reason: Any = models.CharField(_("变更原因"), max_length=100, null=True, db_index=True)
    return HistoricalRecords(
        history_change_reason_field=reason, excluded_fields=list(excluded), no_db_index=list(not_indexed)
    )


def sign(thing: Any, by: Any, reason: str | None = None) -> None:
    """Say of whom the next history row of ``thing`` is and, unless None, why: simple-history reads it off the instance."""
    thing._history_user = by
    if reason is not None:
        thing._change_reason = reason
