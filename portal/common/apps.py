from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommonConfig(AppConfig):
    """portal.common."""

    name = "portal.common"
    verbose_name = _("共用")
