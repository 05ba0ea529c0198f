from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EditorialConfig(AppConfig):
    """cms.editorial."""

    name = "cms.editorial"
    verbose_name = _("编辑内容")

    def ready(self) -> None:
        """Connect what happens outside our own services; tell the site builder of the six sections, and what is
        collected how it becomes news; let pages kept in the
        cache end when a section's own page changes."""
        from cms.collecting.taking import Taker, register_taker
        from cms.core.site_builder import register_part
        from cms.editorial import signals  # noqa: F401 - connects its receivers
        from cms.editorial.building import build_sections, index_models
        from cms.editorial.services.news import draft_from_story, original_addresses
        from portal.common.generation import raise_on_change

        register_part(build_sections)
        register_taker(Taker(draft=draft_from_story, addresses=original_addresses))
        raise_on_change(*index_models())
