"""What became of each row of an import: what ``import_editorial --report`` writes (docs/import-editorial.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.chinese_ids import without_identity_numbers


class Status(StrEnum):
    """What happened to a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


STATUS_LABELS = {
    Status.CREATED: _("新建"),
    Status.UPDATED: _("更新"),
    Status.UNCHANGED: _("没有变化"),
    Status.SKIPPED: _("跳过"),
    Status.FAILED: _("未导入"),
}


@dataclass(slots=True)
class ReportRow:
    """One row: where it stands, what changes (old → new by field), what is wrong by column, why it was skipped (``reason``).
    Characters are those of its running text, without white space, after NFC, without the marks of Markdown."""

    row: int
    place: str = ""
    title: str = ""
    status: Status = Status.FAILED
    reason: str = ""
    changes: dict[str, list[str]] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    citations: int = 0
    citations_unread: int = 0
    url: str = ""
    characters_in: int = 0
    characters_kept: int = 0

    def fail(self, column: str, message: str) -> None:
        """Put down what is wrong."""
        self.errors.append({"column": column, "message": message})


@dataclass(slots=True)
class Report:
    """All rows in the order of the file."""

    file: str
    kind: str
    dry_run: bool = False
    rows: list[ReportRow] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    import_id: int | None = None

    def totals(self) -> dict[str, int]:
        """How many rows, by status; how many have warnings; citations and characters of all."""
        counts = {"rows": len(self.rows)} | {status.value: 0 for status in Status}
        for row in self.rows:
            counts[row.status.value] += 1
        counts["warnings"] = sum(bool(row.warnings) for row in self.rows)
        for name in ("citations", "citations_unread", "characters_in", "characters_kept"):
            counts[name] = sum(getattr(row, name) for row in self.rows)
        return counts

    def as_json(self) -> dict[str, Any]:
        """The report as a file."""
        return {
            "file": self.file,
            "type": self.kind,
            "dry_run": self.dry_run,
            "import": self.import_id,
            "ignored_columns": [without_identity_numbers(heading) for heading in self.ignored_columns],
            "rows": [asdict(row) for row in self.rows],
            "totals": self.totals(),
        }
