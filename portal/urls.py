"""Addresses: one line a room; each room lists its own."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.views.account import LogoutView
from wagtail.contrib.sitemaps import views as sitemap_views
from wagtail.documents import urls as wagtaildocs_urls

from cms.core.sitemaps import OpenPageSitemap
from cms.directory.sitemaps import InstitutionSitemap, PractitionerSitemap
from cms.editorial.sitemaps import TopicSitemap
from cms.laws.sitemaps import LawSitemap
from portal.accounts.page_passwords import file_password, page_password
from portal.accounts.private_pages import staff_sign_in
from portal.common.page_cache import cached_page
from portal.notifications.views.demo import demo_messages
from portal.public_board.sitemaps import PublicConsultationSitemap

# Pictures alone: documents leave through Wagtail's view. In production nginx does this; the demo has no nginx.
pictures = {"document_root": f"{settings.MEDIA_ROOT}/images"}
media = [path("media/images/<path:path>", serve, pictures)] if settings.IS_DEMO else []
# What would have been sent, codes too: in the demo everybody reads it, in production there is no such address.
demo = [path("demo/messages/", demo_messages, name="demo_messages")] if settings.IS_DEMO else []

sitemaps = {
    "sitemaps": {
        "pages": OpenPageSitemap,
        "topics": TopicSitemap,
        "laws": LawSitemap,
        "institutions": InstitutionSitemap,
        "practitioners": PractitionerSitemap,
        "consultations": PublicConsultationSitemap,
    }
}
unkept = cache_control(no_store=True)

urlpatterns = [
    # Wagtail's own door out is behind its door in; who works in the workbench signs out here too.
    path("admin/logout/", LogoutView.as_view(), name="wagtailadmin_logout"),
    path("admin/second-factor/", include("portal.accounts.second_factor.urls")),
    path("workbench/", include("portal.accounts.workbench.urls")),
    path("workbench/identities/", include("portal.accounts.citizens.workbench_urls")),
    path("workbench/messages/", include("portal.notifications.urls")),
    path("workbench/notices/", include("portal.institution_notices.urls")),
    # The rooms around the message board, before it: it takes what is left below its addresses.
    path("", include("portal.expert_panel.urls")),
    path("", include("portal.complaints.urls")),
    path("", include("portal.public_board.urls")),
    path("", include("portal.live_hours.urls")),
    path("", include("portal.retention.urls")),
    path("", include("portal.group_matters.urls")),
    path("", include("portal.changed_law.urls")),
    path("", include("portal.service_figures.urls")),
    path("", include("portal.consultations.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        file_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("documents/", include(wagtaildocs_urls)),
    *media,
    *demo,
    path("api/", include("portal.api.urls")),
    path("", include("portal.accounts.citizens.urls")),
    path("", include("portal.operations.urls")),
    path("laws/", include("cms.laws.urls")),
    path("directory/", include("cms.directory.urls")),
    path("corrections/", include("cms.directory.correction_urls")),
    path("", include("cms.editorial.urls")),
    path("", include("search.urls")),
    path(
        "sitemap.xml", unkept(sitemap_views.index), {**sitemaps, "sitemap_url_name": "sitemap_section"}, name="sitemap"
    ),
    path("sitemap-<slug:section>.xml", unkept(sitemap_views.sitemap), sitemaps, name="sitemap_section"),
    path("", include("cms.core.urls")),
    # Wagtail's own patterns: the password of a page that has one, then pages, kept in the page cache.
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        page_password,
        name="wagtailcore_authenticate_with_password",
    ),
    path("_util/login/", staff_sign_in, name="wagtailcore_login"),
    re_path(wagtail_urls.serve_pattern, cached_page()(wagtail_views.serve), name="wagtail_serve"),
]
