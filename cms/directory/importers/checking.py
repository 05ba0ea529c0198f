"""A line of a file → what it says of which entry, with everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cms.core.models import Topic
from cms.directory.importers.columns import BY_NAME, CellError, Vocabulary, kind_of, read_cell
from cms.directory.importers.reading import TOO_LONG, Line
from cms.directory.importers.report import ReportRow
from cms.directory.licence_numbers import is_licensed, licence_warning
from cms.directory.models import Entry, Institution
from portal.common.chinese_ids import without_identity_numbers

LATER_THAN_TODAY = frozenset({"founded_on", "first_licensed_on"})


@dataclass(slots=True)
class CheckedLine:
    """A line without errors. ``values`` are columns of the entry; ``institution``, ``institution_code``, ``role`` and
    ``affiliated_on`` tell where a practitioner works."""

    model: type[Entry]
    values: dict[str, Any]
    report: ReportRow
    institution: str = ""
    institution_code: str = ""
    role: str | None = None
    affiliated_on: date | None = None
    at: Any = field(default=None)  # the institution, once it is found

    @property
    def kind(self) -> str:
        """The kind of the entry."""
        return str(self.values["kind"])

    def fail(self, column: str, message: str) -> None:
        """Put down what is wrong."""
        self.report.errors.append({"column": column, "message": message})


def vocabulary() -> Vocabulary:
    """The topics of this installation: one query."""
    found: dict[str, str] = {}
    for code, name in Topic.objects.order_by("position", "code").values_list("code", "name"):
        found[code] = found[name] = code
    return Vocabulary(found)


def check_lines(lines: Iterable[Line], words: Vocabulary, today: date) -> list[CheckedLine]:
    """Read every line; those with errors have them in their report row and no values to be written."""
    return [_check(line, words, today) for line in lines]


def _check(line: Line, words: Vocabulary, today: date) -> CheckedLine:
    report = ReportRow(line.sheet, line.number, name=without_identity_numbers(line.cells.get("name", ""))[:200])
    checked = CheckedLine(Institution, {}, report)
    try:
        checked.model, kind = kind_of(line.cells.get("kind", ""))
    except CellError as error:
        checked.fail("kind", str(error))
        return checked
    report.kind = kind
    checked.values["kind"] = kind
    for name, cell in line.cells.items():
        column = BY_NAME.get(name)
        if column is None or checked.model not in column.models:
            continue
        try:
            if cell == TOO_LONG:
                raise CellError(_("数字超过15位，表格已丢失末尾几位。请把该列设为文本后重新填写。"))
            value = read_cell(column, cell, words)
            if name in LATER_THAN_TODAY and value is not None and value > today:
                raise CellError(_("不能晚于今天。"))
        except CellError as error:
            checked.fail(name, str(error))
            continue
        if column.is_entry_field:
            checked.values["topic_codes" if name == "topics" else name] = value
        else:
            setattr(checked, name, value)
    if not checked.values.get("name") and not any(error["column"] == "name" for error in report.errors):
        checked.fail("name", _("没有填写名称。"))
    if ("latitude" in checked.values) != ("longitude" in checked.values):
        checked.fail("latitude", _("纬度和经度应当都填写。"))
    number = checked.values.get("licence_number")
    if warning := licence_warning(kind, number):
        report.warnings.append(warning)
    elif number is None and is_licensed(kind) and checked.model is not Institution:
        report.warnings.append(_("没有填写执业证号。"))
    return checked
