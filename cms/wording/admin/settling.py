"""What an editor settles of a page's findings, as a form sends it: warnings ticked, blocks overridden with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from wagtail.models import Page

from cms.wording.page_check import PageFinding
from cms.wording.services.clearing import clear, require_override

CONFIRMED, OVERRIDDEN, REASON = "wording-confirmed", "wording-overridden", "wording-reason"


@dataclass
class Settled:
    """The findings, those that this form settles, and what is wrong with the form."""

    findings: list[PageFinding]
    confirmed: list[PageFinding] = field(default_factory=list)
    overridden: list[PageFinding] = field(default_factory=list)
    reason: str = ""
    problems: list[str] = field(default_factory=list)

    @property
    def unsettled(self) -> list[PageFinding]:
        """What nobody has cleared, now or before."""
        settled = {row.digest for row in (*self.confirmed, *self.overridden)}
        return [row for row in self.findings if row.is_open and row.digest not in settled]

    @property
    def acts(self) -> list[tuple[list[PageFinding], str]]:
        """What is to be recorded: findings and the reason for them."""
        return [(rows, reason) for rows, reason in ((self.confirmed, ""), (self.overridden, self.reason)) if rows]

    def record(self, page: Page, user: Any) -> None:
        """Record it for a page that is saved."""
        for rows, reason in self.acts:
            clear(page, rows, user=user, reason=reason)


def settle(findings: list[PageFinding], data: Mapping[str, str], user: Any) -> Settled:
    """Read a sent form. A tick covers the findings that were shown with it and nothing found since; who may not override
    settles no block."""
    settled = Settled(findings, reason=data.get(REASON, "").strip())
    ticked, overruled = (set(data.get(name, "").split()) for name in (CONFIRMED, OVERRIDDEN))
    waiting = [row for row in findings if row.is_open]
    settled.confirmed = [row for row in waiting if not row.blocks and row.digest in ticked]
    blocks = [row for row in waiting if row.blocks and row.digest in overruled]
    if blocks:
        try:
            require_override(user, settled.reason)
            settled.overridden = blocks
        except PermissionDenied:
            pass
        except ValidationError as error:
            settled.problems = error.messages
    return settled


def typed(data: Mapping[str, str]) -> dict[str, Any]:
    """What was typed and ticked, for showing the form again."""
    return {
        "reason": data.get(REASON, ""),
        "ticked": bool(data.get(CONFIRMED)),
        "overruled": bool(data.get(OVERRIDDEN)),
    }
