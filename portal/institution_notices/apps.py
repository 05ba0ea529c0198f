from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionNoticesConfig(AppConfig):
    """portal.institution_notices."""

    name = "portal.institution_notices"
    label = "institution_notices"
    verbose_name = _("机构申请发布")

    def ready(self) -> None:
        """Put the applications on the workbench, and follow what becomes of published ones."""
        from portal.institution_notices import following, workbench  # noqa: F401 - both register
