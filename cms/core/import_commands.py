"""What the commands that import share: whose import it is, and the report as a file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError


def account_named(name: str) -> Any:
    """The account of ``--by``; None where nobody is named. Raises CommandError for an account that is not there."""
    if not name:
        return None
    found = get_user_model().objects.filter(username=name).first()
    if found is None:
        raise CommandError(f"no account {name}")
    return found


def write_report(report: Mapping[str, Any], file: Path) -> None:
    """Write a report, whole or not at all. Raises CommandError where that cannot be done."""
    aside = file.with_name(f".{file.name}.part")
    try:
        aside.write_text(json.dumps(report, ensure_ascii=False, indent=1), encoding="utf-8")
        aside.replace(file)
    except OSError as error:
        raise CommandError(f"{file}: {error}") from error
