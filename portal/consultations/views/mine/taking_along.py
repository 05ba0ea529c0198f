"""What a citizen takes along: a reminder for the calendar, one page of next steps with the nearest window."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from icalendar import Alarm, Calendar, Event

from cms.directory.models import Institution
from portal.common import clock
from portal.consultations.attachments.serving import saved_response
from portal.consultations.models import Consultation
from portal.consultations.services.time.clocks import open_deadlines
from portal.consultations.sessions import own_case

WINDOW_KINDS = ("legal_aid_agency", "public_legal_service_centre", "justice_office")


@never_cache
@require_safe
def reminder(request: HttpRequest, number: str) -> HttpResponse:
    """``.ics`` of the next time something is due, under a neutral name: others look at a calendar too. 404 where nothing is."""
    case, _actor = own_case(request, number)
    due = open_deadlines(case).filter(paused_at__isnull=True).order_by("due_at").first()
    if due is None:
        raise Http404
    calendar = Calendar()
    calendar.add("prodid", "-//reminder//zh-Hans//")
    calendar.add("version", "2.0")
    event = Event()
    event.add("uid", f"{due.pk}-{case.submitted_at:%Y%m%d}@reminder")
    event.add("summary", _("提醒"))
    event.add("dtstamp", clock.now())
    event.add("dtstart", due.due_at)
    event.add("dtend", due.due_at + timedelta(minutes=15))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("提醒"))
    alarm.add("trigger", timedelta(0))
    event.add_component(alarm)
    calendar.add_component(event)
    return saved_response(calendar.to_ical(), content_type="text/calendar; charset=utf-8", name="reminder.ics")


@never_cache
@require_safe
def next_steps(request: HttpRequest, number: str) -> HttpResponse:
    """One page to print: what to do next, as the latest answer says it, and where to go."""
    case, _actor = own_case(request, number)
    latest = case.answers.order_by("-sent_at", "-pk").first()
    context = {"case": case, "answer": latest, "windows": windows_near(case)}
    return render(request, "consultations/mine/next_steps.html", context)


def windows_near(case: Consultation) -> list[Institution]:
    """The nearest windows: of the district that was named, else any; legal aid first. At most three, one query."""
    found = list(Institution.objects.public_on(clock.today()).filter(kind__in=WINDOW_KINDS)[:100])
    order = {kind: place for place, kind in enumerate(WINDOW_KINDS)}
    return sorted(found, key=lambda one: (not _is_near(one, case), order[one.kind], one.pk))[:3]


def _is_near(one: Institution, case: Consultation) -> bool:
    return bool(one.district) and one.district in case.place
