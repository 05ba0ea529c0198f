from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """portal.api."""

    name = "portal.api"
    verbose_name = _("接口")
