"""Laws as snippets: why snippets and not pages stands in docs/decisions/laws-are-snippets.md."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import Panel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.laws.admin import editing
from cms.laws.admin.choosing import InstrumentChooserViewSet, VersionChooserViewSet
from cms.laws.admin.filters import InstrumentFilterSet, VersionFilterSet
from cms.laws.admin.inspecting import LawInspectView
from cms.laws.admin.listing import InstrumentIndexView, VersionIndexView
from cms.laws.admin.panels import instrument_panels, version_panels
from cms.laws.models import Instrument, InstrumentVersion


class InstrumentViewSet(SnippetViewSet):
    """The work: plain metadata, seen at once; its history says who changed what from what to what."""

    model = Instrument
    icon = "scale"
    menu_label = _("法律法规")
    menu_order = 100
    ordering = "title"
    list_per_page = 30
    filterset_class = InstrumentFilterSet
    index_view_class = InstrumentIndexView
    add_view_class = editing.LawCreateView
    edit_view_class = editing.InstrumentEditView
    delete_view_class = editing.InstrumentDeleteView
    chooser_viewset_class = InstrumentChooserViewSet
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = LawInspectView
    inspect_view_fields: ClassVar[list[str]] = [
        "title",
        "short_title",
        "aliases",
        "level",
        "region",
        "issuing_authority",
        "category",
        "topics",
        "replaced_by",
        "source_name",
        "source_url",
        "checked_on",
        "slug",
        "is_public",
    ]

    @cached_property
    def edit_handler(self) -> Panel:
        """The form's panels."""
        return instrument_panels()


class InstrumentVersionViewSet(SnippetViewSet):
    """The dated text: draft, review, lock, preview, history, comparison."""

    model = InstrumentVersion
    icon = "doc-full"
    menu_label = _("文本（版本）")
    menu_order = 200
    ordering = "-edited_at"
    list_per_page = 30
    filterset_class = VersionFilterSet
    index_view_class = VersionIndexView
    add_view_class = editing.LawCreateView
    edit_view_class = editing.VersionEditView
    delete_view_class = editing.VersionDeleteView
    unpublish_view_class = editing.VersionUnpublishView
    workflow_action_view_class = editing.WorkflowActionView
    chooser_viewset_class = VersionChooserViewSet
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_class = LawInspectView
    inspect_view_fields: ClassVar[list[str]] = [
        "instrument",
        "effective_on",
        "effective_basis",
        "adopted_on",
        "promulgated_on",
        "amended_on",
        "expired_on",
        "is_repealed",
        "document_number",
        "source_text",
    ]

    @cached_property
    def edit_handler(self) -> Panel:
        """The form's panels."""
        return version_panels()


class UploadMenuItem(MenuItem):
    """The way to the upload, for who may make a version."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person may."""
        return request.user.has_perm("laws.add_instrumentversion")


class LawsViewSetGroup(SnippetViewSetGroup):
    """The menu."""

    items = (InstrumentViewSet, InstrumentVersionViewSet)
    menu_label = _("法律法规")
    menu_icon = "scale"
    menu_name = "laws"
    menu_order = 110

    def get_submenu_items(self) -> list[MenuItem]:
        """The two lists, and the upload."""
        return [
            *super().get_submenu_items(),
            UploadMenuItem(
                _("上传法律文本"), reverse_lazy("laws_upload"), name="laws-upload", icon_name="upload", order=9
            ),
        ]
