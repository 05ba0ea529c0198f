"""``manage.py purge_records [--dry-run]``: which cases, and complaints without a case, may go, and why the rest may not; without
``--dry-run`` they go."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.common import clock
from portal.complaints.models import Complaint
from portal.retention.due import Verdict, verdicts
from portal.retention.due_complaints import complaint_verdicts
from portal.retention.models import PurgeItem, PurgeRun
from portal.retention.services.purge_runs import finish, purge_by_command
from portal.retention.services.purging import carry_out

MOST_TOLD = 500


class Command(BaseCommand):
    """Lists cases and complaints whose time is over, and purges those that nothing keeps. Ended half-way, the next run goes on."""

    help = "Purge the records whose time is over: --dry-run lists what may go and why the rest may not."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """``--dry-run`` changes nothing."""
        parser.add_argument(
            "--dry-run", action="store_true", help="change nothing: list what may go, and why the rest may not"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """List; purge; report."""
        if options["dry_run"]:
            self._list()
            return
        runs = list(PurgeRun.objects.filter(state=PurgeRun.State.APPROVED).order_by("pk"))
        fresh = purge_by_command()
        runs += [fresh] if fresh is not None else []
        waiting = PurgeItem.objects.filter(run__in=runs, outcome="").count()
        settled: Counter[str] = Counter()
        with tqdm(total=waiting, unit="件", disable=None) as bar:
            for run in runs:
                for item in carry_out(run):
                    settled[item.outcome] += 1
                    bar.update()
                    if item.because:
                        what = f"no. {item.case_id}" if item.case_id else f"complaint no. {item.complaint_id}"
                        self.stdout.write(f"kept: {what}: {item.because}")
                finish(run)
        self.stdout.write(f"purged: {settled['purged']}, kept: {settled['kept']}")

    def _list(self) -> None:
        self._list_of(verdicts(clock.today()), "")
        if Complaint.objects.filter(consultation__isnull=True).exists():
            self._list_of(complaint_verdicts(clock.today()), "complaint ")

    def _list_of(self, found: Iterable[Verdict], what: str) -> None:
        free, young, open_, told = 0, 0, 0, 0
        for verdict in found:
            free += verdict.may_go
            open_ += verdict.ended_on is None
            young += verdict.ended_on is not None and not verdict.is_of_age
            if told < MOST_TOLD:
                told += 1
                self.stdout.write(self._line(verdict, what))
        name = f"{what.strip()}s: " if what else ""
        self.stdout.write(f"{name}may go: {free}; not over: {open_}; kept for their time: {young}")

    def _line(self, verdict: Verdict, what: str) -> str:
        if verdict.may_go:
            return f"may go: {what}{verdict.number} (ended {verdict.ended_on}, from {verdict.earliest})"
        reasons = list(verdict.reasons)
        if verdict.earliest is not None and not verdict.is_of_age:
            reasons.insert(0, f"ended {verdict.ended_on}, kept until {verdict.earliest}")
        return f"stays: {what}{verdict.number}: {'；'.join(reasons) or 'not over'}"
