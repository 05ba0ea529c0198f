from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """portal.accounts."""

    name = "portal.accounts"
    verbose_name = _("账户")
