from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ComplaintsConfig(AppConfig):
    """portal.complaints."""

    name = "portal.complaints"
    verbose_name = _("投诉")

    def ready(self) -> None:
        """Register with the message board, and put the room on the workbench."""
        from portal.complaints import registering
        from portal.complaints.views.workbench import entries

        registering.register()
        entries.register()
