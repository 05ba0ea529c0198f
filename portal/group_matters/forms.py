"""Forms of 群体性咨询."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.consultations.views.taking_form import TakingForm
from portal.group_matters.services.sorting import LONGEST


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("理由"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("留在办理记录里，咨询人看不到。请不要写姓名、电话。"),
        error_messages={"required": _("请写明理由。")},
    )


class JoinForm(TakingForm):
    """Two numbers and why they are one matter."""

    use_required_attribute = False
    number = forms.CharField(
        label=_("要并入的咨询编号"), max_length=20, error_messages={"required": _("请填咨询编号。")}
    )
    with_number = forms.CharField(
        label=_("与哪一件是同一件事（咨询编号）"),
        max_length=20,
        help_text=_("那一件已经在群体性咨询里的，就并进去；没有的，两件并成一件新的。"),
        error_messages={"required": _("请填咨询编号。")},
    )
    reason = _reason()


class SplitForm(TakingForm):
    """Why a case is none of the matter."""

    use_required_attribute = False
    reason = _reason()
