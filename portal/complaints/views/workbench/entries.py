"""Complaints on the workbench's landing page, with what waits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry
from portal.complaints.models import HANDLE, Complaint
from portal.complaints.services.handling import statements_for
from portal.complaints.states import IN_HAND
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE, SUPPORT


def waiting(user: Any) -> int:
    """How many somebody may take or has in hand."""
    own = Complaint.objects.filter(handler=user, state__in=IN_HAND).count()
    return Complaint.objects.may_be_taken_by(user).count() + own


def asked(user: Any) -> int:
    """How many statements somebody owes."""
    return statements_for(user).filter(answered_at__isnull=True).count()


def register() -> None:
    """Put them there; called from ``AppConfig.ready``."""
    add_entry("complaints", _("投诉"), "complaints/", HANDLE, 15, waiting)
    add_entry("complaint-figures", _("投诉统计"), "complaints/figures/", SUPERVISE, 48)
    for name, permission in (("own", ANSWER), ("office", SUPPORT), ("moderators", MODERATE)):
        add_entry(f"{name}-statements", _("请您说明的投诉"), "complaints/statements/", permission, 23, asked)
