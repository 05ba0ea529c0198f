from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """portal.accounts."""

    name = "portal.accounts"
    verbose_name = _("账户")

    def ready(self) -> None:
        """Sow roles after each migration, and let Wagtail's account page ask for one name."""
        from wagtail.admin.views.account import NameEmailSettingsPanel

        from portal.accounts import auditing  # noqa: F401 - connects its receivers
        from portal.accounts.citizens import guards, texts, workbench  # noqa: F401 - the first connects its receivers
        from portal.accounts.forms import NameForm
        from portal.accounts.private_pages import shut_to_citizens
        from portal.accounts.sowing import sow_after_migrate

        post_migrate.connect(sow_after_migrate, dispatch_uid="portal.accounts.sow")
        # The panel has no setting and no hook for its form; the class attribute is what Wagtail reads.
        NameEmailSettingsPanel.form_class = NameForm
        shut_to_citizens()
        texts.register()
        workbench.register()
