"""What a source says of one file, whichever kind of source it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cms.laws.models.enums import Level

LEVELS = {label: value for value, label in ((level.value, str(level.label)) for level in Level)}
TYPICAL_CASE = "案例"

# Words of the report's ``error`` column; what stands after a colon is for people.
FILE_MISSING = "file_missing"
OUTSIDE_FOLDER = "outside_folder"
BAD_BYTES = "bad_bytes"
UNREADABLE = "unreadable"
TOO_LARGE = "too_large"
EMPTY = "empty"
NO_TITLE = "no_title"
NO_PATH = "no_path"
UNKNOWN_LEVEL = "unknown_level"
IMPOSSIBLE_DATE = "impossible_date"
CHARACTERS_LOST = "characters_lost"
INVALID = "invalid"
IS_TYPICAL_CASE = "typical_case"
SECOND_FILE = "second_file_of_date"
INCOMPLETE_CODE = "incomplete_code"
OPEN_DRAFT = "open_draft"
LOCKED = "locked"
EDITED_HERE = "edited_here"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One file as its source names it. Dates are as written; ``problem`` keeps a row that cannot even be opened.

    ``path`` is what the report and ``SourceFile`` say: inside its folder, or the name of a single file.
    """

    path: str
    file: Path | None = None
    title: str = ""
    level: str = ""
    category: str = ""
    region: str = ""
    published: str = ""
    effective: str = ""
    expired: str = ""
    is_repealed: bool = False
    source_name: str = ""
    source_url: str = ""
    problem: str = ""

    @property
    def facts(self) -> dict[str, str | bool]:
        """What the source says of the text, as kept with the version: a change of it is a change of the source."""
        return {
            "title": self.title,
            "level": self.level,
            "category": self.category,
            "region": self.region,
            "published": self.published,
            "effective": self.effective,
            "expired": self.expired,
            "repealed": self.is_repealed,
        }


class ProblemWithFile(Exception):
    """A file that cannot go in; the rest does. The first word is one of the codes above."""

    def __init__(self, code: str, detail: str = "", *, skipped: bool = False) -> None:
        self.code = code
        self.skipped = skipped
        super().__init__(f"{code}: {detail}" if detail else code)


class ProblemWithSource(Exception):
    """A path that cannot be read at all (no manifest, no table)."""


@dataclass(slots=True)
class Listing:
    """The rows of one path and the name of where they come from."""

    source_name: str
    rows: list[SourceRow] = field(default_factory=list)


def level_value(level: str) -> str:
    """Give the stored value of a level named in Chinese or by its identifier; empty when it is none."""
    return level if level in Level.values else LEVELS.get(level, "")


def inside(folder: Path, relative: str) -> Path | None:
    """Give the real file behind a path, or None when it would leave the folder (``..``, an absolute path, a link)."""
    root = folder.resolve()
    try:
        found = (root / relative).resolve()
    except (OSError, RuntimeError, ValueError):
        return None
    return found if found.is_relative_to(root) and found != root else None
