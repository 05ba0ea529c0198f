"""The roster of an institution: its back office plans, its residents swap and take leave. One page, plain forms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import staff_page
from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.models import DutyShift, Leave, ResidentInstitution, ResidentStaff, ShiftSwap
from portal.consultations.models.querysets import ANSWER, SUPPORT
from portal.consultations.policies import resident_of
from portal.consultations.services.residents import roster as services
from portal.consultations.services.time.timetables import work_time
from portal.consultations.views.workbench.roster_forms import CopyForm, LeaveForm, SwapForm, hours_between

KEEP = "keep"
WEEKDAYS = "一二三四五六日"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ANSWER, SUPPORT)
def roster(request: HttpRequest) -> HttpResponse:
    """The week of ``?week=``; POST does what ``do`` says."""
    staff = resident_of(request.user)
    home = staff.resident_institution if staff is not None else _home_of(request.user)
    if home is None:
        return render(request, "consultations/workbench/roster.html", {"home": None})
    monday = services.monday_of(_day(request.GET.get("week", "")) or clock.today())
    page = RosterPage(request, home, staff, monday)
    if request.method == "POST" and page.do(request.POST.get("do", "")):
        return redirect(f"{request.path}?week={monday.isoformat()}{page.done}")
    return page.render()


class RosterPage:
    """What is shown of a week, and the forms below it; one that was refused keeps what was typed."""

    def __init__(
        self, request: HttpRequest, home: ResidentInstitution, staff: ResidentStaff | None, monday: date
    ) -> None:
        self.request, self.home, self.staff, self.monday = request, home, staff, monday
        self.keeps = services.may_keep(request.user, home)
        self.people = list(
            home.staff.exclude(duty=ResidentStaff.Duty.LEFT).select_related("staff_code", "practitioner")
        )
        self.copy = CopyForm()
        self.leave = LeaveForm(people=self._who_may_be_away())
        self.swap = SwapForm(staff=staff)
        self.problem = ""
        self.done = ""

    def do(self, wanted: str) -> bool:
        """Do it; False where something was refused."""
        acts: dict[str, Callable[[], bool]] = {
            "plan": self._plan,
            "copy": self._copy,
            "leave": self._leave,
            "end_leave": self._end_leave,
            "swap": self._swap,
            "answer": self._answer,
        }
        if wanted not in acts:
            self.problem = _("没有这项操作。")
            return False
        try:
            return acts[wanted]()
        except PermissionDenied as error:
            self.problem = str(error)
        except ValidationError as error:
            self.problem = " ".join(error.messages)
        return False

    def render(self) -> HttpResponse:
        """The page."""
        days = [self.monday + services.DAY * number for number in range(7)]
        works_on = work_time(self.monday).works_on
        today = clock.today()
        context: dict[str, Any] = {
            "home": self.home,
            "staff": self.staff,
            "keeps": self.keeps,
            "problem": self.problem,
            "made": self.request.GET.get("made", ""),
            "skipped": self.request.GET.get("skipped", ""),
            "monday": self.monday,
            "week": self.monday.isoformat(),
            "before": (self.monday - services.WEEK).isoformat(),
            "after": (self.monday + services.WEEK).isoformat(),
            "days": [
                {
                    "day": day,
                    "weekday": WEEKDAYS[day.weekday()],
                    "is_free": not works_on(day),
                    "is_today": day == today,
                }
                for day in days
            ],
            "rows": self._rows(days),
            "patterns": [
                {"code": code, "label": row.label, "hours": hours_between(row.begins, row.ends)}
                for code, row in services.PATTERNS.items()
            ],
            "copy_form": self.copy,
            "leave_form": self.leave,
            "swap_form": self.swap,
            "leaves": self._leaves(today),
            "swaps": self._swaps(),
        }
        status = 400 if self.problem or self.copy.errors or self.leave.errors or self.swap.errors else 200
        return render(self.request, "consultations/workbench/roster.html", context, status=status)

    def _rows(self, days: list[date]) -> list[dict[str, Any]]:
        """A row a person, a cell a day: four queries for a week, whatever its size."""
        found: dict[tuple[int, date], list[DutyShift]] = defaultdict(list)
        for shift in services.shifts_of_week(self.home, self.monday):
            found[shift.staff_id, shift.begins_at.astimezone(SHANGHAI).date()].append(shift)
        away: set[tuple[int, date]] = set()
        for leave in Leave.objects.filter(
            staff__in=self.people, begins_on__lte=days[-1], ends_on__gte=days[0]
        ).values_list("staff", "begins_on", "ends_on"):
            away |= {(leave[0], day) for day in days if leave[1] <= day <= leave[2]}
        return [
            {
                "person": person,
                "cells": [self._cell(person, day, found[person.pk, day], (person.pk, day) in away) for day in days],
            }
            for person in self.people
        ]

    def _cell(self, person: ResidentStaff, day: date, shifts: list[DutyShift], is_away: bool) -> dict[str, Any]:
        words = [_hours(shift) for shift in shifts]
        pattern = _pattern_of(shifts)
        return {
            "name": f"duty-{person.pk}-{day.isoformat()}",
            "day": day,
            "is_away": is_away,
            "words": words,
            "pattern": pattern,
            "other": "、".join(words) if shifts and not pattern else "",
        }

    def _leaves(self, today: date) -> list[dict[str, Any]]:
        rows = Leave.objects.filter(staff__in=self.people, ends_on__gte=today).select_related(
            "staff__staff_code", "staff__practitioner"
        )
        own = self.staff.pk if self.staff is not None else None
        return [{"leave": leave, "may_end": self.keeps or leave.staff_id == own} for leave in rows]

    def _swaps(self) -> list[dict[str, Any]]:
        rows = ShiftSwap.objects.filter(shift__staff__in=self.people, shift__begins_at__gt=clock.now())
        rows = rows.filter(state="open").select_related("shift__staff__staff_code", "asked__staff_code")
        own = self.staff.pk if self.staff is not None else None
        return [{"swap": swap, "when": _when(swap.shift), "is_asked": swap.asked_id == own} for swap in rows]

    def _who_may_be_away(self) -> list[ResidentStaff]:
        return self.people if self.keeps else [person for person in self.people if person == self.staff]

    @transaction.atomic
    def _plan(self) -> bool:
        for person in self.people:
            for number in range(7):
                day = self.monday + services.DAY * number
                pattern = self.request.POST.get(f"duty-{person.pk}-{day.isoformat()}", KEEP)
                if pattern != KEEP:
                    services.set_duty(person, day, pattern, by=self.request.user)
        return True

    def _copy(self) -> bool:
        self.copy = CopyForm(self.request.POST)
        if not self.copy.is_valid():
            return False
        made, skipped = services.copy_week(
            self.home,
            self.monday,
            self.copy.cleaned_data["weeks"],
            by=self.request.user,
            with_holidays=self.copy.cleaned_data["with_holidays"],
        )
        self.done = f"&made={made}&skipped={len(skipped)}"
        return True

    def _leave(self) -> bool:
        self.leave = LeaveForm(self.request.POST, people=self._who_may_be_away())
        if not self.leave.is_valid():
            return False
        said = self.leave.cleaned_data
        try:
            services.take_leave(said["staff"], said["begins_on"], said["ends_on"], by=self.request.user)
        except ValidationError as error:
            self.leave.take(error)
            return False
        return True

    def _end_leave(self) -> bool:
        key = self.request.POST.get("leave", "")
        leave = Leave.objects.filter(staff__in=self.people, pk=key if key.isdecimal() else 0).first()
        if leave is not None:
            services.end_leave(leave, by=self.request.user)
        return True

    def _swap(self) -> bool:
        self.swap = SwapForm(self.request.POST, staff=self.staff)
        if not self.swap.is_valid():
            return False
        said = self.swap.cleaned_data
        try:
            services.ask_swap(said["shift"], said["colleague"], by=self.request.user)
        except ValidationError as error:
            self.swap.take(error)
            return False
        return True

    def _answer(self) -> bool:
        key = self.request.POST.get("swap", "")
        swap = ShiftSwap.objects.filter(asked=self.staff, pk=key if key.isdecimal() else 0).first()
        if swap is None:
            raise ValidationError(_("没有这个请求。"))
        services.answer_swap(swap, is_agreed=self.request.POST.get("answer") == "agree", by=self.request.user)
        return True


def _home_of(user: Any) -> ResidentInstitution | None:
    if not user.institution_id:
        return None
    return ResidentInstitution.objects.select_related("institution").filter(institution=user.institution_id).first()


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if MINYEAR < day.year < MAXYEAR else None  # the weeks around it are days too


def _hours(shift: DutyShift) -> str:
    return hours_between(shift.begins_at.astimezone(SHANGHAI).time(), shift.ends_at.astimezone(SHANGHAI).time())


def _when(shift: DutyShift) -> str:
    begins = shift.begins_at.astimezone(SHANGHAI)
    return f"{begins.year}年{begins.month}月{begins.day}日 {_hours(shift)}"


def _pattern_of(shifts: list[DutyShift]) -> str:
    """The usual duty that a day's shifts are; "" for none or another."""
    if len(shifts) != 1:
        return ""
    times = shifts[0].begins_at.astimezone(SHANGHAI).time(), shifts[0].ends_at.astimezone(SHANGHAI).time()
    return next((code for code, row in services.PATTERNS.items() if (row.begins, row.ends) == times), "")
