"""Forms of the admin for accounts: one name, as Chinese names are written, and no first and last."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from portal.accounts.models import User


class _OneName(forms.ModelForm):
    """Takes Wagtail's first and last name away. Superusers are made on the command line alone, so no box for that."""

    display_name = forms.CharField(label=_("姓名或称呼"), max_length=80, help_text=_("显示在操作记录中。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "is_superuser"):
            self.fields.pop(name, None)


class AccountCreationForm(_OneName, UserCreationForm):
    """A new account with its roles."""

    class Meta(UserCreationForm.Meta):
        fields = {"username", "email", "display_name", "groups"}


class AccountEditForm(_OneName, UserEditForm):
    """An account that exists."""

    class Meta(UserEditForm.Meta):
        fields = {"username", "email", "display_name", "is_active", "groups"}


class NameForm(NameEmailForm):
    """What people may change of their own account."""

    display_name = forms.CharField(label=_("姓名或称呼"), max_length=80)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name"):
            self.fields.pop(name, None)
        self.order_fields(["display_name", "email"])

    class Meta:
        model = User
        fields = ("display_name", "email")


class SignInForm(LoginForm):
    """Wagtail's sign-in, whose password field has no label to translate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("用户名")), ("password", _("密码"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
