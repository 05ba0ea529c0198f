"""Forms of the workbench. The services check and save; what they refuse is shown at the field."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.clock import SHANGHAI
from portal.common.form_fields import MomentField
from portal.consultations.models import Authority, Consultation, ResidentStaff
from portal.consultations.models.choices import RefusalReason
from portal.consultations.services.residents.balancing import colleagues_for
from portal.consultations.views.taking_form import TakingForm


class CaseForm(TakingForm):
    """A form of an act on a case."""

    def __init__(self, data: Any = None, *, case: Consultation) -> None:
        super().__init__(data)
        self.case = case


class ReleaseForm(CaseForm):
    """Nothing to fill in: the press is the act."""


class RecuseForm(CaseForm):
    """Who keeps away."""

    who = forms.ChoiceField(
        label=_("谁回避"),
        choices=[("self", _("我本人回避")), ("institution", _("整个机构回避"))],
        initial="self",
        widget=forms.RadioSelect,
    )


class ColleagueField(forms.ModelChoiceField):
    """A colleague, by code and name, with how much they have."""

    def label_from_instance(self, obj: Any) -> str:
        """Code, name, open cases."""
        known = _("，熟悉这个专题") if getattr(obj, "knows_topic", False) else ""
        return _("%(code)s %(name)s（在办%(open)d件%(known)s）") % {
            "code": obj.code,
            "name": obj.practitioner.name,
            "open": getattr(obj, "open_now", 0),
            "known": known,
        }


class HandOverForm(CaseForm):
    """To which colleague."""

    colleague = ColleagueField(
        ResidentStaff.objects.none(),
        label=_("移交给"),
        empty_label=_("请选择同事"),
        help_text=_("熟悉这个专题、在办最少的排在前面。请假、停岗、需要回避的不列出。"),
        error_messages={"required": _("请选择同事。")},
    )

    def __init__(self, data: Any = None, *, case: Consultation) -> None:
        super().__init__(data, case=case)
        home = case.assigned_to.resident_institution_id if case.assigned_to else None
        field: Any = self.fields["colleague"]
        found = colleagues_for(case, of_institution=home).select_related("practitioner", "staff_code", "user")
        field.queryset = found
        if not found.exists():
            field.help_text = _(
                "现在没有同事可以接办：请假、停岗、需要回避，或者手上已满。可以稍后再试，还没有答复的可以改用“交回”。"
            )


class AskForm(CaseForm):
    """What the citizen is asked for."""

    text = forms.CharField(
        label=_("请咨询人补充什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("咨询人会看到这段话，时限暂停，补充以后继续。请不要索要姓名、电话和住址。"),
        error_messages={"required": _("请写明需要补充什么。")},
    )


class DeferForm(CaseForm):
    """约期: when, and why."""

    until = MomentField(
        label=_("约定的答复时间"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("北京时间。咨询人会看到。例如：2026-10-08 17:00。"),
        error_messages={
            "required": _("请填约定的答复时间。"),
            "invalid": _("时间请写成 2026-10-08 17:00 这样。"),
        },
    )
    reason = forms.CharField(
        label=_("约期的原因"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("请用大白话写，咨询人会看到。一件咨询最多约期两次。"),
        error_messages={"required": _("请写明为什么现在不能答复，咨询人会看到。")},
    )

    def clean_until(self) -> Any:
        """What is typed is Beijing time, whatever zone the process runs in."""
        typed = self.cleaned_data["until"]
        return typed.replace(tzinfo=SHANGHAI)


class ProposeForm(CaseForm):
    """Why the portal should refuse or forward."""

    reason = forms.ChoiceField(
        label=_("理由"),
        choices=[("", _("请选择")), *RefusalReason.choices],
        error_messages={"required": _("请选一个理由。")},
    )
    authority = forms.ModelChoiceField(
        Authority.objects.none(),
        label=_("咨询人可以找的机关"),
        required=False,
        empty_label=_("不指明"),
        help_text=_("不属于本网业务范围的，必须选。"),
    )
    note = forms.CharField(
        label=_("给审核员的说明"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, case: Consultation) -> None:
        super().__init__(data, case=case)
        field: Any = self.fields["authority"]
        field.queryset = Authority.objects.filter(is_active=True)


class NoteForm(TakingForm):
    """An internal note."""

    text = forms.CharField(
        label=_("写一条内部备注"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("只有本机构办理这件咨询的人看得到。咨询人、其他机构和本网工作人员都看不到。"),
        error_messages={"required": _("请写备注内容。")},
    )
