"""Single files: title, level and region are read off the text itself."""

from __future__ import annotations

from pathlib import Path

from cms.laws.importers.sources import FILE_MISSING, Listing, SourceRow

SUFFIXES = frozenset({".md", ".txt", ".docx"})


def read_single(file: Path) -> Listing:
    """List one file. Its path in report and database is its name alone: where it lay says nothing."""
    problem = "" if file.is_file() else FILE_MISSING
    return Listing("", [SourceRow(path=file.name, file=file if not problem else None, problem=problem)])
