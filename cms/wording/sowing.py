"""Adding the rules that come with the portal. Editors manage the rows: what they changed or switched off stays so."""

from __future__ import annotations

from typing import Any

from cms.wording.initial import INITIAL_RULES


def sow_rules(sender: Any = None, **kwargs: Any) -> None:
    """Add the initial rules that are missing (by code). They can be switched off in the admin but not deleted, so that none
    comes back against an editor's will."""
    from cms.wording.models import WordingRule

    present = set(WordingRule.objects.exclude(code=None).values_list("code", flat=True))
    missing = [rule.as_row() for rule in INITIAL_RULES if rule.code not in present]
    WordingRule.objects.bulk_create(missing, ignore_conflicts=True)
