"""What becomes of a live conversation: it follows its case, and goes on as a message when nobody answers live (article 23).

A live hour that the portal did not keep is missed and stays missed; the message it becomes has its five hours from the first
line. Only a citizen who leaves in time takes the hour back. The hour is met by the closing summary, which is the answer: lines
are not an answer of four sections (articles 19, 21).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import SYSTEM, Actor, signature_of
from portal.consultations.models import Consultation, ConsultationEvent, Deadline
from portal.consultations.models.choices import ActorKind, Channel, DeadlineKind
from portal.consultations.policies import WrongState, demand_citizen
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import Told, tell_citizen, tell_resident
from portal.consultations.services.time import clocks
from portal.consultations.states import Act, State
from portal.live_hours.models import BecameBecause, LiveHoursSettings, LiveThread
from portal.live_hours.services.opening import (
    TooManyLive,
    colleague_full_words,
    live_in_hand,
    on_shift,
    takers,
    too_many_words,
)
from portal.notifications.services import notify

BECAME_MESSAGE = "became_message"
"""The event of the record."""
WAITING = frozenset({State.SUBMITTED, State.SCREENING, State.ACCEPTED})
OVER = frozenset({State.ANSWERED, State.REFUSED, State.CLOSED, State.WITHDRAWN})
QUEUE_URL = "/workbench/live/"
BATCH = 200


def thread_of(case: Consultation) -> LiveThread | None:
    """The live conversation of a case; None where there is none."""
    return LiveThread.objects.filter(consultation=case).first()


def locked_thread(case: Consultation) -> LiveThread | None:
    """The same, held; the caller holds the case."""
    return LiveThread.objects.select_for_update().filter(consultation=case).first()


def follow_case(sender: Any, case: Consultation, event: ConsultationEvent, **_more: Any) -> None:
    """Let the conversation follow what happens to its case; in the transaction of the act. Other channels cost nothing."""
    if case.channel != Channel.LIVE:
        return
    if event.act == Act.SUBMIT:
        LiveThread.objects.create(consultation=case, opened_at=event.at, waiting_since=event.at)
        return
    after = event.content.get("to")
    if after is None:
        return
    thread = locked_thread(case)
    if thread is None or not thread.is_live:
        return
    if after in WAITING:
        _wait(case, thread, event, State(after))
    elif after == State.ASSIGNED:
        _demand_room(case, event)
        thread.taken_at, thread.waiting_since = event.at, None
        thread.save(update_fields=["taken_at", "waiting_since"])
    elif after in OVER:
        thread.ended_at, thread.waiting_since = event.at, None
        thread.save(update_fields=["ended_at", "waiting_since"])
    else:  # deferred, referred, awaiting the citizen: nobody answers within this hour any more
        _turn(case, thread, BecameBecause.ANOTHER_WAY, SYSTEM, event.at)
        if after == State.AWAITING_CITIZEN:
            clocks.pause(case, at=event.at)


def become_message(case: Consultation, because: str, *, by: Actor = SYSTEM) -> LiveThread:
    """Go on as a message. ``left`` is the citizen's own act. Raises PermissionDenied; WrongState where it is live no more."""
    with transaction.atomic():
        case = locked(case)
        if because == BecameBecause.LEFT:
            demand_citizen(by, case)
        thread = locked_thread(case)
        if thread is None or not thread.is_live:
            raise WrongState(_("这次在线咨询已经结束，或者已经转成留言。"))
        _turn(case, thread, because, by, clock.now())
    return thread


def become_due() -> int:
    """Turn into messages what nobody took in time, what waits with nobody on duty, and what is past its hour. Each is a
    transaction of its own that asks once more: run twice, or killed, it does nothing twice. Returns how many."""
    done = 0
    live = LiveThread.objects.filter(became_message_at__isnull=True, ended_at__isnull=True)
    for thread in live.select_related("consultation").order_by("opened_at")[:BATCH]:
        if _why(thread, thread.consultation) is None:
            continue
        with transaction.atomic():
            case = locked(thread.consultation)
            mine = locked_thread(case)
            because = _why(mine, case) if mine is not None and mine.is_live else None
            if mine is not None and because is not None:
                _turn(case, mine, because, SYSTEM, clock.now())
                done += 1
    return done


def _why(thread: LiveThread, case: Consultation) -> BecameBecause | None:
    now = clock.now()
    past = Deadline.objects.filter(consultation=case, kind=DeadlineKind.FIRST_ANSWER, due_at__lte=now)
    if past.filter(met_at__isnull=True, cancelled_at__isnull=True).exists():
        return BecameBecause.HOUR
    if thread.waiting_since is None:
        return None
    if thread.waiting_since <= now - timedelta(minutes=LiveHoursSettings.load().take_minutes):
        return BecameBecause.NOBODY
    return None if on_shift(now).exists() else BecameBecause.OFF_DUTY


def _turn(case: Consultation, thread: LiveThread, because: str, by: Actor, at: datetime) -> None:
    """The one place where a conversation becomes a message: row, clock, event, those who must know."""
    thread.became_message_at, thread.became_because, thread.waiting_since = at, because, None
    thread.save(update_fields=["became_message_at", "became_because", "waiting_since"])
    kind = DeadlineKind.FIRST_ANSWER
    if clocks.give_up(case, kind, at=at, missed=because != BecameBecause.LEFT) is not None:
        clocks.start_deadline(case, kind, at=case.submitted_at, channel=Channel.MESSAGE)
    actor = ActorKind.CITIZEN if because == BecameBecause.LEFT else ActorKind.SYSTEM
    write_event(case, BECAME_MESSAGE, signature_of(by, actor), at=at, content={"because": str(because)})
    if because != BecameBecause.LEFT:
        tell_citizen(case, Told.BECAME_MESSAGE)
    tell_resident(case, _("一件在线咨询转成了留言，请写好答复发出。"))


def _demand_room(case: Consultation, event: ConsultationEvent) -> None:
    """Raise TooManyLive where whoever has this now, claimed or handed over, has more live conversations than they may: the act
    is undone. Counted in its transaction, which holds the resident's row (``claiming``): of two at one moment the second counts
    the first."""
    most = LiveHoursSettings.load().most_at_once
    if case.assigned_to is not None and live_in_hand(case.assigned_to) > most:
        raise TooManyLive(colleague_full_words(most) if event.act == Act.HAND_OVER else too_many_words(most))


def _wait(case: Consultation, thread: LiveThread, event: ConsultationEvent, after: State) -> None:
    if thread.waiting_since is None:  # given back
        thread.waiting_since = event.at
        thread.save(update_fields=["waiting_since"])
    if after == State.ACCEPTED:
        people = [staff.user for staff in takers(event.at, LiveHoursSettings.load(), case).select_related("user")]
        notify(people, _("有一件在线咨询等待接办。"), url=QUEUE_URL)
