"""A report's rows in words, for pages and for the file to download."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cms.core.workbooks import guarded
from cms.editorial.importers.matching import labels
from cms.editorial.importers.report import STATUS_LABELS, Status

ORDER = (Status.FAILED, Status.SKIPPED, Status.UPDATED, Status.CREATED, Status.UNCHANGED)
"""What asks for attention first."""
LONGEST = 240


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of a row."""

    label: str
    old: str
    new: str


def counts_of(totals: Mapping[str, int]) -> list[dict[str, Any]]:
    """How many rows by status, in the order of attention."""
    return [
        {"status": status.value, "label": STATUS_LABELS[status], "count": totals.get(status.value, 0)}
        for status in ORDER
    ]


def differences(kind: str, row: Mapping[str, Any]) -> list[Difference]:
    """Field, old, new."""
    return [
        Difference(labels(kind, [name])[0], _cut(old), _cut(new)) for name, (old, new) in row.get("changes", {}).items()
    ]


def problems(row: Mapping[str, Any]) -> list[str]:
    """What is wrong, and why a row was left."""
    said = [str(error["message"]) for error in row.get("errors", [])]
    return [*said, *([str(row["reason"])] if row.get("reason") else [])]


def report_table(kind: str, rows: list[dict[str, Any]]) -> Iterator[list[str]]:
    """The report as a table."""
    yield [_("行"), _("位置"), _("标题"), _("结果"), _("更改"), _("问题"), _("提醒"), _("网址")]
    for row in rows:
        changes = "；".join(f"{one.label}：{one.old}→{one.new}" for one in differences(kind, row))
        told = [str(row["row"]), row["place"], row["title"], str(STATUS_LABELS[Status(row["status"])]), changes]
        told += ["；".join(problems(row)), "；".join(row["warnings"]), row["url"]]
        yield [guarded(cell) for cell in told]


def csv_bytes(table: Iterator[list[str]]) -> bytes:
    """A table as a file that spreadsheets open without asking."""
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    return written.getvalue().encode("utf-8-sig")


def _cut(text: str) -> str:
    return f"{text[:LONGEST]}……" if len(text) > LONGEST else text
