"""How an initial rule is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cms.wording.checking import WARN

if TYPE_CHECKING:
    from cms.wording.models import WordingRule


@dataclass(frozen=True, slots=True)
class InitialRule:
    """A rule that comes with the portal; ``code`` never changes. ``right`` and ``wrong`` are its example sentences."""

    code: str
    words: tuple[str, ...]
    suggestion: str
    reason: str
    wrong: tuple[str, ...]
    right: tuple[str, ...] = ()
    exceptions: tuple[str, ...] = ()
    severity: str = WARN
    category: str = ""
    for_pages: bool = True
    for_answers: bool = True

    def as_row(self) -> WordingRule:
        """The row, not saved."""
        from cms.wording.models import WordingRule

        return WordingRule(
            code=self.code,
            category=self.category,
            severity=self.severity,
            words="\n".join(self.words),
            exceptions="\n".join(self.exceptions),
            suggestion=self.suggestion,
            reason=self.reason,
            must_match="\n".join(self.wrong),
            must_not_match="\n".join(self.right),
            for_pages=self.for_pages,
            for_answers=self.for_answers,
        )
