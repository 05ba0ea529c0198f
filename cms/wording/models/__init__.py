"""Rules of wording, and what editors cleared."""

from cms.wording.models.clearance import WordingClearance
from cms.wording.models.rule import Category, Severity, WordingRule

__all__ = ["Category", "Severity", "WordingClearance", "WordingRule"]
