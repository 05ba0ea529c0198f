"""The six sections as a new site has them; an existing one gets those it lacks."""

from __future__ import annotations

from django.apps import apps

from cms.core.models import HomePage
from cms.editorial.sections import SECTIONS, SectionIndexPage


def index_models() -> list[type[SectionIndexPage]]:
    """The index page of each section."""
    return [apps.get_model(section.index_model) for section in SECTIONS]


def build_sections(home: HomePage) -> None:
    """Make the index pages that do not exist yet under the first page."""
    for section in SECTIONS:
        model = apps.get_model(section.index_model)
        if model.objects.exists():
            continue
        page = model(
            title=section.title,
            slug=section.slug,
            introduction=section.description,
            search_description=section.description,
            locale=home.locale,
        )
        home.add_child(instance=page)
        page.save_revision().publish()
