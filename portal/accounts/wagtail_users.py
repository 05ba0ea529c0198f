"""Wagtail's room for accounts, furnished by us (named in INSTALLED_APPS in place of ``wagtail.users``)."""

from wagtail.users.apps import WagtailUsersAppConfig


class WagtailUsersConfig(WagtailUsersAppConfig):
    """Accounts with our forms; groups as Wagtail has them."""

    user_viewset = "portal.accounts.viewsets.AccountViewSet"
