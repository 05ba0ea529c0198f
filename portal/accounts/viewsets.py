"""Accounts in the Wagtail admin: our forms, one name, and nobody but a superuser touches a superuser."""

from __future__ import annotations

from functools import cached_property

from django.db.models import QuerySet
from django.forms import Form
from wagtail.users.views.users import IndexView, UserViewSet

from portal.accounts.forms import AccountCreationForm, AccountEditForm
from portal.accounts.models import User


class AccountIndexView(IndexView):
    """The list of the staff's accounts, found by sign-in name, name or address. Citizens' have a place of their own, where
    what is personal is masked (``/workbench/identities/``)."""

    def get_base_queryset(self) -> QuerySet[User]:
        """All but citizens'."""
        return super().get_base_queryset().filter(citizen__isnull=True)

    @cached_property
    def search_fields(self) -> set[str]:
        """Where the list's search box looks."""
        return {"username", "display_name", "email"}


class AccountViewSet(UserViewSet):
    """Wagtail's pages for accounts with one name in place of first and last."""

    index_view_class = AccountIndexView

    def get_form_class(self, for_update: bool = False) -> type[Form]:
        """Our form for a new account or for one that exists."""
        return AccountEditForm if for_update else AccountCreationForm
