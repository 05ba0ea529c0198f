"""办理时限, 工作日历, 服务时间: the administrator's; the public page of timeliness."""

from __future__ import annotations

from datetime import date, time

from portal.accounts.models import User
from portal.consultations.models import CalendarDay, ServiceHours, SlaPolicy
from tests.permissions.actors import ADMINISTRATOR, AUDITOR, EVERYBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

READERS = ADMINISTRATOR | AUDITOR
SECTION = Section("time_limits")
add = SECTION.add


@thing
def sla_policy(world: World, owner: User) -> int:
    made, _new = SlaPolicy.objects.get_or_create(
        kind="complaint", channel="", valid_from=date(2999, 1, 1), defaults={"amount": 5, "unit": "working_days"}
    )
    return made.pk


@thing
def calendar_day(world: World, owner: User) -> int:
    made, _new = CalendarDay.objects.get_or_create(day=date(2998, 1, 1), defaults={"is_working": False})
    return made.pk


@thing
def service_hours(world: World, owner: User) -> int:
    made, _new = ServiceHours.objects.get_or_create(weekday=6, opens=time(9), defaults={"closes": time(10)})
    return made.pk


for model in ("slapolicy", "calendarday", "servicehours"):
    name = {"slapolicy": "sla_policy", "calendarday": "calendar_day", "servicehours": "service_hours"}[model]
    SECTION.add_snippet(
        f"consultations/{model}", pk=name, see=READERS, write=ADMINISTRATOR, delete=ADMINISTRATOR, exports=READERS
    )
    SECTION.add_bulk(f"consultations/{model}/delete", name, READERS, ADMINISTRATOR)
add("admin/consultations/calendar/import/", ADMINISTRATOR, ADMINISTRATOR)
for part in ("", "timeliness.csv"):
    add(f"consultations/timeliness/{part}", EVERYBODY)
add(r"api/v2/^timeliness/$", EVERYBODY)
