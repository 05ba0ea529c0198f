"""Rows of a workbook that somebody sent in. What the file says of its own size is not believed: a few kilobytes can claim a
million rows of sixteen thousand columns, and would be read for an hour.

And the apostrophe before what a spreadsheet would run: exports put it there, imports take it away.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

MOST_COLUMNS = 200
"""Far more than any import has; what stands further to the right is never looked at."""


MOST_AT_ANY_RATE = 32 * 1024 * 1024
"""What a workbook may unpack to however small it is; beyond it real tables shrink to a tenth, and bombs to a thousandth."""
MOST_RATIO = 60

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""The wide ones are taken for the narrow by spreadsheets in the languages of East Asia."""


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe in front."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


def unguarded(cell: str) -> str:
    """A cell as it was before ``guarded``."""
    return cell[1:] if cell.startswith("'") and cell[1:2] in FORMULA_STARTS else cell


def unpacks_to_too_much(content: bytes, most: int) -> bool:
    """Whether a workbook says that it unpacks to more than ``most``, or is packed as no table is. Nothing is unpacked, and
    ``zipfile`` unpacks no more than was said. Raises what zipfile does for what is no workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    return unpacked > most or unpacked > max(MOST_AT_ANY_RATE, MOST_RATIO * len(content))


class DamagedSheet(Exception):
    """A sheet breaks off or holds what no sheet does: it is read row by row, so that this shows only then."""


def sheet_rows(sheet: Any, written: Callable[[Any], str]) -> Iterator[list[str]]:
    """The rows of a sheet opened for reading, each cell as ``written`` gives it; an empty row is an empty list, so that rows
    keep their numbers. Raises DamagedSheet."""
    try:
        yield from _rows(sheet, written)
    except Exception as error:  # openpyxl says what is wrong by whatever its parser raised
        raise DamagedSheet from error


def _rows(sheet: Any, written: Callable[[Any], str]) -> Iterator[list[str]]:
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True):
        if row.count(None) == len(row):
            yield []
            continue
        cells = [written(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells
