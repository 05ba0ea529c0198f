"""On the admin's first page: next year's holidays, as long as nobody imported them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from wagtail.admin.ui.components import Component

from portal.common import clock
from portal.consultations.admin.time_limits import IMPORT
from portal.consultations.models import Deadline
from portal.consultations.services.time.timetables import work_time

ASKED_FROM_MONTH = 11
"""The notice for the next year comes out in November."""


class UnknownYearPanel(Component):
    """明年的放假安排还没有导入: from November on, for who may import it."""

    name = "unknown_year"
    template_name = "consultations/admin/panel_year.html"
    order = 240

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for others, nor when the year is known."""
        today = clock.today()
        if parent_context is None or not parent_context["request"].user.has_perm(IMPORT):
            return ""
        if today.month < ASKED_FROM_MONTH or not is_unknown(today.year + 1):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Which year, and how many open deadlines were worked out without it."""
        provisional = Deadline.objects.filter(is_provisional=True, met_at__isnull=True, cancelled_at__isnull=True)
        return {"year": clock.today().year + 1, "provisional": provisional.count()}


def is_unknown(year: int) -> bool:
    """Whether the calendar does not know the middle of a year."""
    return work_time(date(year, 1, 1)).is_guessed(date(year, 7, 1))
