from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    """portal.notifications."""

    name = "portal.notifications"
    verbose_name = _("通知")

    def ready(self) -> None:
        """Tell the outbox who sends, and put the messages on the workbench."""
        from portal.notifications import checks, delivering, mailing, own_texts, workbench  # noqa: F401 - registers

        mailing.register()
        delivering.register()
        own_texts.register()
