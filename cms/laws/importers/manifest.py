"""A folder with ``manifest.csv``: one row a text."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from cms.laws.importers.sources import (
    FILE_MISSING,
    NO_PATH,
    OUTSIDE_FOLDER,
    Listing,
    ProblemWithSource,
    SourceRow,
    inside,
)

NAME = "manifest.csv"
COLUMNS = ("path", "title", "level", "category", "region", "published", "effective", "repealed")
_YES = frozenset({"1", "true", "yes", "是"})


def read_manifest(folder: Path) -> Listing:
    """List the texts of a manifest folder; ``expired``, ``source_name``, ``source_url`` may be given as columns too.

    Raises ProblemWithSource when the manifest itself cannot be read.
    """
    try:
        words = (folder / NAME).read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProblemWithSource(f"{folder / NAME}: {error}") from error
    reader = csv.DictReader(io.StringIO(words, newline=""))
    missing = {"path", "title", "level"} - set(reader.fieldnames or ())
    if missing:
        raise ProblemWithSource(f"{folder / NAME}: no column {', '.join(sorted(missing))}")
    # Said to readers as it is: an operator who knows better gives --source or the column.
    name = f"未注明（由文件夹 {folder.resolve().name} 导入）"
    try:
        return Listing(name, [_row(folder, name, cells) for cells in reader])
    except csv.Error as error:
        raise ProblemWithSource(f"{folder / NAME}: {error}") from error


def _row(folder: Path, source_name: str, cells: dict[str, str | None]) -> SourceRow:
    def cell(column: str) -> str:
        return (cells.get(column) or "").strip()

    path = cell("path")
    file = inside(folder, path) if path else None
    problem = ""
    if not path:
        problem = NO_PATH
    elif file is None:
        problem = OUTSIDE_FOLDER
    elif not file.is_file():
        problem = FILE_MISSING
    return SourceRow(
        path=path,
        file=file,
        title=cell("title"),
        level=cell("level"),
        category=cell("category"),
        region=cell("region"),
        published=cell("published"),
        effective=cell("effective"),
        expired=cell("expired"),
        is_repealed=cell("repealed").lower() in _YES,
        source_name=cell("source_name") or source_name,
        source_url=cell("source_url"),
        problem=problem,
    )
