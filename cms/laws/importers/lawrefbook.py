"""A checkout of LawRefBook/Laws: ``db.sqlite3`` at the root and one in each folder under ``DLC/``.

The databases differ in the order of their columns, so every column is read by name; they have empty and misplaced
values, so nothing is believed that does not look like what it should be. They are opened read-only and immutable.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cms.laws.importers.sources import FILE_MISSING, OUTSIDE_FOLDER, Listing, ProblemWithSource, SourceRow, inside

NAME = "db.sqlite3"
SOURCE_NAME = "LawRefBook/Laws"
SOURCE_URL = "https://github.com/LawRefBook/Laws"

_DATE_LIKE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}")


def read_lawrefbook(folder: Path) -> Listing:
    """List the texts that the databases of a checkout name, those whose files are missing too.

    Raises ProblemWithSource when the database at the root cannot be read; one under ``DLC/`` only costs its own rows.
    """
    listing = Listing(SOURCE_NAME)
    listing.rows += _database_rows(folder, folder)
    for database in sorted((folder / "DLC").glob(f"*/{NAME}")):
        try:
            listing.rows += _database_rows(folder, database.parent)
        except ProblemWithSource as error:
            path = database.relative_to(folder).as_posix()
            listing.rows.append(SourceRow(path=path, problem=f"unreadable: {error}", source_name=SOURCE_NAME))
    return listing


def _database_rows(root: Path, folder: Path) -> list[SourceRow]:
    address = f"file:{quote(str((folder / NAME).resolve()))}?mode=ro&immutable=1"
    try:
        connection = sqlite3.connect(address, uri=True)
        connection.row_factory = sqlite3.Row
        try:
            categories = {str(row["id"]): row for row in connection.execute("SELECT * FROM category")}
            laws = [dict(row) for row in connection.execute("SELECT * FROM law")]
        finally:
            connection.close()
    except (sqlite3.Error, IndexError, UnicodeDecodeError) as error:
        raise ProblemWithSource(f"{folder / NAME}: {error}") from error
    taken: set[Path] = set()
    # Rows with a date first: a plain name.md then stays for the row that has none.
    laws.sort(key=lambda law: (not _date(law.get("publish")), str(law.get("name")), str(law.get("publish"))))
    rows = [_row(root, folder, law, categories.get(str(law.get("category_id"))), taken) for law in laws]
    return sorted(rows, key=lambda row: row.path)


def _row(root: Path, folder: Path, law: Mapping[str, Any], category: Any, taken: set[Path]) -> SourceRow:
    title, publish = _text(law.get("name")), _date(law.get("publish"))
    place = _text(category["folder"]) if category is not None else ""
    name = _text(category["name"]) if category is not None else ""
    group = _text(category["group"]) if category is not None and "group" in category.keys() else ""  # noqa: SIM118
    names = list(_file_names(title, publish, _text(law.get("filename"))))
    relative_folder = folder.relative_to(root)
    file, problem = _find(folder, place, names, taken)
    if file is not None:
        taken.add(file)
        path = file.relative_to(root.resolve()).as_posix()
    else:
        path = (relative_folder / place / names[0]).as_posix() if names else relative_folder.as_posix()
    return SourceRow(
        path=path,
        file=file,
        title=title,
        level=_text(law.get("level")),
        category=name,
        region=name if group == "地方法规" else "",
        published=publish,
        effective=_date(law.get("valid_from")),
        is_repealed=_text(law.get("expired")) == "1",
        source_name=SOURCE_NAME,
        source_url=SOURCE_URL,
        problem=problem,
    )


def _find(folder: Path, place: str, names: list[str], taken: set[Path]) -> tuple[Path | None, str]:
    """Find the file of a row in its category's folder; what another row has is not taken again."""
    problem = FILE_MISSING
    for name in names:
        file = inside(folder, f"{place}/{name}" if place else name)
        if file is None:
            problem = OUTSIDE_FOLDER
        elif file.is_file() and file not in taken:
            return file, ""
    return None, problem


def _file_names(title: str, publish: str, filename: str) -> Iterator[str]:
    """The names a row's file may have: the one it gives, title and date, title alone."""
    if filename:
        yield filename if filename.endswith(".md") else f"{filename}.md"
    if title:
        if publish:
            yield f"{title}({publish}).md"
        yield f"{title}.md"


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def _date(value: object) -> str:
    """A value of a date column, if it looks like a date; anything else is a value that got into the wrong column."""
    text = _text(value)
    return text if _DATE_LIKE.match(text) else ""
