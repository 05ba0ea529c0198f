"""A child that changes something and owes its side effect, over and over; prints each number once it is committed."""

from __future__ import annotations

import sys
from itertools import count

import django


def main() -> None:
    """Write until killed."""
    django.setup()
    from django.contrib.auth.models import Group
    from django.db import transaction

    from portal.common.outbox.write import enqueue
    from tests.faults.drainer import SINK

    for number in count():
        with transaction.atomic():
            Group.objects.create(name=f"fault-{number}")
            enqueue(SINK, [f"fault-{number}"], drain_on_commit=False)
        print(number, flush=True)


if __name__ == "__main__":
    sys.exit(main())
