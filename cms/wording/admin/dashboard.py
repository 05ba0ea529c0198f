"""On the admin's first page: pages whose time came and whose words kept them back."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.components import Component

from cms.wording.services.holding import held_pages

MOST_SHOWN = 10


class HeldPagesPanel(Component):
    """没有按时发布的页面."""

    name = "held_pages"
    template_name = "wording/admin/panel_held.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Those that this person may edit, each once."""
        user = parent_context["request"].user
        rows: dict[int, Any] = {}
        for entry in held_pages()[: MOST_SHOWN * 3]:
            if entry.page_id not in rows and entry.page.permissions_for_user(user).can_edit():
                rows[entry.page_id] = entry
        return {"entries": list(rows.values())[:MOST_SHOWN]}
