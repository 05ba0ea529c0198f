"""How often is too often. Counted in rows, by fixed windows of time, so that every process counts the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import F

from portal.accounts.citizens.models import UseCount
from portal.common.keyed_hash import lookup_digest


@dataclass(frozen=True, slots=True)
class Bound:
    """At most ``limit`` uses in each window of ``seconds``, counted from the epoch."""

    name: str
    limit: int
    seconds: int

    def window(self, now: datetime) -> datetime:
        """When the window of this moment began, UTC."""
        return datetime.fromtimestamp(int(now.timestamp()) // self.seconds * self.seconds, UTC)


class TooOften(Exception):
    """A bound is reached; ``seconds`` until its next window. Says nothing of any account."""

    def __init__(self, bound: Bound, seconds: int) -> None:
        super().__init__(bound.name)
        self.bound, self.seconds = bound, seconds


HOUR, DAY = 3600, 24 * 3600
NUMBER = (
    Bound("code_number_minute", 1, 60),
    Bound("code_number_hour", 5, HOUR),
    Bound("code_number_day", 10, DAY),
)
OWN_NUMBER = tuple(replace(bound, name=bound.name.replace("number", "own")) for bound in NUMBER)
"""The same once more for browsers in which the number was proven (``known_browsers``): strangers do not use these up."""
NETWORK = Bound("code_network_hour", 30, HOUR)
WRONG_FROM_NETWORK = Bound("wrong_network_hour", 60, HOUR)
IDENTITY = Bound("identity_day", 5, DAY)
KEPT = timedelta(days=2)
"""Counts older than the longest window are of no use."""


def total() -> Bound:
    """Codes that the whole portal sends in an hour."""
    return Bound("code_total_hour", settings.PHONE_CODES_AN_HOUR, HOUR)


def count_use(bound: Bound, subject: str, now: datetime) -> None:
    """Count one use by ``subject`` (kept as a keyed digest); raises TooOften at the limit. Inside the caller's transaction:
    what is rolled back was not used."""
    window = bound.window(now)
    key = lookup_digest(bound.name, subject) if subject else ""
    row, _is_new = UseCount.objects.get_or_create(bound=bound.name, key=key, window=window)
    if not UseCount.objects.filter(pk=row.pk, count__lt=bound.limit).update(count=F("count") + 1):
        raise TooOften(bound, max(1, int((window - now).total_seconds()) + bound.seconds))


def is_reached(bound: Bound, subject: str, now: datetime) -> bool:
    """Whether the next use would be refused."""
    key = lookup_digest(bound.name, subject) if subject else ""
    return UseCount.objects.filter(bound=bound.name, key=key, window=bound.window(now), count__gte=bound.limit).exists()
