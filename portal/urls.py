"""Addresses: one line a room; each room lists its own."""

from django.conf import settings
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

# Pictures alone: documents leave through Wagtail's view. In production nginx does this; the demo has no nginx.
pictures = {"document_root": f"{settings.MEDIA_ROOT}/images"}
media = [path("media/images/<path:path>", serve, pictures)] if settings.IS_DEMO else []

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    *media,
    path("api/", include("portal.api.urls")),
    path("", include("portal.operations.urls")),
    path("", include("cms.core.urls")),
    path("", include(wagtail_urls)),
]
