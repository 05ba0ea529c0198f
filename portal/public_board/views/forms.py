"""Forms of a publication. The services check and save; what they refuse is shown at the field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.consultations.views.taking_form import TakingForm
from portal.public_board.models import WithdrawnBecause
from portal.public_board.services.preparing import LONGEST_REASON
from portal.public_board.services.removing import LONGEST


class ConsentForm(TakingForm):
    """Yes to one exact page; the box is empty until the citizen ticks it."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agrees = forms.BooleanField(
        label=_("我看过上面的页面，同意把它公开"),
        required=False,
        help_text=_("不勾选就不会公开。同意以后随时可以撤下，一按就撤，不用说理由。"),
    )


class ReasonForm(TakingForm):
    """Why it is sent back, or not made public."""

    reason = forms.CharField(label=_("原因"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class TakeDownForm(TakingForm):
    """Why a page is taken off; the citizen reads it."""

    because = forms.ChoiceField(
        label=_("为什么撤下"),
        choices=[
            (one.value, one.label)
            for one in (
                WithdrawnBecause.LEAK,
                WithdrawnBecause.FORBIDDEN,
                WithdrawnBecause.LAW_CHANGED,
                WithdrawnBecause.OTHER,
            )
        ],
    )
    note = forms.CharField(
        label=_("给咨询人的说明"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecideForm(TakingForm):
    """What becomes of a request to take a page off."""

    decision = forms.ChoiceField(
        label=_("怎样办理"), choices=[("grant", _("撤下这一页")), ("decline", _("不撤下"))], widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("理由"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3}))


class RemovalForm(TakingForm):
    """Somebody asks that a page be taken off."""

    text = forms.CharField(
        label=_("哪里涉及您，为什么希望撤下"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("一个工作日内办理。"),
    )
    contact = forms.CharField(
        label=_("怎么答复您（可以不填）"),
        required=False,
        max_length=200,
        help_text=_("手机号或者邮箱，只用来答复这件事。"),
    )
