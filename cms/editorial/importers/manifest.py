"""A folder with ``manifest.csv`` and a text a row: ``path`` and the columns of the kind, or the columns of a folder of laws, of
which the rows of level 案例 are cases (docs/import-editorial.md)."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from django.utils.translation import gettext as _

from cms.editorial.importers.rows import ImportFile, Row, UnreadableFile
from cms.editorial.importers.texts import decoded, text_of
from cms.laws.importers.sources import TYPICAL_CASE, inside

NAME = "manifest.csv"
MOST_FILE_BYTES = 20 * 1024 * 1024


def read_folder(folder: Path, kind: str) -> ImportFile:
    """List the texts of a folder; raises UnreadableFile when the manifest cannot be read. Where the manifest has a column
    ``level``, only cases are read, and only as cases."""
    try:
        content = (folder / NAME).read_bytes()
    except OSError as error:
        raise UnreadableFile(_("文件夹里没有manifest.csv。")) from error
    reader = csv.reader(io.StringIO(decoded(content), newline=""), strict=True)
    file = ImportFile(folder.resolve().name, kind, hashlib.sha256(content).hexdigest())
    try:
        headings = [heading.strip().lower() for heading in next(reader, [])]
        if "path" not in headings:
            raise UnreadableFile(_("manifest.csv里没有path这一列。"))
        columns = file.columns(["" if heading in ("path", "level") else heading for heading in headings])
        for number, cells in enumerate(reader, start=2):
            named = dict(zip(headings, (cell.strip() for cell in cells), strict=False))
            if "level" in named and (kind != "typical_case" or named["level"] != TYPICAL_CASE):
                continue
            values = {column: cell for column, cell in zip(columns, cells, strict=False) if column and cell.strip()}
            if any(cell.strip() for cell in cells):
                file.rows.append(_row(folder, number, named.get("path", ""), values))
    except csv.Error as error:
        raise UnreadableFile(_("CSV格式有误：%(error)s") % {"error": error}) from None
    return file


def _row(folder: Path, number: int, path: str, cells: dict[str, str]) -> Row:
    row = Row(number, cells, place=path)
    file = inside(folder, path) if path else None
    if not path:
        return row  # everything stands in the cells
    if file is None:
        row.problem = _("path指向了文件夹之外。")
    elif not file.is_file():
        row.problem = _("没有这个文件：%(path)s") % {"path": path}
    elif file.stat().st_size > MOST_FILE_BYTES:
        row.problem = _("文件超过20 MB。")
    elif file.suffix.lower() not in (".md", ".txt", ".docx"):
        row.problem = _("只能是.md、.txt或者.docx文件。")
    else:
        try:
            row.text = text_of(file.read_bytes(), file.suffix.lower())
        except (OSError, UnreadableFile) as error:
            row.problem = str(error)
    return row
