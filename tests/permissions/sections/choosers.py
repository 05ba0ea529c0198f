"""Choosers and look-ups that an editor's page opens."""

from __future__ import annotations

from tests.permissions.actors import ADMIN_STAFF, EDITORS
from tests.permissions.declaring import Section

FILE_STAFF = EDITORS | {"directory_clerk", "directory_approver"}
SECTION = Section("choosers", things={"parent_page_id": "home"})
add = SECTION.add

add("admin/choose-page/", EDITORS)
add("admin/choose-page/<int:parent_page_id>/", EDITORS)
add("admin/choose-page/search/", EDITORS, query="?q=示范")
add("admin/choose-page/chosen-multiple/", EDITORS)
# These four hold nothing: a form that gives back what is typed.
add("admin/choose-external-link/", ADMIN_STAFF, ADMIN_STAFF, fails="Wagtail reads a field that was not sent")
add("admin/choose-email-link/", ADMIN_STAFF, ADMIN_STAFF)
add("admin/choose-phone-link/", ADMIN_STAFF, ADMIN_STAFF)
add("admin/choose-anchor-link/", ADMIN_STAFF, ADMIN_STAFF)
add("admin/embeds/chooser/", EDITORS, EDITORS)
add("admin/embeds/chooser/upload/", EDITORS, EDITORS)
add("admin/tag-autocomplete/", FILE_STAFF, FILE_STAFF)
add(
    "admin/tag-autocomplete/<slug:app_name>/<slug:model_name>/",
    FILE_STAFF,
    FILE_STAFF,
    things={"app_name": "=taggit", "model_name": "=tag"},
)
add("admin/block-preview/", FILE_STAFF, None, gone="all")
