"""A crowd: processes forked from one that has loaded the project, all of which begin at the same moment.

Arguments: what they do (``claim``, ``allocate``), how many they are. Each line that comes out is one of theirs:
``done RECEIPT CODE``, ``late``, ``error WORDS``.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator

import django

LOOKED_AT = 10
ALLOCATED = 10
KNOCKS = 20


def main(act: str, size: int) -> int:
    """Fork, let go, wait; gives how many did not end well."""
    django.setup()
    from django.db import connection

    connection.close()  # each has its own
    gate, opener = os.pipe()
    arrivals, arrived = os.pipe()
    children = []
    for number in range(size):
        child = os.fork()
        if child == 0:
            os.close(opener)
            _connect()
            os.write(arrived, b".")
            os.read(gate, 1)  # returns when the last holder of the other end is gone
            os._exit(_behave({"claim": claim, "allocate": allocate}[act], number))
        children.append(child)
    os.close(arrived)
    for _child in children:
        os.read(arrivals, 1)
    os.close(opener)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


def _connect() -> None:
    """Before the others are let go: who knocks at a server with fifty others may be asked to knock again."""
    from django.db import OperationalError, connection

    for _turn in range(KNOCKS):
        try:
            connection.ensure_connection()
            return
        except OperationalError:
            time.sleep(random.random())


def _behave(act: Callable[[int], Iterator[str]], number: int) -> int:
    failed = 0
    try:
        for line in act(number):
            os.write(1, f"{line}\n".encode())  # one short write: lines of several never mix
    except BaseException as error:
        os.write(1, f"error {type(error).__name__} {error}\n".replace("\n", " ").encode() + b"\n")
        failed = 1
    return failed


def claim(number: int) -> Iterator[str]:
    """As one resident, take whatever is among the first that wait, until nothing waits."""
    from portal.consultations.models import Consultation, ResidentStaff
    from portal.consultations.policies import WrongState
    from portal.consultations.services.residents.claiming import claim as take

    staff = ResidentStaff.objects.select_related("user", "staff_code").order_by("pk")[number]
    unread = Consultation.objects.waiting_for_residents().defer("question", "other_side", "wanted")
    while waiting := list(unread[:LOOKED_AT]):
        wanted = random.choice(waiting)
        try:
            take(wanted, by=staff.user)
        except WrongState:
            yield "late"
        else:
            yield f"done {wanted.receipt_number} {staff.code}"


def allocate(_number: int) -> Iterator[str]:
    """Ask for codes, one after another."""
    from portal.consultations.services.intake.numbers import allocate_staff_code

    for turn in range(ALLOCATED):
        yield f"done {turn} {allocate_staff_code().code}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
