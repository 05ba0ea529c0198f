"""Keeping on the workbench's landing page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry
from portal.retention.models import PurgeRun
from portal.retention.services.exporting import EXPORT
from portal.retention.services.holding import PLACE
from portal.retention.services.purge_runs import APPROVE, PROPOSE
from portal.retention.views.openings import VIEW


def to_be_approved(user: Any) -> int:
    """How many proposals wait for this person."""
    return PurgeRun.objects.filter(state=PurgeRun.State.PROPOSED).exclude(proposed_by=user).count()


def register() -> None:
    """Called from ``AppConfig.ready``."""
    add_entry("legal-holds", _("依法保存"), "holds/", PLACE, 70)
    add_entry("purges", _("清理到期的咨询"), "purges/", PROPOSE, 71)
    add_entry("purge-approvals", _("批准清理到期的咨询"), "purges/", APPROVE, 71, to_be_approved)
    add_entry("inquiries", _("依法调取"), "inquiries/", EXPORT, 72)
    add_entry("openings", _("谁打开过哪件咨询"), "openings/", VIEW, 73)
