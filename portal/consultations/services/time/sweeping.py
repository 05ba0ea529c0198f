"""What happens by itself: reminders and closing when nobody writes. Each step is a conditional act, so that a second run, or
two at once, does nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, ConsultationSettings, FurtherQuestion, IntakeDraft, Refusal
from portal.consultations.models.choices import ClosedBecause
from portal.consultations.policies import WrongState
from portal.consultations.services.case.moving import locked, move
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.services.residents.another import open_to_all
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, State

BATCH = 200
REMINDERS = 2
CLOSING_SOON = timedelta(days=3)


def sweep() -> dict[str, int]:
    """All of it; gives how many each step did."""
    return {
        "reminded": remind_who_is_awaited(),
        "lapsed": close_what_nobody_completed(),
        "closing_told": tell_of_closing(),
        "closed": close_answered(),
        "refused_closed": close_refused(),
        "drafts": forget_drafts(),
        "open_to_all": open_to_all(),
    }


def remind_who_is_awaited() -> int:
    """Two reminders while facts are awaited: after a third and after two thirds of the time."""
    days = ConsultationSettings.load().waiting_days
    done = 0
    for number in range(REMINDERS):
        since = clock.now() - timedelta(days=days) * (number + 1) / (REMINDERS + 1)
        rows = Consultation.objects.filter(
            state=State.AWAITING_CITIZEN, awaiting_since__lte=since, reminders_sent=number
        )[:BATCH]
        for case in rows:
            with transaction.atomic():
                case = locked(case)
                if case.state == State.AWAITING_CITIZEN and case.reminders_sent == number:
                    case.reminders_sent += 1
                    case.save(update_fields=["reminders_sent"])
                    tell_citizen(case, Told.REMINDED if number == 0 else Told.REMINDED_AGAIN)
                    done += 1
    return done


def close_what_nobody_completed() -> int:
    """Awaited for too long: closed; new facts reopen it."""
    limit = clock.now() - timedelta(days=ConsultationSettings.load().waiting_days)
    waiting = Consultation.objects.filter(state=State.AWAITING_CITIZEN, awaiting_since__lte=limit)

    def close(case: Consultation, at: datetime) -> None:
        clocks.cancel(case, at=at)
        move(case, Act.LAPSE, SYSTEM, at=at, closed_at=at, closed_because=ClosedBecause.NO_FACTS)
        tell_citizen(case, Told.CLOSED)

    return _each(waiting, close)


def tell_of_closing() -> int:
    """Three days before silence closes an answered case its citizen is told, once for each answer."""
    soon = clock.now() + CLOSING_SOON - timedelta(days=ConsultationSettings.load().silent_days)
    open_one = FurtherQuestion.objects.filter(consultation=OuterRef("pk"), answer__isnull=True)
    untold = Q(closing_told_at__isnull=True) | Q(closing_told_at__lt=F("last_answered_at"))
    silent = Consultation.objects.filter(~Exists(open_one), untold, state=State.ANSWERED, last_answered_at__lte=soon)

    def warn(case: Consultation, at: datetime) -> None:
        told, answered = case.closing_told_at, case.last_answered_at
        if case.state != State.ANSWERED or answered is None or answered > soon or (told and told >= answered):
            raise WrongState("somebody was quicker")
        case.closing_told_at = at
        case.save(update_fields=["closing_told_at"])
        tell_citizen(case, Told.CLOSING_SOON)

    return _each(silent, warn)


def close_answered() -> int:
    """Answered, and nobody wrote for 15 days: closed. Silence closes nothing while a 追问 is open (decision 1)."""
    limit = clock.now() - timedelta(days=ConsultationSettings.load().silent_days)
    open_one = FurtherQuestion.objects.filter(consultation=OuterRef("pk"), answer__isnull=True)
    silent = Consultation.objects.filter(~Exists(open_one), state=State.ANSWERED, last_answered_at__lte=limit)

    def close(case: Consultation, at: datetime) -> None:
        if case.further.filter(answer__isnull=True).exists():
            raise WrongState("asked just now")
        move(case, Act.CLOSE, SYSTEM, at=at, closed_at=at, closed_because=ClosedBecause.SILENT)
        tell_citizen(case, Told.CLOSED)

    return _each(silent, close)


def close_refused() -> int:
    """Refused, and no second look was asked for in time."""
    limit = clock.now() - timedelta(days=ConsultationSettings.load().appeal_days)
    decided = Refusal.objects.filter(consultation=OuterRef("pk"), decided_at__lte=limit)
    refused = Consultation.objects.filter(Exists(decided), state=State.REFUSED)

    def close(case: Consultation, at: datetime) -> None:
        move(case, Act.CLOSE_REFUSED, SYSTEM, at=at, closed_at=at, closed_because=ClosedBecause.NOT_APPEALED)

    return _each(refused, close)


def forget_drafts() -> int:
    """Erase what was typed and never sent, after its 24 hours (decision 7). Its files have no row any more then: the vault's
    own sweep removes them."""
    over = IntakeDraft.objects.filter(expires_at__lte=clock.now()).values_list("pk", flat=True)[:BATCH]
    done, _rows = IntakeDraft.objects.filter(pk__in=list(over)).delete()
    return done


def _each(rows: QuerySet[Consultation], act: Callable[[Consultation, datetime], None]) -> int:
    done = 0
    for case in list(rows[:BATCH]):
        try:
            with transaction.atomic():
                act(locked(case), clock.now())
        except WrongState:  # somebody was quicker
            continue
        done += 1
    return done
