"""The editors' handbook inside the admin: docs/editors.md, read where the work is done."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin


class HandbookView(WagtailAdminTemplateMixin, TemplateView):
    """编辑手册."""

    template_name = "core/admin/handbook.html"
    page_title = _("编辑手册")
    header_icon = "help"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, here."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The handbook as HTML."""
        return super().get_context_data(handbook=handbook_html(), **kwargs)


@lru_cache(maxsize=1)
def handbook_html() -> SafeString:
    """Render docs/editors.md. It is ours and part of the release; raw HTML in it is escaped all the same."""
    from markdown_it import MarkdownIt

    text = (settings.BASE_DIR / "docs" / "editors.md").read_text(encoding="utf-8")
    return mark_safe(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))  # noqa: S308 - see above
