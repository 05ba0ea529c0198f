"""Forms of the admin for accounts: one name, as Chinese names are written, and no first and last."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.directory.models import Institution
from portal.accounts.models import User


class InstitutionField(forms.CharField):
    """An institution of the directory, by its whole name or its credit code: there are too many for a list to pick from."""

    def clean(self, value: Any) -> Institution | None:
        """Look it up; in words what was not found, or is found twice."""
        words = str(super().clean(value) or "").strip()
        if not words:
            return None
        found = list(Institution.objects.filter(Q(name=words) | Q(unified_social_credit_code=words.upper()))[:2])
        if not found:
            raise ValidationError(_("名录里没有这个机构。请写全称，或者统一社会信用代码。"))
        if len(found) > 1:
            raise ValidationError(_("名录里有不止一个同名的机构，请写统一社会信用代码。"))
        return found[0]


class _OneName(forms.ModelForm):
    """Takes Wagtail's first and last name away. Superusers are made on the command line alone, so no box for that."""

    display_name = forms.CharField(label=_("姓名或称呼"), max_length=80, help_text=_("显示在操作记录中。"))
    institution = InstitutionField(
        label=_("所属机构"),
        required=False,
        help_text=_("机构信息员、驻场机构后台填写：名录中的全称，或者统一社会信用代码。只能看到和办理本机构的事项。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_name", "last_name", "is_superuser"):
            self.fields.pop(name, None)
        if self.instance.pk and self.instance.institution:
            self.initial["institution"] = self.instance.institution.name


class AccountCreationForm(_OneName, UserCreationForm):
    """A new account with its roles."""

    class Meta(UserCreationForm.Meta):
        fields = {"username", "email", "display_name", "groups", "institution"}


class AccountEditForm(_OneName, UserEditForm):
    """An account that exists."""

    class Meta(UserEditForm.Meta):
        fields = {"username", "email", "display_name", "is_active", "groups", "institution"}


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
    """Wagtail's sign-in, whose password field has no label to translate, and whose refusal is no sentence in Chinese."""

    error_messages: ClassVar[dict[str, Any]] = {
        **LoginForm.error_messages,
        "invalid_login": _("用户名或者密码不对，请核对大小写以后再试。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in (("username", _("用户名")), ("password", _("密码"))):
            self.fields[name].label = label
            self.fields[name].widget.attrs.pop("placeholder", None)
