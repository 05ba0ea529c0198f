"""Lists: one count and one page of rows, each read once, whatever is filtered or searched.

modeladmin's own list counts three times, takes any column of any related table as a filter from the address (a clerk could
feel for password digests) and exports without a trace; all three end here.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import InvalidPage
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets.button import HeaderButton
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView

from cms.directory.admin.addresses import folder
from cms.directory.admin.buttons import DirectoryButtons
from cms.directory.admin.permissions import DirectoryPermissions
from portal.common.clock import request_today

HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("首页")}


class DirectoryIndexView(IndexView):
    """A list of the directory."""

    sortable_by = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An export is asked for as a parameter: our own answers it."""
        self.today = request_today(request)
        return super().dispatch(request, *args, **kwargs)

    def get_filters(self, request: HttpRequest) -> tuple[list[Any], bool, dict[str, Any], bool]:
        """The declared filters; what else the address says is left aside."""
        # modeladmin's template asks for ``params.items`` and would get the parameter of that name.
        self.params.pop("items", None)
        known = self.get_filters_params()
        specs = []
        for choose in self.list_filter:
            # Each filter takes its own parameter out of the mapping it is given.
            spec = choose(request, dict(known), self.model, self.model_admin)
            if spec.has_output():
                specs.append(spec)
        return specs, bool(specs), {}, False

    def get_queryset(self, request: HttpRequest | None = None) -> QuerySet[Any]:
        """Filtered, searched, in order; built once a request."""
        if not hasattr(self, "_built"):
            self._built = super().get_queryset(request)
        return self._built

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> QuerySet[Any]:
        """What the model's own search finds."""
        found: QuerySet[Any] = self.model_admin.find(queryset, search_term) if search_term.strip() else queryset
        return found

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Any]) -> list[str]:
        """The list's own order, which an index gives; no other, for a hundred thousand rows would have to be sorted."""
        return list(self.model_admin.get_ordering(request))

    def get_ordering_field_columns(self) -> dict[int, str]:
        """No column is a switch of order."""
        return {}

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether something is searched or filtered."""
        return bool(self.query.strip()) or any(spec.value() for spec in self.filter_specs if hasattr(spec, "value"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of rows with what is looked up for all of them together."""
        queryset = self.get_queryset()
        paginator = self.paginator_class(queryset, self.items_per_page)
        try:
            page = paginator.page(self.page_num)
        except InvalidPage:
            page = paginator.page(1)
        page.object_list = list(page.object_list)
        self.model_admin.look_up(page.object_list, self.today)
        may_create = self.permission_helper.user_can_create(self.request.user)
        context = {
            "page_obj": page,
            "paginator": paginator,
            "result_count": paginator.count,
            "all_count": paginator.count,
            "elided_page_range": list(paginator.get_elided_page_range(page.number)),
            "object_list": page.object_list,
            "user_can_create": may_create,
            "show_search": True,
            "is_narrowed": self.is_narrowed,
            "empty_words": self.model_admin.empty_words,
            "search_hint": self.model_admin.search_hint,
            "note": self.model_admin.note(self.request),
            "breadcrumbs_items": [HOME, {"url": "", "label": self.model_admin.get_menu_label()}],
            "header_title": self.model_admin.get_menu_label(),
            "header_buttons": self.header_buttons(may_create),
            "exports": self.exports(),
            **kwargs,
        }
        return super(IndexView, self).get_context_data(**context)

    def header_buttons(self, may_create: bool) -> list[HeaderButton]:
        """What can be begun here."""
        if not may_create:
            return []
        return [HeaderButton(self.model_admin.add_words, url=self.create_url, icon_name="plus", priority=10)]

    def exports(self) -> list[dict[str, str]]:
        """Links that export what is listed."""
        if not self.model_admin.may_export(self.request.user):
            return []
        return [
            {"url": self.get_query_string({self.EXPORT_VAR: form}), "label": label}
            for form, label in (("csv", _("导出CSV")), ("xlsx", _("导出XLSX")))
        ]

    def as_spreadsheet(self, queryset: QuerySet[Any], spreadsheet_format: str) -> HttpResponseBase:
        """Export what is listed, by the model's own exporter."""
        answer: HttpResponseBase = self.model_admin.export(
            self.request, queryset, spreadsheet_format, self.filters_words
        )
        return answer

    @property
    def filters_words(self) -> str:
        """What the list is narrowed to, in words, for the log."""
        words = [_("搜索“%(words)s”") % {"words": self.query.strip()}] if self.query.strip() else []
        for spec in self.filter_specs:
            chosen = next((choice["display"] for choice in spec.choices(self) if choice["selected"]), "")
            if spec.value():
                words.append(f"{spec.title}：{chosen}")
        return "；".join(words)

    def get_page_title(self) -> str:
        """The same words as in the menu."""
        return str(self.model_admin.get_menu_label())


class DirectoryAdmin(ModelAdmin):
    """What the directory's lists share. ``list_filter`` holds filter classes alone."""

    permission_helper_class = DirectoryPermissions
    button_helper_class = DirectoryButtons
    index_view_class = DirectoryIndexView
    inspect_view_enabled = True
    list_per_page = 50
    empty_value_display = "—"
    add_words: Any = gettext_lazy("新增")
    empty_words: Any = ""
    search_hint: Any = ""

    pages: frozenset[str] = frozenset({"index", "create", "edit", "delete", "inspect", "history"})
    """What there is of a model: an address that nobody may open is none."""

    def __init__(self, parent: Any = None) -> None:
        self.base_url_path = folder(self.model)
        super().__init__(parent)

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        """The addresses of ``pages``."""
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name.split("_")[-1] in self.pages)

    def find(self, rows: QuerySet[Any], words: str) -> QuerySet[Any]:
        """Keep the rows that words find."""
        raise NotImplementedError

    def look_up(self, rows: list[Any], today: Any) -> None:
        """Work out what the columns show of these rows: the same number of queries for any."""

    def note(self, request: HttpRequest) -> str:
        """A sentence above the list."""
        return ""

    def may_export(self, user: Any) -> bool:
        """Whether a person may export the list."""
        return False

    def export(self, request: HttpRequest, rows: QuerySet[Any], form: str, filters: str) -> HttpResponseBase:
        """Answer with a file of these rows."""
        raise NotImplementedError

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        """The details, once it is known who asks and for a number."""
        return self._guarded(super().inspect_view, request, instance_pk)

    def edit_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        """The form, likewise."""
        return self._guarded(super().edit_view, request, instance_pk)

    def delete_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        """The question, likewise."""
        return self._guarded(super().delete_view, request, instance_pk)

    def history_view(self, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        """The history, likewise."""
        return self._guarded(super().history_view, request, instance_pk)

    def _guarded(self, view: Any, request: HttpRequest, instance_pk: str) -> HttpResponseBase:
        """modeladmin looks for the row before it asks who is there, and takes any word for a key."""
        if not self.permission_helper.user_can_list(request.user):
            raise PermissionDenied
        if not instance_pk.isdecimal() or len(instance_pk) > 18:
            raise Http404
        answer: HttpResponseBase = view(request, instance_pk)
        return answer

    def register_indexing(self) -> None:
        """Wagtail's index of references would write for each row that is saved; nothing here reads it."""
