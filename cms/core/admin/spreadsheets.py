"""Lists as files, safely: whatever Wagtail's lists and reports export as CSV holds no cell that a spreadsheet runs.

What strangers typed (words searched for, titles that were collected) reaches an editor's spreadsheet this way. In workbooks
Wagtail writes cells as text; what no workbook can hold (control characters of pasted text) is left out, or there would be none.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.core.characters import for_workbook
from cms.core.workbooks import guarded

__all__ = ["csv_response", "guard_exports", "guarded"]


def csv_response(name: str, table: Iterable[Sequence[Any]]) -> HttpResponse:
    """A table as a file called ``name``, with the mark that lets spreadsheets read UTF-8. What people wrote comes ``guarded``."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    csv.writer(response).writerows(table)
    return response


def guard_exports() -> None:
    """Called once, from ``AppConfig.ready``: all of Wagtail's lists and ours share this one method."""
    written = SpreadsheetExportMixin.preprocess_field_value

    def preprocess_field_value(self: Any, field: str, value: Any, export_format: str) -> Any:
        made = written(self, field, value, export_format)
        if export_format == SpreadsheetExportMixin.FORMAT_XLSX and isinstance(made, str):
            return for_workbook(made)
        # Whatever is no string (a page, a law, a dict) is written as one; numbers and days begin no formula.
        if export_format != SpreadsheetExportMixin.FORMAT_CSV or made is None or isinstance(made, int | float):
            return made
        return guarded(str(made))

    SpreadsheetExportMixin.preprocess_field_value = preprocess_field_value
