"""``manage.py drain_outbox``: deliver what is owed now; take up again what was given up."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from portal.common import clock
from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from portal.common.outbox.registry import sinks
from portal.common.outbox.status import sink_statuses


class Command(BaseCommand):
    """Drains every sink in this process; another drainer at work is left in peace."""

    help = "Deliver pending side effects (index updates, messages) now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--now`` does not let rows wait that failed lately; ``--revive`` takes up again what was given up."""
        parser.add_argument("--now", action="store_true", help="also rows that wait after a failure")
        parser.add_argument("--revive", action="store_true", help="also rows that were given up")

    def handle(self, *args: Any, **options: Any) -> None:
        """Drain, then print what is left by sink."""
        if options["revive"]:
            OutboxRow.objects.filter(dead_at__isnull=False).update(dead_at=None, attempts=0, due_at=clock.now())
        if options["now"]:
            OutboxRow.objects.filter(done_at__isnull=True, dead_at__isnull=True).update(due_at=clock.now())
        done = {name: drain(name) for name in sinks}
        for status in sink_statuses():
            self.stdout.write(
                f"{status.name}: {done.get(status.name, 0)} done, {status.pending} pending, {status.dead} given up"
                + ("" if status.handled else ", NO HANDLER")
            )
