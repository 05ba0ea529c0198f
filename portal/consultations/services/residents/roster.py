"""The duty roster of an institution: weeks, a week copied forward, swaps between colleagues, leave. Who is on duty at a moment
says ``balancing.on_duty``; what the ask page promises by it, ``promise``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.models import DutyShift, Leave, ResidentInstitution, ResidentStaff, ShiftSwap
from portal.consultations.models.querysets import SUPPORT
from portal.consultations.services.case.telling import tell_office_of
from portal.consultations.services.residents import duty
from portal.consultations.services.time.timetables import work_time
from portal.notifications.services import notify

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
MOST_WEEKS = 12
"""A week is copied so far ahead at most."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A usual duty: from, until, on one day in Asia/Shanghai."""

    label: Any
    begins: time
    ends: time


PATTERNS: Mapping[str, Pattern] = {
    "day": Pattern(gettext_lazy("全天"), time(9), time(17, 30)),
    "morning": Pattern(gettext_lazy("上午"), time(9), time(13)),
    "afternoon": Pattern(gettext_lazy("下午"), time(13), time(17, 30)),
    "evening": Pattern(gettext_lazy("晚间"), time(17, 30), time(22)),
}


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def day_begins(day: date) -> datetime:
    """Midnight in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def shifts_of_week(home: ResidentInstitution, monday: date) -> QuerySet[DutyShift]:
    """The shifts of an institution that begin in a week."""
    return DutyShift.objects.filter(
        staff__resident_institution=home,
        begins_at__gte=day_begins(monday),
        begins_at__lt=day_begins(monday + WEEK),
    ).order_by("begins_at", "pk")


def may_keep(by: Any, home: ResidentInstitution) -> bool:
    """Whether somebody keeps the roster of an institution: its own back office."""
    return bool(by.is_active and by.has_perm(SUPPORT) and by.institution_id == home.institution_id)


def set_duty(staff: ResidentStaff, day: date, pattern: str, *, by: Any) -> None:
    """Let a resident have this duty alone on a day; ``pattern`` "" for none. Raises ValidationError for an unknown one."""
    _demand_keeper(by, staff.resident_institution)
    if pattern and pattern not in PATTERNS:
        raise ValidationError(_("没有这种班次。"))
    with transaction.atomic():
        begins = day_begins(day)
        DutyShift.objects.filter(staff=staff, begins_at__gte=begins, begins_at__lt=begins + DAY).delete()
        if pattern:
            usual = PATTERNS[pattern]
            DutyShift.objects.create(
                staff=staff,
                begins_at=datetime.combine(day, usual.begins, SHANGHAI),
                ends_at=datetime.combine(day, usual.ends, SHANGHAI),
            )


@transaction.atomic
def copy_week(
    home: ResidentInstitution, monday: date, weeks: int, *, by: Any, with_holidays: bool = False
) -> tuple[int, list[date]]:
    """Repeat a week in the ``weeks`` after it. A duty of a working day is left out where that day is a holiday, unless
    ``with_holidays``; what stands there already stays. Returns how many shifts were made, and the days left out."""
    _demand_keeper(by, home)
    if not 1 <= weeks <= MOST_WEEKS:
        raise ValidationError({"weeks": _("请填1至%d周。") % MOST_WEEKS})
    pattern = list(shifts_of_week(home, monday).exclude(staff__duty=ResidentStaff.Duty.LEFT))
    last = day_begins(monday + WEEK * (weeks + 1))
    there = DutyShift.objects.filter(staff__resident_institution=home, begins_at__gte=day_begins(monday + WEEK))
    taken = {
        (staff, begins.astimezone(SHANGHAI).date())
        for staff, begins in there.filter(begins_at__lt=last).values_list("staff", "begins_at")
    }
    works_on = work_time(monday).works_on
    made: list[DutyShift] = []
    skipped: set[date] = set()
    for shift in pattern:
        before = shift.begins_at.astimezone(SHANGHAI).date()
        for number in range(1, weeks + 1):
            day = before + WEEK * number
            if (shift.staff_id, day) in taken:
                continue
            if not with_holidays and works_on(before) and not works_on(day):
                skipped.add(day)
                continue
            made.append(_moved(shift, WEEK * number))
    DutyShift.objects.bulk_create(made)
    return len(made), sorted(skipped)


def ask_swap(shift: DutyShift, colleague: ResidentStaff, *, by: Any) -> ShiftSwap:
    """Ask a colleague of the same institution to take one's shift. Raises ValidationError, PermissionDenied."""
    if shift.staff.user_id != by.pk:
        raise PermissionDenied(_("只能请同事代自己的班。"))
    with transaction.atomic():
        DutyShift.objects.select_for_update().get(pk=shift.pk)
        if shift.begins_at <= clock.now():
            raise ValidationError(_("这个班已经开始。"))
        if colleague.pk == shift.staff_id or not _are_colleagues(shift.staff, colleague):
            raise ValidationError({"colleague": _("请选本机构在岗的同事。")})
        if shift.swaps.filter(state="open").exists():
            raise ValidationError(_("已经请过同事，正在等答复。"))
        _demand_free(colleague, shift)
        swap = ShiftSwap.objects.create(shift=shift, asked=colleague, at=clock.now())
        notify([colleague.user], _("有同事请您代班，请答复。"), url="/workbench/roster/")
    return swap


def answer_swap(swap: ShiftSwap, *, is_agreed: bool, by: Any) -> ShiftSwap:
    """Agree, so that the shift is one's own, or decline. Only by who was asked; once."""
    if swap.asked.user_id != by.pk:
        raise PermissionDenied(_("只有被请的同事可以答复。"))
    with transaction.atomic():
        shift = DutyShift.objects.select_for_update(of=("self",)).select_related("staff__user").get(pk=swap.shift_id)
        swap = ShiftSwap.objects.select_for_update(of=("self",)).select_related("asked__user").get(pk=swap.pk)
        if swap.state != "open":
            raise ValidationError(_("这个请求已经答复过。"))
        asker = shift.staff
        if is_agreed:
            if shift.begins_at <= clock.now():
                raise ValidationError(_("这个班已经开始。"))
            if not _are_colleagues(asker, swap.asked):
                raise ValidationError(_("您现在不在岗，不能代班。"))
            _demand_free(swap.asked, shift)
            shift.staff = swap.asked
            shift.save(update_fields=["staff"])
        swap.state, swap.answered_at = ("agreed" if is_agreed else "declined"), clock.now()
        swap.save(update_fields=["state", "answered_at"])
        words = _("同事同意代您的班。") if is_agreed else _("同事不能代您的班。")
        notify([asker.user], words, url="/workbench/roster/")
    return swap


def take_leave(staff: ResidentStaff, begins_on: date, ends_on: date, *, by: Any) -> Leave:
    """Put a leave down: by the resident, or by their back office. What is open goes back at once when it begins today, else
    when it begins. Both days are included."""
    if by.pk != staff.user_id and not may_keep(by, staff.resident_institution):
        raise PermissionDenied(_("您不能为此人请假。"))
    today = clock.today()
    if ends_on < begins_on:
        raise ValidationError({"ends_on": _("结束日期不能早于开始日期。")})
    if ends_on < today:
        raise ValidationError({"ends_on": _("结束日期已经过去。")})
    with transaction.atomic():
        leave = Leave.objects.create(staff=staff, begins_on=begins_on, ends_on=ends_on)
        if begins_on <= today:
            duty.give_back(staff, because="leave")
        if by.pk == staff.user_id:
            tell_office_of(staff, _("本机构一名驻场人员请假。"), url="/workbench/roster/")
    return leave


def end_leave(leave: Leave, *, by: Any) -> None:
    """Take a leave back, or end it today."""
    staff = leave.staff
    if by.pk != staff.user_id and not may_keep(by, staff.resident_institution):
        raise PermissionDenied(_("您不能改动此人的请假。"))
    today = clock.today()
    if leave.begins_on >= today:
        leave.delete()
    elif leave.ends_on >= today:
        leave.ends_on = today - DAY
        leave.save(update_fields=["ends_on"])


def _moved(shift: DutyShift, by: timedelta) -> DutyShift:
    return DutyShift(staff_id=shift.staff_id, begins_at=shift.begins_at + by, ends_at=shift.ends_at + by)


def _are_colleagues(one: ResidentStaff, other: ResidentStaff) -> bool:
    return one.resident_institution_id == other.resident_institution_id and other.duty == ResidentStaff.Duty.ACTIVE


def _demand_free(staff: ResidentStaff, shift: DutyShift) -> None:
    if staff.shifts.filter(begins_at__lt=shift.ends_at, ends_at__gt=shift.begins_at).exists():
        raise ValidationError(_("这位同事当时已经有班。"))
    day = shift.begins_at.astimezone(SHANGHAI).date()
    if staff.leaves.filter(begins_on__lte=day, ends_on__gte=day).exists():
        raise ValidationError(_("这位同事当天请假。"))


def _demand_keeper(by: Any, home: ResidentInstitution) -> None:
    if not may_keep(by, home):
        raise PermissionDenied(_("排班由本机构后台负责。"))
