"""A message board at work, in processes that die: one loads the project and forks a writer and a drainer, over and over.

The writer asks, lets in, claims and answers through the services, and says what was acknowledged (``asked KEY RECEIPT``,
``answered RECEIPT NUMBER``) once it is committed; it begins each life by sending its last question once more, as a browser would.
The drainer delivers what is owed. At random moments one of the two gets SIGKILL. At the end what is left is delivered.

Arguments: how many kills, seed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import count

import django

WRITER_DIES = 0.3
LONGEST_LIFE = 0.5
A_TURN = 0.02
"""Seconds a sink gets: a life is short, and each sink is to have its turn in it however much waits in another."""


def main(kills: int, seed: int) -> None:
    """Let them live and die, then deliver what is left."""
    django.setup()
    from django.db import connection
    from django.db.models import Max

    from portal.common.outbox import write
    from portal.consultations.models import Consultation

    write._wake = lambda _sink: None  # as with a broker: only a drainer delivers
    chance = random.Random(seed)
    roles: dict[str, Callable[[int], None]] = {"writer": live_as_writer, "drainer": live_as_drainer}
    lives: dict[str, int] = {}
    for _number in range(kills):
        first = (Consultation.objects.aggregate(last=Max("pk"))["last"] or 1) - 1
        connection.close()  # each has its own
        for role, live in roles.items():
            if role not in lives:
                lives[role] = _fork(live, first)
        time.sleep(chance.random() * LONGEST_LIFE)
        victim = "writer" if chance.random() < WRITER_DIES else "drainer"
        _kill(lives.pop(victim))
        let_time_pass()
    for pid in lives.values():
        _kill(pid)
    deliver_the_rest()


def _fork(live: Callable[[int], None], first: int) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            live(first)
        except BaseException as error:
            say(f"error {type(error).__name__} {error}".replace("\n", " "))
        os._exit(0)
    return pid


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def say(words: str) -> None:
    """One short write arrives whole, or not at all."""
    os.write(1, f"{words}\n".encode())


def live_as_writer(first: int) -> None:
    """Ask and answer until killed; question ``first`` may be there already."""
    from portal.accounts.models import User
    from portal.consultations.models import ResidentStaff
    from portal.consultations.services.intake.submitting import ContactWish, submit_question
    from tests.consultations import builders

    resident = ResidentStaff.objects.select_related("user").get().user
    moderator = User.objects.get(username="moderator-of-faults")
    for number in count(first):
        wish = ContactWish(phone=f"139{number:08d}", by_sms=True)
        asked = builders.asked(submission_key=f"fault-{number}", question=question(number), contact=wish)
        say(f"asked {number} {submit_question(asked).receipt_number}")
        _answer_one(resident, moderator)


def question(number: int) -> str:
    """No two alike, each of one matter."""
    chance = random.Random(number)
    words = "".join(
        chance.choice("工资合同租房离婚抚养借款欠条押金工伤退货继承遗嘱公证物业邻里漏水") for _ in range(40)
    )
    return f"我想问一件事情：{words}，第{number}件，应该怎么办？"


def _answer_one(resident: object, moderator: object) -> None:
    from portal.consultations.models import Consultation
    from portal.consultations.policies import WrongState
    from portal.consultations.services.residents import claiming
    from portal.consultations.services.screening import refusing
    from portal.consultations.states import State
    from tests.consultations import builders

    held = Consultation.objects.filter(state=State.SCREENING).first()
    if held is not None:
        refusing.accept(held, by=moderator)
    case = Consultation.objects.filter(state=State.ASSIGNED).first() or (
        Consultation.objects.filter(state=State.ACCEPTED).first()
    )
    if case is None:
        return
    try:
        if case.state == State.ACCEPTED:
            case = claiming.claim(case, by=resident)
        say(f"answered {case.receipt_number} {builders.first_answer(case).pk}")
    except WrongState:  # it was taken away meanwhile, by what screening found
        return


def live_as_drainer(_first: int) -> None:
    """Deliver until killed."""
    while True:
        _deliver(seconds=A_TURN)
        time.sleep(0.01)


def _deliver(seconds: float = 5) -> int:
    from portal.common.outbox.drain import drain
    from portal.common.outbox.registry import sinks

    return sum(drain(name, seconds=seconds) for name in sinks)


def let_time_pass() -> None:
    """The lease of a dead drainer runs out, and whatever was postponed is due."""
    from portal.common import clock
    from portal.common.outbox.models import OutboxLease, OutboxRow
    from portal.notifications.models import Delivery, DeliveryState

    moment = clock.now() - timedelta(seconds=1)
    OutboxLease.objects.filter(until__isnull=False).update(until=moment)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=moment)
    OutboxRow.objects.filter(done_at=None).update(due_at=moment)


def deliver_the_rest() -> None:
    """Until nothing is owed."""
    for _turn in range(100):
        let_time_pass()
        if not _deliver():
            break


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
