"""Clearing findings: a warning confirmed, a block overridden with a reason. Who did it stays on record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from cms.wording.models import Severity, WordingClearance
from cms.wording.page_check import PageFinding
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record

OVERRIDE = "wording.override_wordingrule"
OVERRIDDEN = "wording.override"
"""The log action of an override in the page's history."""
SHORTEST_REASON = 4


def clear(page: Page, findings: Sequence[PageFinding], *, user: Any, reason: str = "") -> None:
    """Clear findings of a saved page: warnings are confirmed, blocks need the permission and a reason, which goes into the
    audit log and the page's history. Raises PermissionDenied or ValidationError."""
    blocks = [row for row in findings if row.blocks]
    if blocks:
        require_override(user, reason)
    with transaction.atomic():
        for row in findings:
            WordingClearance.objects.update_or_create(
                page_id=page.pk,
                digest=row.digest,
                defaults={
                    "severity": Severity.BLOCK if row.blocks else Severity.WARN,
                    "words": row.finding.words[:200],
                    "reason": reason[:300] if row.blocks else "",
                    "cleared_by": user,
                    "cleared_at": clock.now(),
                },
            )
        if blocks:
            words = list(dict.fromkeys(row.finding.words for row in blocks))
            record(Act.WORDING_OVERRIDDEN, actor=user, subject=page, details={"words": words, "reason": reason})
            log(instance=page, action=OVERRIDDEN, user=user, data={"words": words, "reason": reason})


def require_override(user: Any, reason: str) -> None:
    """Refuse who may not override, and an override without a reason."""
    if user is None or not user.has_perm(OVERRIDE):
        raise PermissionDenied
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(_("放行要写明理由（至少 %(least)d 个字）。") % {"least": SHORTEST_REASON})
