"""The dashboard at a hundred thousand consultations: as many queries as at a thousand; times are reported."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.figures import Figure

FEW, MANY = 1_000, int(os.environ.get("FIGURES_CASES", "100000"))


def figures(work: Path, environment: Mapping[str, str], root: Path) -> Iterator[Figure]:
    """Yield the figures of two years of invented cases."""
    from portal.service_figures.asking import Asked, topic_names
    from portal.service_figures.dashboard import dashboard
    from portal.service_figures.invented import invent
    from portal.service_figures.issues.looking import look
    from portal.service_figures.periods import Period, PeriodKind, period_of
    from tests.consultations.builders import resident, resident_institution

    firm = resident_institution("示范数据律师事务所")
    for _number in range(3):
        resident(firm)
    years = Period(PeriodKind.DATES, date(2024, 1, 1), date(2025, 12, 31))
    month, year = (period_of(kind, date(2025, 6, 1)) for kind in (PeriodKind.MONTH, PeriodKind.YEAR))
    topics = topic_names()

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            dashboard(Asked(month), topics)
        return len(taken)

    invent(years, FEW, seed=1)
    few = queries()
    invent(years, MANY - FEW, seed=2)
    many = queries()
    what = f"SQL queries, dashboard of the service, at {FEW:,} and {MANY:,} cases"
    yield Figure(what, "the same", f"{few} and {many}", few == many)
    for words, asked in (("a month", Asked(month)), ("a year", Asked(year))):
        began = time.process_time()
        dashboard(asked, topics)
        taken = time.process_time() - began
        yield Figure(f"dashboard of {words} at {MANY:,} cases, CPU", "–", f"{taken:.2f} s", None)
    began = time.process_time()
    look(date(2025, 6, 30))
    yield Figure(f"rising issues at {MANY:,} cases, CPU", "–", f"{time.process_time() - began:.2f} s", None)
