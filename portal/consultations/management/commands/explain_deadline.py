"""When something would be due that began at a given moment, and why."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.common.clock import SHANGHAI
from portal.consultations.deadlines.defaults import NoPolicy, rule_of
from portal.consultations.deadlines.explaining import as_data, lines
from portal.consultations.deadlines.reckoning import Reckoned, reckon, reckon_agreed
from portal.consultations.models.choices import Channel, DeadlineKind
from portal.consultations.services.time.timetables import policy_on, work_time


class Command(BaseCommand):
    help = (
        "Say when a deadline of KIND is due that runs from a moment, by the policies, service hours and calendar "
        "of this portal. A moment without an offset is of Asia/Shanghai; a day alone is its first minute."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", metavar="KIND", help="first_answer, follow_up, refusal_appeal, complaint, …")
        parser.add_argument("--from", dest="start", required=True, metavar="ISO", help="2024-09-27T16:00")
        parser.add_argument("--channel", choices=Channel.values, default=Channel.MESSAGE.value)
        parser.add_argument("--agreed", metavar="ISO", help="the time agreed, for deferred_reply")
        parser.add_argument("--json", action="store_true", help="print the explanation as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        start = _moment(options["start"])
        if options["kind"] == DeadlineKind.DEFERRED_REPLY:
            explanation = as_data(_agreed(start, options["agreed"]))
        else:
            explanation = _counted(options["kind"], options["channel"], start)
        if options["json"]:
            told = {**explanation, "skipped": [each["day"] for each in explanation["skipped"]]}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for line in lines(explanation):
            self.stdout.write(f"{line.term}：{line.text}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"not an ISO 8601 moment: {text}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)


def _agreed(start: datetime, until: str | None) -> Reckoned:
    """Without the time that was agreed nothing more can be said than when the clock began."""
    if until is None:
        return Reckoned(start.astimezone(SHANGHAI), None, None)
    try:
        return reckon_agreed(start, _moment(until))
    except ValueError as error:
        raise CommandError(str(error)) from error


def _counted(kind: str, channel: str, start: datetime) -> dict[str, Any]:
    day = start.astimezone(SHANGHAI).date()
    try:
        policy = policy_on(kind, channel, day)
    except NoPolicy as error:
        raise CommandError(f"no time limit of kind {kind} on {day}; kinds: {', '.join(DeadlineKind.values)}") from error
    return as_data(reckon(start, rule_of(policy), work=work_time(day)))
