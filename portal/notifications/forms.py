"""The phone on which somebody is woken."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.notifications.contacts import SMS, Contact


class DutyPhoneForm(forms.Form):
    """One number, or none."""

    duty_phone = forms.CharField(
        label=_("值班手机"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel-national", "inputmode": "tel"}),
        help_text=_(
            "有紧急事项时，不分昼夜发短信到这个号码。短信只说有急事，请登录工作台。号码加密保存，只用于叫醒您。"
        ),
    )

    def clean_duty_phone(self) -> str:
        """Eleven digits, or nothing."""
        typed: str = self.cleaned_data["duty_phone"].strip()
        return Contact(SMS, typed).address if typed else ""
