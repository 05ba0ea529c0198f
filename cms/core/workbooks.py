"""Rows of a workbook that somebody sent in. What the file says of its own size is not believed: a few kilobytes can claim a
million rows of sixteen thousand columns, and would be read for an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

MOST_COLUMNS = 200
"""Far more than any import has; what stands further to the right is never looked at."""


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
