"""Addresses under ``/api/``: version 2 of the read API. Whatever else is asked for here is a problem, never a page."""

from django.urls import include, path, re_path

from portal.api.router import discovered_router, listed
from portal.api.views import RootViewSet, SchemaViewSet, unknown_address

_router = discovered_router()

urlpatterns = [
    path("v2/", RootViewSet.as_view({"get": "show"}, prefixes=tuple(listed(_router))), name="api_root"),
    path("v2/schema/", SchemaViewSet.as_view({"get": "show"}), name="api_schema"),
    path("v2/", include(_router.urls)),
    re_path(r"", unknown_address),
]
