"""The links of a row in a list: its name opens the details, beside it the form and the history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail_modeladmin.helpers import ButtonHelper


class DirectoryButtons(ButtonHelper):
    """Links to what the model has and the person may."""

    def get_buttons_for_obj(self, obj: Any, **kwargs: Any) -> list[dict[str, Any]]:
        """修改, 修改记录."""
        classname = self.finalise_classname(["button-small", "button-secondary"])
        found = []
        pages = self.view.model_admin.pages
        if "edit" in pages and self.permission_helper.user_can_edit_obj(self.request.user, obj):
            found.append(self._link("edit", obj, _("修改"), classname))
        if "history" in pages:
            found.append(self._link("history", obj, _("修改记录"), classname))
        return found

    def get_primary_button(self, obj: Any) -> dict[str, Any] | None:
        """What the name leads to."""
        if self.permission_helper.user_can_inspect_obj(self.request.user, obj):
            return self._link("inspect", obj, _("查看"), "")
        if "edit" in self.view.model_admin.pages and self.permission_helper.user_can_edit_obj(self.request.user, obj):
            return self._link("edit", obj, _("修改"), "")
        return None

    def _link(self, action: str, obj: Any, label: str, classname: str) -> dict[str, Any]:
        url = self.url_helper.get_action_url(action, obj.pk)
        return {"url": url, "label": label, "classname": classname, "title": f"{label}：{obj}"}
