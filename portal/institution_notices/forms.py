"""The form of an application."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from portal.common.form_fields import DayField
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.services.applying import WRITABLE


class ApplicationForm(forms.ModelForm):
    """What an institution writes. The services check and save; their errors are shown at the fields."""

    holds_until = DayField(
        label=_("有效期至"),
        required=False,
        help_text=_("过了这一天，页面会注明已过期。没有期限的不填。例如：2026-10-08。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("日期请写成 2026-10-08 这样。")},
    )

    class Meta:
        model = NoticeApplication
        fields: ClassVar = list(WRITABLE)
        widgets: ClassVar = {
            "summary": forms.Textarea(attrs={"rows": 2}),
            "text": forms.Textarea(attrs={"rows": 12}),
        }

    def take(self, error: ValidationError) -> None:
        """Show what a service refused, at the field it is about."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)


class ReasonForm(forms.Form):
    """Why not, or not yet."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("机构会看到。请写明哪里要改，或者为什么不能发布。"),
        error_messages={"required": _("请写明理由，机构会看到。")},
    )
