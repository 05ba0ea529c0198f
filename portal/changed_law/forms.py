"""Forms of 法律变动后的复查."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.changed_law.services.deciding import LONGEST
from portal.consultations.views.taking_form import TakingForm


class DecisionForm(TakingForm):
    """What comes of it, and the words."""

    use_required_attribute = False
    choice = forms.ChoiceField(
        label=_("复查结果"),
        choices=[("unaffected", _("不影响，答复照旧")), ("told", _("告知咨询人，在答复后面加一段说明"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选复查结果。")},
    )
    note = forms.CharField(
        label=_("理由或者说明"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "选“不影响”的，写理由，咨询人看不到；选“告知咨询人”的，用大白话写法律怎么变了、对咨询人意味着什么，咨询人会看到。"
        ),
        error_messages={"required": _("请写明理由或者说明。")},
    )


class DoubtForm(TakingForm):
    """Why an answer may be wrong."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("哪里可能有误"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("办理人和监督员会看到，咨询人看不到。"),
        error_messages={"required": _("请写明哪里可能有误。")},
    )
