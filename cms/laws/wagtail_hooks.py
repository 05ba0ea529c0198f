"""The law library's place in the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseForbidden
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import ModelLogEntry
from wagtail.snippets.action_menu import ActionMenuItem
from wagtail.snippets.models import register_snippet

from cms.laws.admin.citations_report import PERMISSION, CitationReportView
from cms.laws.admin.citing import candidates
from cms.laws.admin.dashboard import (
    CitationsToReviewPanel,
    FailedSearchesPanel,
    LastImportPanel,
    LawsSummaryItem,
    LibraryPanel,
    MyDraftsPanel,
)
from cms.laws.admin.draft_link import draft_link
from cms.laws.admin.editing import CORRECTED
from cms.laws.admin.upload import UploadView
from cms.laws.admin.viewsets import LawsViewSetGroup
from cms.laws.models import Instrument, InstrumentVersion

register_snippet(LawsViewSetGroup)


@hooks.register("register_admin_urls")
def upload_address() -> list[URLPattern]:
    """The upload; the page that makes a link to a draft."""
    return [
        path("laws/upload/", UploadView.as_view(), name="laws_upload"),
        path("laws/draft-link/<int:pk>/", draft_link, name="laws_draft_link"),
    ]


class CitationsMenuItem(MenuItem):
    """Shown to those who may see what cites the law."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm(PERMISSION)


@hooks.register("register_admin_urls")
def citation_addresses() -> list[URLPattern]:
    """What the citation input asks; the report, and its results part, which filters load."""
    view = CitationReportView
    return [
        path("laws/cite/", candidates, name="laws_cite"),
        path("reports/citations/", view.as_view(), name="citations_report"),
        path("reports/citations/results/", view.as_view(results_only=True), name="citations_report_results"),
    ]


@hooks.register("register_reports_menu_item")
def citations_menu_item() -> MenuItem:
    """报告 → 引用待核对."""
    return CitationsMenuItem(
        _lazy("引用待核对"), reverse("citations_report"), name="citations", icon_name="openquote", order=50
    )


@hooks.register("insert_global_admin_css")
def law_styles() -> SafeString:
    """The upload's two columns, the tree, the source field."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/laws.css"))


@hooks.register("construct_snippet_action_menu")
def approving_comes_first(items: list[ActionMenuItem], request: HttpRequest, context: dict[str, object]) -> None:
    """Who opens a text to review it finds 批准 on the button, and not behind its arrow."""
    if context.get("model") is InstrumentVersion:
        items.sort(key=lambda item: not (item.name == "approve" and not getattr(item, "launch_modal", False)))


@hooks.register("before_delete_snippet")
def laws_are_not_deleted_in_bulk(request: HttpRequest, instances: list[object]) -> HttpResponseForbidden | None:
    """The lists offer no boxes to tick; whoever types the address is refused too: it would skip what guards a law."""
    match = request.resolver_match
    if match is None or match.url_name != "wagtail_bulk_action":
        return None
    # By address and not by what was chosen: of what somebody may not delete, nothing is handed in here.
    return HttpResponseForbidden() if match.kwargs["app_label"] == Instrument._meta.app_label else None


@hooks.register("register_log_actions")
def what_was_corrected(actions: LogActionRegistry) -> None:
    """Let the history of an instrument say what was changed from what to what."""

    @actions.register_action(CORRECTED)
    class Corrected(LogFormatter):
        """A correction with its old and new values."""

        label = _("更正")

        def format_message(self, entry: ModelLogEntry) -> str:
            """One sentence a field."""
            return "；".join(
                _("%(field)s：“%(old)s” → “%(new)s”")
                % {"field": change["field"], "old": change["old"] or _("空"), "new": change["new"] or _("空")}
                for change in entry.data.get("changes", [])
            )


@hooks.register("construct_homepage_panels")
def law_panels(request: HttpRequest, panels: list[Component]) -> None:
    """What waits, what there is, what is missing."""
    panels.extend([CitationsToReviewPanel(), MyDraftsPanel(), LibraryPanel(), FailedSearchesPanel(), LastImportPanel()])


@hooks.register("construct_homepage_summary_items")
def law_counts(request: HttpRequest, items: list[SummaryItem]) -> None:
    """How many laws."""
    items.append(LawsSummaryItem(request))
