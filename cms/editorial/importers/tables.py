"""Rows of JSONL, CSV and XLSX. A cell of an unknown column is never looked at."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from cms.core.workbooks import DamagedSheet, sheet_rows, unguarded, unpacks_to_too_much
from cms.editorial.importers.columns import bare, by_heading
from cms.editorial.importers.rows import ImportFile, Row, UnreadableFile

MOST_UNPACKED = 500 * 1024 * 1024
LONGEST_CELL = 200_000
_NEEDED = ("title", "question", "text", "path")
_NO_CHARACTER = re.compile("[\x00\ud800-\udfff]")
"""What JSON can write and no database takes: a zero byte, half of a pair."""


def jsonl_rows(text: str, file: ImportFile) -> Iterator[Row]:
    """An object a line; lists are several values of one column. A line that is no object is a row with a problem."""
    known = by_heading(file.kind)
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            said = getattr(error, "msg", "") or type(error).__name__
            yield Row(number, problem=_("第%(number)d行不是正确的JSON：%(error)s") % {"number": number, "error": said})
            continue
        if not isinstance(value, dict):
            yield Row(number, problem=_("第%(number)d行应是一个JSON对象，写在花括号里。") % {"number": number})
            continue
        row = Row(number)
        for name, cell in value.items():
            column = known.get(bare(str(name)))
            if column is None:
                if (shown := _NO_CHARACTER.sub("\ufffd", str(name))[:60]) not in file.ignored:
                    file.ignored.append(shown)
                continue
            try:
                words = _words(cell)
            except ValueError:
                row.problem = _("“%(name)s”的值应是文字、数字或者文字的列表。") % {"name": column.name}
                continue
            if words.strip():
                row.cells[column.name] = words
        yield _checked(row)


def csv_rows(text: str, file: ImportFile) -> Iterator[Row]:
    """A row a line of the file, numbered as a spreadsheet shows it."""
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL * 2))
    try:
        yield from _table_rows("", csv.reader(io.StringIO(text, newline=""), strict=True), file)
    except csv.Error as error:
        raise UnreadableFile(_("CSV格式有误：%(error)s") % {"error": error}) from None


def xlsx_rows(content: bytes, file: ImportFile) -> Iterator[Row]:
    """The rows of all sheets that have a heading we know."""
    import openpyxl  # a large library: only who reads a workbook pays

    try:
        if unpacks_to_too_much(content, MOST_UNPACKED):
            raise UnreadableFile(_("文件展开后过大，请分成几个文件。"))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except UnreadableFile:
        raise
    except Exception as error:  # openpyxl says what is wrong by whatever its parser raised
        raise UnreadableFile(_("不是可以读取的.xlsx文件。")) from error
    try:
        for sheet in book.worksheets:
            yield from _table_rows(sheet.title if len(book.worksheets) > 1 else "", sheet_rows(sheet, _written), file)
    except DamagedSheet as error:
        raise UnreadableFile(_("不是可以读取的.xlsx文件。")) from error


def _table_rows(sheet: str, rows: Iterator[Sequence[str]], file: ImportFile) -> Iterator[Row]:
    headings = next(rows, None)
    if headings is None or not any(headings):
        return
    columns = file.columns(list(headings))
    if not set(columns) & set(_NEEDED):
        words = _("%(sheet)s第一行应为列名，至少要有title（标题）或者question（问题）。") % {"sheet": sheet}
        raise UnreadableFile(words)
    for number, cells in enumerate(rows, start=2):
        row = Row(number, place=sheet)
        for column, cell in zip(columns, cells, strict=False):
            if column and cell.strip():
                row.cells[column] = unguarded(cell)
        if row.cells:
            yield _checked(row)


def _checked(row: Row) -> Row:
    if any(len(cell) > LONGEST_CELL for cell in row.cells.values()):
        row.problem = _("内容超过%(number)d个字。") % {"number": LONGEST_CELL}
        row.cells = {name: cell[:200] for name, cell in row.cells.items()}
    if any(_NO_CHARACTER.search(cell) for cell in row.cells.values()):
        row.problem = _("内容里有不是文字的符号，无法保存。")
        row.cells = {name: _NO_CHARACTER.sub("\ufffd", cell) for name, cell in row.cells.items()}
    return row


def _words(value: Any) -> str:
    """A JSON value as words: NaN and null are nothing, a list is a line each; ValueError for what has parts of its own."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "\n".join(filter(None, (_words(one) for one in value if not isinstance(one, list))))
    if isinstance(value, dict):
        raise ValueError("an object in an object")
    return _written(value)


def _written(value: Any) -> str:
    """A cell of a workbook as a person would have typed it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
