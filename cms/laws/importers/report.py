"""What became of each file: the rows and totals that ``import_laws --report`` writes (docs/import.md)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    """What happened to a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(slots=True)
class ReportRow:
    """One file. Characters are those that are not white space, after NFC, without heading marks and the INFO END line;
    ``blocks`` are pieces that could be given no structure; ``notes`` tell of dates that contradict each other."""

    path: str
    title: str
    status: Status
    articles: int = 0
    blocks: int = 0
    characters_in: int = 0
    characters_kept: int = 0
    effective_on: str = ""
    url: str = ""
    error: str = ""
    notes: str = ""


@dataclass(slots=True)
class Report:
    """All rows in the order of the sources."""

    rows: list[ReportRow] = field(default_factory=list)
    dry_run: bool = False

    def add(self, rows: Iterable[ReportRow]) -> None:
        """Add the rows of one instrument."""
        self.rows.extend(rows)

    def totals(self) -> dict[str, int]:
        """Sums: texts, each status, articles, blocks, characters."""
        counts = {"texts": len(self.rows)}
        counts |= {status.value: sum(row.status is status for row in self.rows) for status in Status}
        for name in ("articles", "blocks", "characters_in", "characters_kept"):
            counts[name] = sum(getattr(row, name) for row in self.rows)
        return counts

    def as_json(self) -> dict[str, Any]:
        """The report as the contract describes it."""
        return {"dry_run": self.dry_run, "texts": [asdict(row) for row in self.rows], "totals": self.totals()}
