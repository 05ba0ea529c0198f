"""Breadcrumbs and headings of the directory's pages in the admin, the same for modeladmin's views and our own."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail_modeladmin.views import InstanceSpecificView

from cms.directory.admin.history import SHOWN, WHOLE, history_of
from cms.directory.admin.listing import HOME
from portal.common.clock import request_today
from portal.common.mixins import Beside


class Furnished(Beside):
    """For views of modeladmin: a trail to the list, a title, buttons. ``here`` is what the page is called."""

    here: Any = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the furniture."""
        title = self.get_page_title()
        furniture = {
            "breadcrumbs_items": self.trail(),
            "header_title": title,
            "header_icon": self.menu_icon,
            "header_buttons": self.header_buttons(),
        }
        found: dict[str, Any] = super().get_context_data(**(furniture | kwargs))
        return found

    @cached_property
    def today(self) -> Any:
        """The day of this request."""
        return request_today(self.request)

    def get_page_title(self) -> str:
        """What the page does, and to what."""
        thing = getattr(self, "instance", None)
        if thing is None and self.here:
            return str(self.model_admin.add_words)
        return "：".join(str(part) for part in (self.here, thing) if part)

    def get_meta_title(self) -> str:
        """The same in the browser's tab."""
        return self.get_page_title()

    def trail(self) -> list[dict[str, Any]]:
        """Home, the list, the thing, here."""
        model_admin = self.model_admin
        trail: list[dict[str, Any]] = [
            HOME,
            {"url": model_admin.url_helper.index_url, "label": model_admin.get_menu_label()},
        ]
        thing = getattr(self, "instance", None)
        if thing is not None and thing.pk and self.here:
            has_page = "inspect" in model_admin.pages
            trail.append({"url": self.action_url("inspect") if has_page else "", "label": str(thing)})
        trail.append({"url": "", "label": self.get_page_title()})
        return trail

    def action_url(self, action: str) -> str:
        """Where something is done with the thing of this page."""
        thing = self.instance
        return str(self.model_admin.url_helper.get_action_url(action, quote(thing.pk)))

    def header_buttons(self) -> list[HeaderButton]:
        """Beside the trail."""
        return []


class HistoryPage(Furnished, InstanceSpecificView):
    """修改记录 of one row."""

    here = _("修改记录")

    def check_action_permitted(self, user: Any) -> bool:
        """For those who may see the row; modeladmin's own page asks nobody."""
        return bool(self.permission_helper.user_can_list(user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The latest changes; all of them where there are more and somebody asks."""
        asks_all = "all" in self.request.GET
        history = history_of(self.instance, most=WHOLE if asks_all else SHOWN)
        return super().get_context_data(history=history, has_more=not asks_all and len(history) >= SHOWN, **kwargs)

    def get_template_names(self) -> list[str]:
        """Ours."""
        return ["directory/admin/history.html"]


class DirectoryPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of our own beside the lists. ``may_open`` says for whom."""

    _show_breadcrumbs = True
    header_icon = "list-ul"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first."""
        self.today = request_today(request)
        if not self.may_open(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may_open(self, user: Any) -> bool:
        """Whether a person may."""
        raise NotImplementedError

    def trail(self) -> list[dict[str, Any]]:
        """What stands between home and here."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the trail, here."""
        return [HOME, *self.trail(), {"url": "", "label": str(self.get_page_title())}]
