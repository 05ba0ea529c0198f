"""Addresses of 公开的咨询."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("portal.public_board.reading.urls")),
    path("", include("portal.public_board.views.urls")),
]
