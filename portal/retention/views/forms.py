"""Forms of keeping. The services check and save; what they refuse is shown at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.core.models import Topic
from portal.common.form_fields import DayField
from portal.consultations.models import RelatedMatter, ResidentInstitution
from portal.consultations.views.taking_form import TakingForm
from portal.retention.services.holding import Which


class NumbersField(forms.CharField):
    """Receipt numbers, one a line or with commas."""

    def clean(self, value: Any) -> tuple[str, ...]:
        """The numbers as typed."""
        words = str(super().clean(value)).replace("，", " ").replace(",", " ").replace("、", " ")
        return tuple(words.split())


class HoldForm(TakingForm):
    """Which cases, for whom, why."""

    numbers = NumbersField(
        label=_("咨询编号，或者没有对应咨询的投诉的编号"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个。投诉只能按编号列入，不能同时选下面的条件。"),
    )
    institution = forms.ModelChoiceField(
        ResidentInstitution.objects.select_related("institution"),
        label=_("或者：驻场机构"),
        required=False,
        empty_label=_("不限"),
    )
    topic = forms.ModelChoiceField(Topic.objects.all(), label=_("或者：专题"), required=False, empty_label=_("不限"))
    matter = forms.ModelChoiceField(
        RelatedMatter.objects.order_by("-pk"), label=_("或者：群体性咨询"), required=False, empty_label=_("不限")
    )
    asked_from = DayField(label=_("从哪一天提交"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    asked_until = DayField(label=_("到哪一天提交"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    authority = forms.CharField(label=_("要求保存的机关"), max_length=100)
    document_number = forms.CharField(label=_("文号"), max_length=100, required=False)
    reason = forms.CharField(label=_("原因"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    @property
    def which(self) -> Which:
        """The cases that were said."""
        said = self.cleaned_data
        names = ("institution", "topic", "matter", "asked_from", "asked_until")
        return Which(said["numbers"], **{name: said[name] for name in names})


class ReasonForm(TakingForm):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class InquiryForm(TakingForm):
    """Which cases go to which authority."""

    numbers = NumbersField(label=_("咨询编号"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一个。"))
    authority = forms.CharField(label=_("调取的机关"), max_length=100)
    document_number = forms.CharField(label=_("文号"), max_length=100, help_text=_("例如调取证据通知书的文号。"))
    reason = forms.CharField(label=_("事由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class OpeningsForm(forms.Form):
    """Which openings."""

    number = forms.CharField(label=_("咨询编号"), required=False)
    account = forms.CharField(label=_("账户"), required=False)
    since = DayField(label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = DayField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
