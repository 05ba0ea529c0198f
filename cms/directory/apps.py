from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    """cms.directory."""

    name = "cms.directory"
    verbose_name = _("名录")

    def ready(self) -> None:
        """Sow the kinds of penalties and sanctions, take the outbox rows that become letters, follow what is deleted."""
        from cms.directory import signals  # noqa: F401
        from cms.directory.services.notices import register_sinks
        from cms.directory.sowing import sow_kinds

        post_migrate.connect(sow_kinds, sender=self, dispatch_uid="directory.sow_kinds")
        register_sinks()
