"""Forms of who handles complaints. The services check and save; what they refuse is shown at the field."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common import clock
from portal.common.form_fields import DayField
from portal.complaints.choices import Cause, Outcome, Remedy
from portal.complaints.models import Complaint
from portal.complaints.services import clocks
from portal.complaints.services.handling import LONGEST
from portal.consultations.views.taking_form import TakingForm

EMPTY = {"required": _("请写下内容。")}


class ActForm(TakingForm):
    """A form of an act on a complaint; by itself nothing but a button."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, complaint: Complaint) -> None:
        super().__init__(data)
        self.complaint = complaint


def _area(label: Any, hint: Any, rows: int = 5, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=hint, max_length=LONGEST, widget=widget, error_messages=EMPTY, **more)


class AskForm(ActForm):
    """What the complainant is asked for."""

    text = _area(_("请投诉人补充什么"), _("投诉人会看到这段话。请不要索要姓名和住址。"))


class StatementForm(ActForm):
    """What the other side is asked."""

    question = _area(_("请对方说明什么"), _("对方会看到这段话。"))


class DecideForm(ActForm):
    """The result."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一个结果。")},
    )
    cause = forms.ChoiceField(
        label=_("原因"),
        choices=[("", _("请选择")), *Cause.choices],
        help_text=_("用来统计，投诉人看不到。"),
        error_messages={"required": _("请选一个原因。")},
    )
    cause_text = _area(_("原因的说明"), _("可以不填。只留在记录里。"), 3, required=False)
    remedies = forms.MultipleChoiceField(
        label=_("怎样处理"), choices=Remedy.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    remedy_text = _area(_("处理的说明"), _("可以不填。只留在记录里。"), 3, required=False)
    explanation = _area(
        _("写给投诉人的话"),
        _("用大白话写查到了什么、怎样处理。不要写出律师的姓名和机构（规范第二十二条）。还可以找谁会自动写在后面。"),
        7,
    )
    late_explanation = _area(_("为什么晚了"), _("已经超过时限，投诉人会看到。"), 3, required=False)

    def __init__(self, data: Any = None, *, complaint: Complaint) -> None:
        super().__init__(data, complaint=complaint)
        if not clocks.is_late(complaint, clock.now()):
            del self.fields["late_explanation"]


class PersonForm(ActForm):
    """What is to be seen, and why."""

    what = forms.ChoiceField(
        label=_("要看什么"), widget=forms.RadioSelect, error_messages={"required": _("请选一项。")}
    )
    reason = forms.CharField(
        label=_("为什么需要知道"),
        help_text=_("会记入审计记录。"),
        max_length=200,
        error_messages={"required": _("请写明理由。")},
    )

    def __init__(self, data: Any = None, *, complaint: Complaint) -> None:
        super().__init__(data, complaint=complaint)
        choices: list[tuple[str, Any]] = []
        if complaint.staff_code:
            choices.append(("bearer", _("编号%s是谁、在哪家机构") % complaint.staff_code))
        if complaint.contact:
            choices.append(("contact", _("投诉人留的联系方式")))
        field: Any = self.fields["what"]
        field.choices = choices
        if len(choices) == 1:
            self.initial["what"] = choices[0][0]


class ComplaintFilter(forms.Form):
    """Which complaints are listed."""

    state = forms.ChoiceField(
        label=_("看哪些"),
        required=False,
        choices=[("open", _("没有结果的")), ("mine", _("我办理的")), ("decided", _("已有结果的")), ("all", _("全部"))],
    )

    @property
    def state_chosen(self) -> str:
        """What was chosen, open without a choice."""
        return (self.cleaned_data.get("state") if self.is_bound and self.is_valid() else "") or "open"


class StatementAnswerForm(TakingForm):
    """What the other side says."""

    use_required_attribute = False
    text = _area(_("您的说明"), _("请写事实和依据。只有办理投诉的人看得到，投诉人看不到。只能提交一次。"), 8)


class PeriodForm(forms.Form):
    """From which day to which."""

    begin = DayField(label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    end = DayField(label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    use_required_attribute = False

    @property
    def days(self) -> tuple[date, date]:
        """The days that were chosen; this year until today without a choice, or where they are none."""
        today = clock.today()
        said = self.cleaned_data if self.is_bound and self.is_valid() else {}
        begin, end = said.get("begin") or today.replace(month=1, day=1), said.get("end") or today
        return (begin, end) if begin <= end else (end, begin)
