"""Addresses of what an auditor reads, below the admin's reports."""

from typing import Any

from django.urls import URLPattern, path

from portal.accounts.audit_report import AuditReportView
from portal.accounts.reading.files import EveryDocumentView, EveryImageView
from portal.accounts.reading.pages import EveryPageView, read_page, read_revision

_LISTS: dict[str, tuple[Any, str]] = {
    "audit": (AuditReportView, "audit_report"),
    "every-page": (EveryPageView, "every_page"),
    "every-image": (EveryImageView, "every_image"),
    "every-document": (EveryDocumentView, "every_document"),
}


def addresses() -> list[URLPattern]:
    """The log, every page, every image and file; each list with its results part, which filters load."""
    lists = [
        pattern
        for place, (view, name) in _LISTS.items()
        for pattern in (
            path(f"reports/{place}/", view.as_view(), name=name),
            path(f"reports/{place}/results/", view.as_view(results_only=True), name=f"{name}_results"),
        )
    ]
    return [
        *lists,
        path("reports/every-page/<int:pk>/", read_page, name="read_page"),
        path("reports/every-page/<int:pk>/revisions/<int:revision>/", read_revision, name="read_revision"),
    ]
