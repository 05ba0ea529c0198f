"""What the pages of imports share: who may see them, the trail, a page of rows, and how a run is said."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage, Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.import_runs import EditorialImport

SHOWN = 50
SEE = "editorial.view_editorialimport"


class ImportAdminPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of this room, for who may see imports."""

    _show_breadcrumbs = True
    header_icon = "upload"
    permission = SEE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask first."""
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list of imports, here."""
        trail = [{"url": reverse("editorial_imports"), "label": _("导入问答与案例")}]
        here = {"url": "", "label": str(self.get_page_title())}
        return [*super().get_breadcrumbs_items(), *trail, here]

    def paged(self, rows: Any) -> dict[str, Any]:
        """A page of rows, with what its navigation needs."""
        paginator = WagtailPaginator(rows, SHOWN)
        try:
            page: Page = paginator.page(self.request.GET.get("p", "1"))
        except InvalidPage:
            page = paginator.page(1)
        pages = list(paginator.get_elided_page_range(page.number))
        return {"page_obj": page, "paginator": paginator, "elided_page_range": pages}


def light(runs: QuerySet[EditorialImport]) -> QuerySet[EditorialImport]:
    """Without what is large."""
    return runs.defer("content", "report")


def percent(run: EditorialImport) -> int:
    """How far the work is."""
    return min(100, run.rows_done * 100 // run.rows_total) if run.rows_total else 0


def kind_label(kind: str) -> str:
    """What a kind is called."""
    return str(PAGE_MODELS[kind]._meta.verbose_name) if kind in PAGE_MODELS else kind
