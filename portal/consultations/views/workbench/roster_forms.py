"""The small forms below the roster."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.common.form_fields import DayField
from portal.consultations.models import DutyShift, ResidentStaff
from portal.consultations.services.residents.roster import MOST_WEEKS
from portal.consultations.views.taking_form import TakingForm

_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_DATE_WORDS = {"required": _("请填日期。"), "invalid": _("日期请写成 2026-10-08 这样。")}


class CopyForm(TakingForm):
    """So many weeks, holidays too or not."""

    weeks = forms.IntegerField(
        label=_("把这一周照排到后面几周"),
        min_value=1,
        max_value=MOST_WEEKS,
        initial=1,
        help_text=_("已经排了班的日子不动。"),
        error_messages={
            "required": _("请填周数。"),
            "invalid": _("请填数字。"),
            "min_value": _("至少1周。"),
            "max_value": _("最多12周。"),
        },
    )
    with_holidays = forms.BooleanField(label=_("节假日也照排"), required=False)


class StaffField(forms.ModelChoiceField):
    """A person, by code and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Code and name."""
        return f"{obj.code} {obj.practitioner.name}"


class LeaveForm(TakingForm):
    """Who is away from when to when."""

    staff = StaffField(
        ResidentStaff.objects.none(), label=_("谁请假"), empty_label=None, error_messages={"required": _("请选人。")}
    )
    begins_on = DayField(label=_("从哪一天"), widget=_DATE, error_messages=_DATE_WORDS)
    ends_on = DayField(
        label=_("到哪一天（含当日）"),
        widget=_DATE,
        help_text=_("请假期间不再接办咨询，手上没有答复的会交回。"),
        error_messages=_DATE_WORDS,
    )

    def __init__(self, data: Any = None, *, people: Sequence[ResidentStaff]) -> None:
        super().__init__(data)
        field: Any = self.fields["staff"]
        field.queryset = ResidentStaff.objects.filter(pk__in=[person.pk for person in people]).select_related(
            "staff_code", "practitioner"
        )


def hours_between(begins: time, ends: time) -> str:
    """``09:00–17:30``; a duty that ends at midnight ends at 24:00, as people say it, not at 00:00."""
    return f"{begins:%H:%M}–{f'{ends:%H:%M}' if ends != time(0) else '24:00'}"


class ShiftField(forms.ModelChoiceField):
    """A shift, by its day and hours."""

    def label_from_instance(self, obj: Any) -> str:
        """Day and hours in Asia/Shanghai."""
        begins, ends = obj.begins_at.astimezone(SHANGHAI), obj.ends_at.astimezone(SHANGHAI)
        return f"{begins.year}年{begins.month}月{begins.day}日 {hours_between(begins.time(), ends.time())}"


class SwapForm(TakingForm):
    """Which shift, which colleague."""

    shift = ShiftField(
        DutyShift.objects.none(),
        label=_("我的班"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选一个班。")},
    )
    colleague = StaffField(
        ResidentStaff.objects.none(),
        label=_("请哪位同事代班"),
        empty_label=_("请选择"),
        help_text=_("同事同意以后，这个班归同事。"),
        error_messages={"required": _("请选一位同事。")},
    )

    def __init__(self, data: Any = None, *, staff: ResidentStaff | None) -> None:
        super().__init__(data)
        if staff is None:
            return
        shifts: Any = self.fields["shift"]
        shifts.queryset = DutyShift.objects.filter(staff=staff, begins_at__gt=clock.now()).order_by("begins_at")
        colleagues: Any = self.fields["colleague"]
        colleagues.queryset = (
            ResidentStaff.objects.filter(
                resident_institution=staff.resident_institution_id,
                duty=ResidentStaff.Duty.ACTIVE,
            )
            .exclude(pk=staff.pk)
            .select_related("staff_code", "practitioner")
        )
