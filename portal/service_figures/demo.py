"""The figures of the demo: some months of invented, finished consultations, with a word that rises at the end."""

from __future__ import annotations

from datetime import timedelta

from portal.common import clock
from portal.consultations.models import Consultation
from portal.service_figures.invented import KEY, invent
from portal.service_figures.issues.keeping import write_terms
from portal.service_figures.opendata.publishing import publish_due
from portal.service_figures.periods import Period, PeriodKind

CASES, LATE_CASES = 220, 25
FINISHED_WITHIN = timedelta(days=17)
"""An invented case is closed fifteen days after its answer at the latest: none is closed in the future."""
RISING = ("健身房", "预付卡")


def seed_figures() -> list[str]:
    """Make sure of them; twice gives the same."""
    if Consultation.objects.filter(submission_key__startswith=KEY).exists():
        return []
    last = clock.today() - FINISHED_WITHIN
    burst = last - timedelta(days=10)
    invent(Period(PeriodKind.DATES, last - timedelta(days=150), burst - timedelta(days=1)), CASES, seed=6)
    invent(Period(PeriodKind.DATES, burst, last), LATE_CASES, seed=7, words=RISING)
    numbers = Consultation.objects.filter(submission_key__startswith=KEY).values_list("receipt_number", flat=True)
    write_terms(list(numbers))
    publish_due(clock.today())
    return []
