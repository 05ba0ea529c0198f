"""Forms of citizens' accounts. What is wrong is said in words; what was typed stays."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.common import clock
from portal.common.identity_documents import CheckedNumber, DocumentKind, WrongDocumentNumber, check_document
from portal.common.phone_numbers import WrongPhoneNumber, mobile_number


class PhoneForm(forms.Form):
    """One mobile number."""

    phone = forms.CharField(
        label=_("手机号码"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"}),
        help_text=_("我们给这个号码发一条验证码短信，不收费。"),
        error_messages={"required": _("请填写手机号码。"), "max_length": _("号码太长了，请核对。")},
    )

    def clean_phone(self) -> str:
        """Eleven digits."""
        try:
            return mobile_number(self.cleaned_data["phone"])
        except WrongPhoneNumber as error:
            raise ValidationError(str(error)) from error


class CodeForm(forms.Form):
    """Six digits."""

    code = forms.CharField(
        label=_("短信里的6位验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"required": _("请填写短信里的6位数字。"), "max_length": _("验证码是6位数字。")},
    )


class IdentityForm(forms.Form):
    """Name, kind and number of a document."""

    real_name = forms.CharField(
        label=_("姓名"),
        max_length=60,
        help_text=_("与证件上的一样。"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("请填写姓名。")},
    )
    kind = forms.ChoiceField(label=_("证件种类"), choices=DocumentKind.choices)
    number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("请填写证件号码。"), "max_length": _("号码太长了，请核对。")},
    )
    agreed = forms.BooleanField(
        label=_("我同意本网为核验身份处理我的姓名、证件种类和号码"),
        error_messages={"required": _("证件信息是敏感个人信息，需要您单独同意。不同意的，可以用不需要实名的方式。")},
    )

    def clean_real_name(self) -> str:
        """The name without blanks around it."""
        return " ".join(self.cleaned_data["real_name"].split())

    def clean(self) -> dict[str, Any]:
        """Check the number by its kind; ``cleaned_data["checked"]``."""
        values = super().clean() or {}
        if values.get("kind") and values.get("number"):
            try:
                values["checked"] = self._checked(values["kind"], values["number"])
            except WrongDocumentNumber as error:
                self.add_error("number", str(error))
        return values

    def _checked(self, kind: str, number: str) -> CheckedNumber:
        return check_document(kind, number, today=clock.today())


class CloseForm(forms.Form):
    """Really."""

    is_sure = forms.BooleanField(
        label=_("我已经知道后果，要删除账户"), error_messages={"required": _("请先勾选，确认要删除。")}
    )


class StatementForm(forms.Form):
    """What the holder says."""

    statement = forms.CharField(
        label=_("您的说明"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("写清楚事实就可以。请不要写完整的证件号码。"),
        error_messages={"required": _("请写下您的说明。")},
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("请写明理由。")},
    )


class FindForm(forms.Form):
    """An account by its code, its number or its document's number."""

    wanted = forms.CharField(
        label=_("账户编号、手机号码或者证件号码"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("请填写账户编号、完整的手机号码或者证件号码。")},
    )
