"""``manage.py generate_consultations``: invented, finished consultations for demos and benches."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.dateparse import parse_date

from portal.common import clock
from portal.service_figures.invented import invent
from portal.service_figures.periods import Period, PeriodKind


class Command(BaseCommand):
    """Never for an installation that people use."""

    help = "Write invented, finished consultations (every text says so), asked between two days."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many, from when to when."""
        parser.add_argument("count", type=int)
        parser.add_argument("--from", dest="first", required=True)
        parser.add_argument("--to", dest="last", default=clock.today().isoformat())
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them and say how many."""
        first, last = parse_date(options["first"]), parse_date(options["last"])
        if first is None or last is None or last < first:
            self.stderr.write("--from and --to: YYYY-MM-DD, in their order")
            raise SystemExit(1)
        made = invent(Period(PeriodKind.DATES, first, last), options["count"], seed=options["seed"])
        self.stdout.write(f"{made} consultations written")
