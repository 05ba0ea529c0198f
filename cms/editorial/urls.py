"""Addresses of the six sections (``/qa/``, ``/qa/SLUG/``, ``/qa/feed/`` and so on) and of topics."""

from django.urls import path

from cms.editorial.feeds import feed_view
from cms.editorial.sections import SECTIONS
from cms.editorial.views.serving import list_view, page_view
from cms.editorial.views.topics import topic_list, topic_page

urlpatterns = [
    path("topics/", topic_list, name="topic_list"),
    path("topics/<slug:code>/", topic_page, name="topic"),
    *(
        pattern
        for section in SECTIONS
        for pattern in (
            path(f"{section.slug}/", list_view(section), name=f"{section.kind}_list"),
            path(f"{section.slug}/feed/", feed_view(section), name=f"{section.kind}_feed"),
            path(f"{section.slug}/<slug:slug>/", page_view(section), name=f"{section.kind}_page"),
        )
    ),
]
