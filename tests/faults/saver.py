"""A child that saves something whose side effect wakes a worker through the broker it was given."""

from __future__ import annotations

import django


def main() -> None:
    """Save, and say so."""
    django.setup()
    from django.contrib.auth.models import Group
    from django.db import transaction

    from portal.common.outbox.write import enqueue
    from tests.faults.drainer import SINK

    with transaction.atomic():
        Group.objects.create(name="saved without a broker")
        enqueue(SINK, ["saved"])
    print("saved", flush=True)


if __name__ == "__main__":
    main()
