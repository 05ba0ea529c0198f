from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawsConfig(AppConfig):
    """cms.laws."""

    name = "cms.laws"
    verbose_name = _("法律法规")

    def ready(self) -> None:
        """Connect what happens on deletion; let search ask what a typed citation means; check citations."""
        from cms.laws import checks, signals  # noqa: F401
        from cms.laws.citations import documents_cited
        from cms.laws.services.checking_citations import register_sinks
        from search.query import register_recogniser

        register_recogniser("laws", documents_cited)
        register_sinks()
