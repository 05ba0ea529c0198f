"""The room on the workbench's landing page, with what waits."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry
from portal.consultations.services.case.reading import cases_of_staff
from portal.public_board.policies import APPROVE
from portal.public_board.services.removing import waiting_for
from portal.public_board.views.workbench import waiting_publications


def waiting(user: Any) -> int:
    """How many wait for this person: to be hidden, approved, or taken off."""
    removals = waiting_for(user).filter(publication__consultation__in=cases_of_staff(user).values("pk"))
    return waiting_publications(user).count() + removals.count()


def register() -> None:
    """Put it there; called from ``AppConfig.ready``. Who hides approves too, what others hid."""
    add_entry("publications", _("公开的咨询：隐去信息和复核"), "publications/", APPROVE, 19, waiting)
