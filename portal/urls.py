"""Addresses: one line a room; each room lists its own."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.decorators.cache import cache_control
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail import views as wagtail_views
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps import Sitemap as PageSitemap
from wagtail.contrib.sitemaps import views as sitemap_views
from wagtail.documents import urls as wagtaildocs_urls

from cms.laws.sitemaps import LawSitemap
from portal.common.page_cache import cached_page

# Pictures alone: documents leave through Wagtail's view. In production nginx does this; the demo has no nginx.
pictures = {"document_root": f"{settings.MEDIA_ROOT}/images"}
media = [path("media/images/<path:path>", serve, pictures)] if settings.IS_DEMO else []

sitemaps = {"sitemaps": {"pages": PageSitemap, "laws": LawSitemap}}
unkept = cache_control(no_store=True)

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *media,
    path("api/", include("portal.api.urls")),
    path("", include("portal.operations.urls")),
    path("laws/", include("cms.laws.urls")),
    path("directory/", include("cms.directory.urls")),
    path("", include("search.urls")),
    path(
        "sitemap.xml", unkept(sitemap_views.index), {**sitemaps, "sitemap_url_name": "sitemap_section"}, name="sitemap"
    ),
    path("sitemap-<slug:section>.xml", unkept(sitemap_views.sitemap), sitemaps, name="sitemap_section"),
    path("", include("cms.core.urls")),
    # Wagtail's own pattern once more, its view kept in the page cache.
    re_path(wagtail_urls.serve_pattern, cached_page()(wagtail_views.serve), name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
