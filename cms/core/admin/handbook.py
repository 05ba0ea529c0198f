"""The editors' handbook inside the admin: docs/editors.md with its pictures, read where the work is done."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

PICTURES = settings.BASE_DIR / "docs" / "images" / "editors"
IN_THE_FILE = 'src="images/editors/'


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
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    folder = reverse("editors_handbook_picture", args=["x"]).removesuffix("x.png")
    return mark_safe(html.replace(IN_THE_FILE, f'loading="lazy" src="{folder}'))  # noqa: S308 - see above


@require_safe
def handbook_picture(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the handbook; the address takes letters and hyphens only."""
    path = PICTURES / f"{name}.png"
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), content_type="image/png")
