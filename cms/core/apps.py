from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    """cms.core."""

    name = "cms.core"
    verbose_name = _("基础内容")
