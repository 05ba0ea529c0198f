"""Addresses of the directory. ``Entry.get_absolute_url`` gives the same; slugs are promised to last."""

from __future__ import annotations

from django.urls import path

from cms.directory.views.entry import institution_page, practitioner_page
from cms.directory.views.listing import entry_list
from cms.directory.views.records import record_list

urlpatterns = [
    path("", entry_list, name="directory"),
    path("records/", record_list, name="directory_records"),
    path("institutions/<slug:slug>/", institution_page, name="directory_institution"),
    path("practitioners/<slug:slug>/", practitioner_page, name="directory_practitioner"),
]
