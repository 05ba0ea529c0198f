"""Looking at a law without changing it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.snippets.views.snippets import InspectView


class LawInspectView(InspectView):
    """The fields as words: what is empty and what is yes or no are not said in English."""

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Give a value as it is read."""
        value = super().get_field_display_value(field_name, field)
        if value is None or value == "":
            return "—"
        if isinstance(value, bool):
            return _("是") if value else _("否")
        return value
