from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LiveHoursConfig(AppConfig):
    """portal.live_hours."""

    name = "portal.live_hours"
    verbose_name = _("在线即时咨询")

    def ready(self) -> None:
        """Register with the message board."""
        from portal.live_hours.registering import register

        register()
