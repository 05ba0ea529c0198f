from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CollectingConfig(AppConfig):
    """cms.collecting."""

    name = "cms.collecting"
    verbose_name = _("采集")

    def ready(self) -> None:
        """Take the reminders that are owed; follow the links of pages."""
        from cms.collecting import signals  # noqa: F401 - connects its receivers
        from cms.collecting.services import reminding
        from portal.common.outbox.registry import register_sink

        register_sink(reminding.SINK, reminding.tell, batch=20, max_attempts=10)
