"""What moderators and supervisors decide beside accepting and refusing: a report to the authorities, what is no secret after
all; and what goes on when nobody came in time."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor, signature_of
from portal.consultations.models import (
    AddedFact,
    Consultation,
    ConsultationEvent,
    ConsultationSettings,
    DangerReport,
    RefusalAppeal,
    RefusalProposal,
    ScreeningFlag,
)
from portal.consultations.models.choices import AgeBand
from portal.consultations.models.querysets import MODERATE, QUARANTINE, SUPERVISE
from portal.consultations.policies import WrongState, demand_state
from portal.consultations.screening.asked import NEVER_BY_TIMEOUT, RuleCode
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.services.screening import refusing
from portal.consultations.services.screening.verdicts import demand_staff, staff_kind
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, Party, State

BATCH = 200
DANGER_REPORTED, QUARANTINE_LIFTED = "danger_reported", "quarantine_lifted"

Verdict = ScreeningFlag.Verdict


def report_danger(case: Consultation, told: str, note: str, *, by: Actor) -> DangerReport:
    """Put on record that an authority was told of a danger: whom, what, by whom. In any state of the case."""
    missing = {}
    if not told.strip():
        missing["told"] = _("请写明向哪个机关报告。")
    if not note.strip():
        missing["note"] = _("请写明报告了什么、怎么报告的。")
    if missing:
        raise ValidationError(missing)
    with transaction.atomic():
        case = locked(case)
        demand_staff(by, case, MODERATE, SUPERVISE)
        at, salt = clock.now(), new_salt()
        report = DangerReport.objects.create(
            consultation=case, told=told.strip()[:100], note=note.strip(), salt=salt, by=by, at=at
        )
        # Who reports it agrees that there is danger: the case leaves the head of the queue.
        ScreeningFlag.objects.filter(
            consultation=case, rule=RuleCode.DANGER, verdict=ScreeningFlag.Verdict.OPEN
        ).update(verdict=ScreeningFlag.Verdict.AGREED, decided_by=by, decided_at=at)
        content = {"report": report.pk, "text": salted_digest(salt, f"{report.told}\n{report.note}")}
        write_event(case, DANGER_REPORTED, signature_of(by, staff_kind(by)), at=at, content=content)
    return report


def lift_quarantine(case: Consultation, *, by: Actor) -> Consultation:
    """It is no secret after all: the case joins the others, where a moderator finds it."""
    with transaction.atomic():
        case = locked(case)
        demand_staff(by, case, QUARANTINE)
        if not case.is_quarantined:
            raise WrongState(_("这件咨询已经不在隔离中。"))
        case.is_quarantined = False
        case.save(update_fields=["is_quarantined"])
        write_event(case, QUARANTINE_LIFTED, signature_of(by, staff_kind(by)), at=clock.now())
    return case


def ask_to_hide(case: Consultation, text: str, *, by: Actor) -> AddedFact:
    """Ask the citizen of a quarantined case to take out what must not be there. Nothing of it leaves the portal."""
    if not text.strip():
        raise ValidationError({"text": _("请写明需要隐去什么。")})
    with transaction.atomic():
        case = locked(case)
        demand_staff(by, case, QUARANTINE)
        demand_state(Act.ASK_CITIZEN, case)
        at, salt = clock.now(), new_salt()
        asked = AddedFact.objects.create(
            consultation=case, kind="asked", text=text.strip(), salt=salt, actor_kind=staff_kind(by), at=at
        )
        clocks.pause(case, at=at)
        content = {"fact": asked.pk, "text": salted_digest(salt, asked.text)}
        changes = {"returns_to": case.state, "awaiting_since": at, "reminders_sent": 0}
        move(case, Act.ASK_CITIZEN, by, at=at, party=Party.MODERATOR, content=content, **changes)
        tell_citizen(case, Told.MORE_WANTED)
    return asked


def waiting_too_long() -> QuerySet[Consultation]:
    """Flagged questions that nobody looked at within the minutes of the settings. Suspected secrets, children under 14, what
    a resident proposed to refuse and what is looked at a second time are for people, however long it takes."""
    limit = clock.now() - timedelta(minutes=ConsultationSettings.load().screening_minutes)
    this = {"consultation": OuterRef("pk")}
    began = ConsultationEvent.objects.filter(**this, content__to=str(State.SCREENING)).order_by("-sequence")
    shut = ScreeningFlag.objects.filter(**this, rule__in=NEVER_BY_TIMEOUT).exclude(verdict=Verdict.DISAGREED)
    proposed = RefusalProposal.objects.filter(**this, is_confirmed__isnull=True)
    appealed = RefusalAppeal.objects.filter(refusal__consultation=OuterRef("pk"), decided_at__isnull=True)
    return (
        Consultation.objects.filter(state=State.SCREENING, is_quarantined=False)
        .exclude(age_band=AgeBand.UNDER_14)
        .exclude(Exists(shut) | Exists(proposed) | Exists(appealed))
        .annotate(waits_since=Subquery(began.values("at")[:1]))
        .filter(waits_since__lte=limit)
        .order_by("waits_since")
    )


def pass_on_waiting() -> int:
    """Let residents have what waited too long, with its flags; gives how many went."""
    done = 0
    for case in waiting_too_long()[:BATCH]:
        try:
            refusing.accept(case, by=SYSTEM)
        except WrongState:  # somebody was quicker
            continue
        done += 1
    return done
