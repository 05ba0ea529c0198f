"""The portal's face in the Wagtail admin."""

from __future__ import annotations

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.snippets.models import register_snippet

from cms.core.admin.handbook import HandbookView, handbook_picture
from cms.core.admin.topics import TopicViewSet
from cms.core.media.links import DocumentLink

WAGTAIL_OWN_HELP = ("editor-guide", "whats-new")

register_snippet(TopicViewSet)


@hooks.register("insert_global_admin_css")
def fawang_styles() -> SafeString:
    """The mark, the sign-in page, the dashboard, the handbook."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin/fawang.css"))


@hooks.register("register_icons")
def fawang_icons(icons: list[str]) -> list[str]:
    """The scales, for laws."""
    return [*icons, "wagtailadmin/icons/scale.svg"]


@hooks.register("register_admin_urls")
def handbook_address() -> list[URLPattern]:
    """The handbook and its pictures."""
    return [
        path("handbook/", HandbookView.as_view(), name="editors_handbook"),
        path("handbook/images/<slug:name>.png", handbook_picture, name="editors_handbook_picture"),
    ]


@hooks.register("register_help_menu_item")
def handbook_in_help() -> MenuItem:
    """The handbook in the help menu."""
    return MenuItem(_("编辑手册"), reverse_lazy("editors_handbook"), name="handbook", icon_name="help", order=1)


@hooks.register("construct_help_menu")
def our_help_only(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's own guide and news are in English and on another server."""
    items[:] = [item for item in items if not item.name.startswith(WAGTAIL_OWN_HELP)]


@hooks.register("register_rich_text_features", order=100)  # after Wagtail's own, which it replaces
def links_to_files(features: FeatureRegistry) -> None:
    """Links to files say their size and kind."""
    features.register_link_type(DocumentLink)
