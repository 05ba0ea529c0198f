"""Addresses of the core room; pages themselves are Wagtail's."""

from django.urls import path
from django.views.generic import RedirectView

from cms.core.views.design import style_page
from cms.core.views.display import choose_display
from cms.core.views.robots import robots

urlpatterns = [
    path("display/", choose_display, name="display"),
    path("design/", style_page, name="style_page"),
    path("robots.txt", robots, name="robots"),
    path(
        "favicon.ico",
        RedirectView.as_view(url="/static/icons/favicon.svg", permanent=True),
    ),
]
