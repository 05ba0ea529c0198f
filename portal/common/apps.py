from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """portal.common."""

    name = "portal.common"
    verbose_name = _("共用")

    def ready(self) -> None:
        """Let the outbox seal the audit log."""
        from portal.common.audit import record

        record.register()
