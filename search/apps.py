from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """search."""

    name = "search"
    verbose_name = _("检索")

    def ready(self) -> None:
        """Let every app say what of it can be found, and take the outbox rows that name an index."""
        from search import checks  # noqa: F401
        from search.indexing import register_sinks

        autodiscover_modules("documents")
        register_sinks()
