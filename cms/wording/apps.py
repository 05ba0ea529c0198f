from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class WordingConfig(AppConfig):
    """cms.wording."""

    name = "cms.wording"
    verbose_name = _("用语检查")

    def ready(self) -> None:
        """Sow the first rules after migrating; see to it that checked pages have forms that check."""
        from cms.wording import checks  # noqa: F401 - registers
        from cms.wording.sowing import sow_rules

        post_migrate.connect(sow_rules, sender=self, dispatch_uid="wording.sow_rules")
