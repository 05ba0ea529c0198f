"""Publishing a month once: by the schedule, by a command, by a press."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models import Consultation
from portal.service_figures.asking import topic_names
from portal.service_figures.models import OpenDataMonth
from portal.service_figures.opendata.tables import rows_of_month
from portal.service_figures.periods import PeriodKind, period_of

MOST_MONTHS = 120
PUBLISH = "service_figures.report_figures"


def publish_due(today: date) -> list[date]:
    """Publish every whole month that is not published yet, from the first with a question on; gives those published."""
    first = Consultation.objects.aggregate(first=Min("submitted_at"))["first"]
    if first is None:
        return []
    known = set(OpenDataMonth.objects.values_list("month", flat=True))
    month, made = clock_month(first), []
    for _number in range(MOST_MONTHS):
        period = period_of(PeriodKind.MONTH, month)
        if period.last >= today:
            break
        if month not in known and publish(month):
            made.append(month)
        month = period.span[1].date()
    return made


def publish(month: date) -> bool:
    """Publish a month; False when it is published. It stays as it is from then on."""
    try:
        with transaction.atomic():
            rows = rows_of_month(month, topic_names())
            made = OpenDataMonth.objects.create(month=month, rows=rows, made_at=clock.now())
            record(AuditAct.PUBLISHED, subject=made, name=_("开放数据 %(month)s") % {"month": month.strftime("%Y-%m")})
    except IntegrityError:
        return False
    return True


def publish_now(by: Any) -> list[date]:
    """By a press. Raises PermissionDenied."""
    if not by.has_perm(PUBLISH):
        raise PermissionDenied
    return publish_due(clock.today())


def clock_month(moment: Any) -> date:
    """The first day of a moment's month in Asia/Shanghai."""
    return moment.astimezone(clock.SHANGHAI).date().replace(day=1)
