"""The rules that come with the portal, one file a category. Written for this portal; checked for false alarms on real law
texts and questions (docs/wording.md)."""

from __future__ import annotations

from dataclasses import replace

from cms.wording.initial.body_names import BODY_NAMES
from cms.wording.initial.phrasing import PHRASING
from cms.wording.initial.promises import PROMISES
from cms.wording.initial.shape import InitialRule
from cms.wording.initial.typos import TYPOS

INITIAL_RULES: tuple[InitialRule, ...] = tuple(
    replace(rule, category=category)
    for category, rules in (
        ("typo_or_sensitive", TYPOS),
        ("body_name", BODY_NAMES),
        ("forbidden_promise", PROMISES),
        ("wording", PHRASING),
    )
    for rule in rules
)

__all__ = ["INITIAL_RULES", "InitialRule"]
