"""The law library on the admin's first page: what waits for this editor, what there is, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.functional import Promise
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component

from cms.laws.admin.citations_report import (
    PERMISSION,
    cited_on_pages,
    citing_title,
    edit_address,
    since_when,
    what_happened,
)
from cms.laws.admin.filters import MISSING_DATES, in_progress, mine_to_finish, missing_dates
from cms.laws.admin.standing import standing_of_instruments
from cms.laws.models import Effectivity, Instrument, InstrumentVersion, Level, SourceFile
from cms.laws.services.checking_citations import citations_to_review
from portal.common.clock import request_today
from search.failed_searches import failed_searches

_DRAFTS_SHOWN = 8
_SEARCHES_SHOWN = 10
_CITATIONS_SHOWN = 8
_VERSIONS = "wagtailsnippets_laws_instrumentversion:list"
_INSTRUMENTS = "wagtailsnippets_laws_instrument:list"


@dataclass(frozen=True, slots=True)
class CountLink:
    """A number, what it counts, and the list behind it."""

    label: str | Promise
    count: int
    url: str


class LawPanel(Component):
    """A panel that is shown to who may see laws."""

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for others."""
        if parent_context is None or not parent_context["request"].user.has_perm("laws.view_instrumentversion"):
            return ""
        return super().render_html(parent_context)


class MyDraftsPanel(LawPanel):
    """Drafts this person began or went on with and has not handed in."""

    name = "my_law_drafts"
    template_name = "laws/admin/panel_drafts.html"
    order = 230

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The latest drafts and how many there are."""
        user = parent_context["request"].user
        mine = mine_to_finish(InstrumentVersion.objects.defer("source_text", "head"), user)
        return {
            "drafts": mine.select_related("instrument").annotate(edited_at=Max("latest_revision__created_at"))[
                :_DRAFTS_SHOWN
            ],
            "count": mine.count(),
            "all_url": _listing(_VERSIONS, progress="draft", mine="me"),
            "upload_url": reverse("laws_upload") if user.has_perm("laws.add_instrumentversion") else "",
        }


class LibraryPanel(LawPanel):
    """Counts by level and effectivity, what lacks a date, what waits."""

    name = "law_library"
    template_name = "laws/admin/panel_library.html"
    order = 310

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """Numbers, each with the list behind it."""
        by_level = dict(Instrument.objects.filter(is_public=True).order_by().values_list("level").annotate(Count("pk")))
        today = request_today(parent_context["request"])
        standing = Counter(standing_of_instruments(today).values())
        versions = InstrumentVersion.objects.filter(live=True)
        return {
            "levels": [
                CountLink(
                    level.label, by_level[level.value], _listing(_INSTRUMENTS, level=level.value, is_public="True")
                )
                for level in Level
                if level.value in by_level
            ],
            "standing": [
                CountLink(kind.label, standing[kind], _listing(_INSTRUMENTS, standing=kind.value))
                for kind in Effectivity
                if standing[kind]
            ],
            "missing": [
                CountLink(label, count, _listing(_VERSIONS, dates=what, progress="live"))
                for what, label in MISSING_DATES
                if (count := missing_dates(versions, what).count())
            ],
            "under_review": in_progress(InstrumentVersion.objects.all(), "review").count(),
            "review_url": _listing(_VERSIONS, progress="review"),
        }


class LastImportPanel(LawPanel):
    """What the last import brought, and the files it set aside."""

    name = "last_law_import"
    template_name = "laws/admin/panel_import.html"
    order = 330

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The files of the last day on which something was imported."""
        files = SourceFile.objects.all()
        last = files.aggregate(last=Max("imported_at"))["last"]
        recent = files.filter(imported_at__gt=last - timedelta(hours=12)) if last else files.none()
        return {
            "last": last,
            "files": recent.count(),
            "versions": recent.values("version").distinct().count(),
            "total_files": files.count(),
            "set_aside": list(
                files.filter(set_aside=True)
                .select_related("version__instrument")
                .defer("version__source_text", "version__head")[:10]
            ),
            "set_aside_count": files.filter(set_aside=True).count(),
        }


class FailedSearchesPanel(LawPanel):
    """What people looked for this week and did not find: words to add to aliases, laws to bring in."""

    name = "failed_searches"
    template_name = "laws/admin/panel_searches.html"
    order = 320

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The most frequent first."""
        return {"searches": failed_searches(request_today(parent_context["request"]))[:_SEARCHES_SHOWN]}


class CitationsToReviewPanel(LawPanel):
    """Pages whose cited articles are no longer what they were."""

    name = "citations_to_review"
    template_name = "laws/admin/panel_citations.html"
    order = 220

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        """Nothing for who may not open the report."""
        if parent_context is None or not parent_context["request"].user.has_perm(PERMISSION):
            return ""
        return super().render_html(parent_context)

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The latest changes, and how many there are."""
        rows = cited_on_pages(citations_to_review(request_today(parent_context["request"])))
        return {
            "rows": [
                {
                    "page": citing_title(row),
                    "url": edit_address(row),
                    "place": row.place,
                    "what": what_happened(row),
                    "since": since_when(row),
                }
                for row in rows.prefetch_related("citing")[:_CITATIONS_SHOWN]
            ],
            "count": rows.count(),
            "all_url": reverse("citations_report"),
        }


class LawsSummaryItem(SummaryItem):
    """How many laws and texts, beside Wagtail's counts of pages and images."""

    order = 50
    template_name = "laws/admin/summary.html"

    def is_shown(self) -> bool:
        """For who may see laws."""
        return self.request.user.has_perm("laws.view_instrument")

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """The two numbers."""
        return {"instruments": Instrument.objects.count(), "versions": InstrumentVersion.objects.count()}


def _listing(name: str, **query: str) -> str:
    return f"{reverse(name)}?{urlencode(query)}"
