"""The rules in force, as values."""

from __future__ import annotations

from typing import Literal

from cms.wording.checking import Finding, Ruleset, check, ruleset
from cms.wording.models import WordingRule

Scope = Literal["pages", "answers"]


def active_rules(scope: Scope) -> Ruleset:
    """The active rules for pages or for answers: one query; made ready once as long as they stay the same."""
    rows = WordingRule.objects.filter(is_active=True, **{f"for_{scope}": True}).order_by("pk")
    return ruleset(tuple(row.as_rule for row in rows))


def check_answer(text: str) -> list[Finding]:
    """What a lawyer is asked to look at before an answer is sent (service rules, article 20 and 21)."""
    return check(text, active_rules("answers"))
