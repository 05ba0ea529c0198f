"""What a workbook says of its own size costs nobody an hour. (Written to be cut off: without the bound these run for minutes.)"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from cms.core.workbooks import MOST_COLUMNS, guarded, sheet_rows, unguarded
from cms.directory import exporting
from cms.directory.importers.reading import read_bytes
from cms.editorial.importers.reading import read_content

LAST_ROW, LAST_COLUMN = 1_048_576, "XFD"


def claiming(headings: list[str], values: list[str]) -> bytes:
    """A workbook of five kilobytes with a cell in the last corner that a sheet can have."""
    import openpyxl

    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(headings)
    book.active.append(values)
    book.save(file)
    made = io.BytesIO()
    with zipfile.ZipFile(file) as plain, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in plain.namelist():
            part = plain.read(name)
            if name.endswith("sheet1.xml"):
                whole = f'<dimension ref="A1:{LAST_COLUMN}{LAST_ROW}"/>'.encode()
                corner = f'<row r="{LAST_ROW}"><c r="{LAST_COLUMN}{LAST_ROW}"><v>1</v></c></row></sheetData>'.encode()
                part = re.sub(rb"<dimension[^>]*/>", whole, part).replace(b"</sheetData>", corner)
            copy.writestr(name, part)
    return made.getvalue()


def editorial(content: bytes) -> int:
    return len(read_content("a.xlsx", content, "knowledge_qa").rows)


def directory(content: bytes) -> int:
    return len(read_bytes("a.xlsx", content).lines)


@pytest.mark.parametrize(
    ("read", "headings"),
    [(editorial, ["title", "short_answer"]), (directory, ["kind", "name"])],
    ids=["pages", "entries"],
)
def test_a_small_file_that_claims_to_be_huge_is_read_as_what_it_holds(
    read: Callable[[bytes], int], headings: list[str]
) -> None:
    assert read(claiming(headings, ["a", "b"])) == 1


@pytest.mark.parametrize(
    ("read", "headings"),
    [(editorial, ["title", "short_answer"]), (directory, ["kind", "name"])],
    ids=["pages", "entries"],
)
def test_a_sheet_that_breaks_off_is_refused_in_words(read: Callable[[bytes], int], headings: list[str]) -> None:
    """It is read row by row, after the book was opened."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(claiming(headings, ["a", "b"]))) as whole, zipfile.ZipFile(made, "w") as copy:
        for name in whole.namelist():
            part = whole.read(name)
            copy.writestr(name, part[: part.rindex(b"<row")] if name.endswith("sheet1.xml") else part)

    with pytest.raises(Exception, match=r"不是可以读取的\.xlsx文件"):
        read(made.getvalue())


def test_what_no_workbook_can_hold_spoils_no_export() -> None:
    """A vertical tab comes with text that is pasted from a word processor; openpyxl writes no file with one."""
    out = io.BytesIO()
    exporting.write_xlsx(out, [["名称"], ["示范\x0b律师\x1f事务所"]])

    assert read_rows(out.getvalue()) == [["名称"], ["示范律师事务所"]]
    assert SpreadsheetExportMixin().preprocess_field_value("title", "普\x0b法", "xlsx") == "普法"


def read_rows(content: bytes) -> list[list[Any]]:
    import openpyxl

    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]


@pytest.mark.parametrize("begins", ["=", "-", "\n", "＝", "＋", "－", "＠"])
def test_no_cell_of_an_export_is_a_formula_in_any_language_and_an_import_gives_it_back(begins: str) -> None:
    """Spreadsheets of East Asia take the wide signs for the narrow ones."""
    cell = f"{begins}HYPERLINK(1)"

    assert guarded(cell) == f"'{cell}"
    assert unguarded(guarded(cell)) == cell
    for content in (f'kind,name\n律师,"\'{cell}"\n', f'title,short_answer\n甲,"\'{cell}"\n'):
        kind, name = content.split("\n")[0].split(",")
        if kind == "kind":
            (line,) = read_bytes("a.csv", content.encode()).lines
            assert line.cells[name] == cell
        else:
            (row,) = read_content("a.csv", content.encode(), "knowledge_qa").rows
            assert cell in row.cells.values()


@pytest.mark.parametrize("read", [editorial, directory], ids=["pages", "entries"])
def test_what_is_packed_as_no_table_is_refused_before_it_is_unpacked(read: Callable[[bytes], int]) -> None:
    """Forty megabytes of nothing but the same, in forty kilobytes: the page that takes it would hold all its words at once."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<si><t/></si>" * 3_000_000)

    with pytest.raises(Exception, match="文件展开后过大"):
        read(made.getvalue())


def test_of_a_wide_row_only_what_an_import_could_have_is_looked_at() -> None:
    asked: list[Any] = []

    def written(value: Any) -> str:
        asked.append(value)
        return str(value)

    class Sheet:
        def reset_dimensions(self) -> None: ...

        def iter_rows(self, max_col: int, values_only: bool) -> Any:
            assert values_only
            yield from ([1] * max_col, [None] * max_col)

    assert [len(row) for row in sheet_rows(Sheet(), written)] == [MOST_COLUMNS, 0]
    assert len(asked) == MOST_COLUMNS
