"""The authorities that a question out of scope may be sent to [28]: what the rule needs of one, and the first of them."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cms.wording.patterns import lines_of

_FILE = Path(__file__).parent / "initial" / "authorities.toml"


@dataclass(frozen=True, slots=True)
class AuthorityHints:
    """An authority as the rule sees it. ``handles`` says in plain words what to turn to it for."""

    code: str
    name: str
    contact: str
    handles: str
    hints: tuple[str, ...]


@cache
def initial_authorities() -> tuple[AuthorityHints, ...]:
    """The authorities that a new installation begins with; the rows made of them are edited by people."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["authority"]
    return tuple(AuthorityHints(**{**row, "hints": tuple(lines_of(row["hints"]))}) for row in rows)
