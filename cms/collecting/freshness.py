"""数据截至: the day up to which what is shown was compared with where it comes from."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max, QuerySet
from django.db.models.functions import TruncDate

from cms.collecting.models import Source, SourceKind
from portal.common.clock import SHANGHAI


def data_as_of(*kinds: str) -> date | None:
    """The day, in China, of the last successful check of an active source of these kinds (``SourceKind`` values); None where
    none was ever checked. One query."""
    wanted = [SourceKind(kind) for kind in kinds]
    sources = Source.objects.filter(is_active=True, kind__in=wanted, last_success_at__isnull=False)
    last = sources.aggregate(last=Max("last_success_at"))["last"]
    return day_of(last) if last else None


def day_of(moment: datetime) -> date:
    """The day of a moment, in China."""
    return moment.astimezone(SHANGHAI).date()


def checked_sources(*kinds: str) -> QuerySet[Source]:
    """The same as rows with a ``day``, for a list that asks for it together with something else."""
    sources = Source.objects.filter(is_active=True, kind__in=[SourceKind(kind) for kind in kinds])
    return sources.filter(last_success_at__isnull=False).annotate(day=TruncDate("last_success_at", tzinfo=SHANGHAI))
