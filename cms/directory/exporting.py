"""Entries as CSV or XLSX, in the columns of the import: what is exported can be imported again and changes nothing.

A cell that a spreadsheet would run as a formula gets an apostrophe in front, which the import takes away.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, BinaryIO, TextIO

from django.db.models import QuerySet

from cms.core.admin.spreadsheets import guarded
from cms.core.characters import for_workbook
from cms.core.models import Topic
from cms.directory.catalogue import current_affiliations
from cms.directory.importers.columns import COLUMNS
from cms.directory.models import Entry, Practitioner

AT_ONCE = 1000


def columns_of(model: type[Entry]) -> list[str]:
    """The columns in which entries of a model are exported."""
    return ["kind", *(column.name for column in COLUMNS if model in column.models)]


def rows(entries: QuerySet[Any], day: date, *, only_public: bool = True) -> Iterator[list[str]]:
    """The headings, then a row an entry: for each thousand entries a query (two more for practitioners). A clerk's export
    names institutions that are not public, too."""
    model: type[Entry] = entries.model
    columns = columns_of(model)
    names = dict(Topic.objects.values_list("code", "name"))
    if model is Practitioner:
        entries = entries.prefetch_related(None).prefetch_related(current_affiliations(day, only_public=only_public))
    yield columns
    for entry in entries.iterator(chunk_size=AT_ONCE):
        values = _values(entry, names)
        yield [guarded(_written(values.get(column, ""))) for column in columns]


def write_csv(file: TextIO, table: Iterable[Sequence[str]]) -> None:
    """Write CSV with the mark that lets spreadsheets read UTF-8."""
    file.write("\ufeff")
    csv.writer(file).writerows(table)


def csv_lines(table: Iterable[Sequence[str]]) -> Iterator[str]:
    """CSV line by line, for a response that streams."""
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for row in table:
        yield writer.writerow(row)


def write_xlsx(file: BinaryIO, table: Iterable[Sequence[str]]) -> None:
    """Write a workbook of one sheet; every cell is text, so that no number loses its end."""
    import openpyxl  # a large library: only who writes a workbook pays
    from openpyxl.cell import WriteOnlyCell

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名录")
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=for_workbook(value))
            cell.data_type, cell.number_format = "s", "@"
            cells.append(cell)
        sheet.append(cells)
    book.save(file)


class _Echo:
    """A file that gives back what is written."""

    def write(self, line: str) -> str:
        """Give back the line."""
        return line


def _values(entry: Entry, topic_names: dict[str, str]) -> dict[str, Any]:
    values = {column.name: getattr(entry, column.name) for column in COLUMNS if _is_plain(entry, column.name)}
    values["kind"] = entry.kind
    values["topics"] = "、".join(topic_names.get(code, code) for code in entry.topic_codes.split())
    if isinstance(entry, Practitioner):
        main = next((row for row in entry.current_affiliations if row.is_main), None)
        if main is not None:
            values |= {
                "institution": main.institution.name,
                "institution_code": main.institution.unified_social_credit_code,
                "role": main.role,
                "affiliated_on": main.started_on,
            }
    return values


def _is_plain(entry: Entry, name: str) -> bool:
    return name != "topics" and name in {field.name for field in entry._meta.concrete_fields}


def _written(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
