from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """portal.operations."""

    name = "portal.operations"
    verbose_name = _("运行维护")

    def ready(self) -> None:
        """Connect the receiver of failed tasks and register the start-up checks."""
        from portal.operations import checks, failed_tasks  # noqa: F401
