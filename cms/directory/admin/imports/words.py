"""What an import says of a line: field by field, old → new, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.core.admin.spreadsheets import guarded
from cms.core.models import Topic
from cms.directory.importers.columns import BY_NAME
from cms.directory.importers.report import Status
from cms.directory.models import ImportRow
from cms.directory.models.enums import EntryStatus, InstitutionKind, PractitionerKind

STATUS: dict[str, Any] = {
    Status.FAILED.value: gettext_lazy("有错误"),
    Status.UPDATED.value: gettext_lazy("更改"),
    Status.CREATED.value: gettext_lazy("新建"),
    Status.UNCHANGED.value: gettext_lazy("未变化"),
}
KINDS = dict((*InstitutionKind.choices, *PractitionerKind.choices))


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a line."""

    label: str
    old: str
    new: str


def label(column: str) -> str:
    """What a column is called."""
    if column == "kind":
        return _("类别")
    return BY_NAME[column].headings[0] if column in BY_NAME else column


class LineWords:
    """Lines in words; topics are read once."""

    def __init__(self) -> None:
        self._topics = dict(Topic.objects.values_list("code", "name"))

    def differences(self, row: ImportRow) -> list[Difference]:
        """Field, old, new."""
        return [
            Difference(label(column), self._value(column, old), self._value(column, new))
            for column, (old, new) in row.changes.items()
        ]

    def problems(self, row: ImportRow) -> list[str]:
        """Column and what is wrong."""
        found = []
        for error in row.errors:
            column = label(error["column"]) if error["column"] else ""
            found.append(f"{column}：{error['message']}" if column else str(error["message"]))
        return found

    def table(self, rows: Iterator[ImportRow], *, only_errors: bool) -> Iterator[list[str]]:
        """The lines as a file."""
        headings = [_("工作表"), _("行"), _("类别"), _("名称")]
        yield headings + ([_("问题")] if only_errors else [_("结果"), _("更改"), _("问题"), _("提醒")])
        for row in rows:
            told = [row.sheet, str(row.line), str(KINDS.get(row.kind, row.kind)), row.name]
            problems = "；".join(self.problems(row))
            if only_errors:
                told.append(problems)
            else:
                changes = "；".join(f"{one.label}：{one.old}→{one.new}" for one in self.differences(row))
                told += [str(STATUS.get(row.status, row.status)), changes, problems, "；".join(row.warnings)]
            yield [guarded(cell) for cell in told]

    def _value(self, column: str, value: str) -> str:
        if column == "topics":
            return "、".join(self._topics.get(code, code) for code in value.split())
        if column == "status":
            return str(dict(EntryStatus.choices).get(value, value))
        return value
