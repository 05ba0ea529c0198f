"""What became of each line of an import: the rows and totals that ``import_directory --report`` writes (docs/directory.md)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any

from portal.common.chinese_ids import without_identity_numbers


class Status(StrEnum):
    """What happened to a line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    FAILED = "failed"


@dataclass(slots=True)
class ReportRow:
    """One line: where it stands, what it is about, what changes (old → new by field), what is wrong by column."""

    sheet: str
    row: int
    kind: str = ""
    name: str = ""
    status: Status = Status.FAILED
    changes: dict[str, list[str]] = field(default_factory=dict)
    errors: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    url: str = ""


@dataclass(slots=True)
class Report:
    """All lines in the order of the file."""

    file_name: str
    rows: list[ReportRow] = field(default_factory=list)
    ignored_columns: list[str] = field(default_factory=list)
    dry_run: bool = False
    import_id: int | None = None

    def totals(self) -> dict[str, int]:
        """How many lines, by status, and how many have warnings."""
        counts = {"rows": len(self.rows)} | {status.value: 0 for status in Status}
        for row in self.rows:
            counts[row.status.value] += 1
        return counts | {"warnings": sum(bool(row.warnings) for row in self.rows)}

    def as_json(self) -> dict[str, Any]:
        """The report as a file. A name that was refused is not repeated with the number it carried."""
        return {
            "file": self.file_name,
            "dry_run": self.dry_run,
            "import": self.import_id,
            "ignored_columns": self.ignored_headings(),
            "rows": [asdict(row) for row in self.rows],
            "totals": self.totals(),
        }

    def ignored_headings(self) -> list[str]:
        """The headings that are no column, without a number that somebody put there."""
        return [without_identity_numbers(heading) for heading in self.ignored_columns]
