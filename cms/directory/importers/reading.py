"""Reading the lines of a CSV or XLSX file. A cell of an unknown column is never looked at."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.core.workbooks import DamagedSheet, sheet_rows, unguarded, unpacks_to_too_much
from cms.directory.importers.columns import BY_HEADING, LONGEST_NUMBER

MOST_LINES = 500_000
MOST_BYTES = 100 * 1024 * 1024
MOST_UNPACKED = 1024 * 1024 * 1024
TOO_LONG = "\ufffd"
"""Stands for a number that the spreadsheet has cut."""


class UnreadableFile(Exception):
    """The file as a whole cannot be used; the message says why, for a clerk."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where it stands, and its cells that are not empty, by column."""

    sheet: str
    number: int
    cells: dict[str, str]


@dataclass(slots=True)
class Table:
    """What a file holds. ``ignored`` are the headings that are no column."""

    file_name: str
    digest: str
    lines: list[Line] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


def read_table(path: Path, name: str = "") -> Table:
    """Read a file whole; raises UnreadableFile."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise UnreadableFile(_("文件超过100 MB，请分成几个文件。"))
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFile(f"{path}: {error.strerror}") from error
    return read_bytes(name or path.name, data)


def read_bytes(name: str, data: bytes) -> Table:
    """Read what a file holds; its name tells what it is. Raises UnreadableFile."""
    table = Table(name, hashlib.sha256(data).hexdigest())
    suffix = Path(name).suffix.lower()
    if suffix == ".csv":
        _read_rows(table, "", _csv_rows(data))
    elif suffix == ".xlsx":
        try:
            for sheet, rows in _sheets(data):
                _read_rows(table, sheet, rows)
        except DamagedSheet as error:
            raise UnreadableFile(_("不是可以读取的.xlsx文件。")) from error
    else:
        raise UnreadableFile(_("只能导入.csv或者.xlsx文件。"))
    if not table.lines:
        raise UnreadableFile(_("文件中没有数据行。"))
    return table


def _read_rows(table: Table, sheet: str, rows: Iterator[Sequence[str]]) -> None:
    headings = next(rows, None)
    if headings is None or not any(headings):
        return
    columns = [BY_HEADING.get("".join(heading.split()), "") for heading in headings]
    known = [column for column in columns if column]
    if "kind" not in known or "name" not in known:
        raise UnreadableFile(_("%(sheet)s第一行应为列名，至少要有kind（类别）和name（名称）。") % {"sheet": sheet})
    twice = sorted({column for column in known if known.count(column) > 1})
    if twice:
        raise UnreadableFile(_("列重复：%(columns)s。") % {"columns": "、".join(twice)})
    table.ignored += [heading for heading, column in zip(headings, columns, strict=True) if heading and not column]
    for number, row in enumerate(rows, start=2):
        cells = {column: unguarded(cell) for column, cell in zip(columns, row, strict=False) if column and cell.strip()}
        if cells:
            table.lines.append(Line(sheet, number, cells))
        if len(table.lines) > MOST_LINES:
            raise UnreadableFile(_("超过%(number)d行，请分成几个文件。") % {"number": MOST_LINES})


def _csv_rows(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise UnreadableFile(_("文件的编码不是UTF-8，也不是GB18030。")) from None
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise UnreadableFile(_("CSV格式有误：%(error)s") % {"error": error}) from None


def _sheets(data: bytes) -> Iterator[tuple[str, Iterator[list[str]]]]:
    import openpyxl  # a large library: only who reads a workbook pays

    try:
        if unpacks_to_too_much(data, MOST_UNPACKED):
            raise UnreadableFile(_("文件展开后过大，请分成几个文件。"))
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl says what is wrong by whatever its parser raised
        raise UnreadableFile(_("不是可以读取的.xlsx文件。")) from error
    for sheet in book.worksheets:
        yield sheet.title, sheet_rows(sheet, _written)


def _written(value: Any) -> str:
    """A cell of a workbook as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        if abs(value) >= LONGEST_NUMBER:
            return TOO_LONG
        return str(int(value)) if float(value).is_integer() else repr(value)
    return str(value)
