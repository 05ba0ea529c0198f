"""The dashboard at a hundred thousand consultations: as many queries as at a thousand; times are reported."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections import deque
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.benchmarks.figures import Figure, at_most

if TYPE_CHECKING:
    from portal.service_figures.exporting import Behind

FEW, MANY = 1_000, int(os.environ.get("FIGURES_CASES", "100000"))
MOST_HELD = 8
"""MiB that writing a file may hold, however long it is: the pieces in which the database gives its rows."""


def figures(work: Path, environment: Mapping[str, str], root: Path) -> Iterator[Figure]:
    """Yield the figures of two years of invented cases."""
    from portal.service_figures.asking import Asked, topic_names
    from portal.service_figures.dashboard import dashboard
    from portal.service_figures.exporting import behind
    from portal.service_figures.invented import invent
    from portal.service_figures.issues.looking import look
    from portal.service_figures.measures import measure_of
    from portal.service_figures.periods import Period, PeriodKind, period_of
    from tests.consultations.builders import resident, resident_institution

    firm = resident_institution("示范数据律师事务所")
    for _number in range(3):
        resident(firm)
    years = Period(PeriodKind.DATES, date(2024, 1, 1), date(2025, 12, 31))
    month, year = (period_of(kind, date(2025, 6, 1)) for kind in (PeriodKind.MONTH, PeriodKind.YEAR))
    topics = topic_names()
    asked = measure_of("asked")
    assert asked is not None

    def queries(period: Period) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as taken:
            dashboard(Asked(period), topics)
        shown = len(taken)
        with CaptureQueriesContext(connection) as taken:
            _written(behind(Asked(period), asked, "topic", "labour", topics), topics)
        return shown, len(taken)

    invent(years, FEW, seed=1)
    few = [queries(month), queries(year)]
    invent(years, MANY - FEW, seed=2)
    many = [queries(month), queries(year)]
    for at, words in enumerate(("a month", "a year")):
        for what, less, more in zip(("dashboard", "file behind a figure"), few[at], many[at], strict=True):
            title = f"SQL queries, {what} of the service, {words}, at {FEW:,} and {MANY:,} cases"
            yield Figure(title, "the same", f"{less} and {more}", less == more)
    for words, period in (("a month", month), ("a year", year)):
        began = time.process_time()
        dashboard(Asked(period), topics)
        taken = time.process_time() - began
        yield Figure(f"dashboard of {words} at {MANY:,} cases, CPU", "–", f"{taken:.2f} s", None)
    found = behind(Asked(year), asked, "", "", topics)
    began = time.process_time()
    _written(found, topics)
    taken = time.process_time() - began
    yield Figure(
        f"file behind a year's figure at {MANY:,} cases, CPU", "–", f"{taken:.2f} s", None, f"{found.count:,} rows"
    )
    tracemalloc.start()
    _written(found, topics)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    yield at_most(f"file behind a year's figure at {MANY:,} cases, memory held", peak, MOST_HELD, " MiB")
    began = time.process_time()
    look(date(2025, 6, 30))
    yield Figure(f"rising issues at {MANY:,} cases, CPU", "–", f"{time.process_time() - began:.2f} s", None)


def _written(found: Behind, topics: Mapping[str, str]) -> None:
    """Read a file to its end as a browser does, keeping nothing."""
    from cms.directory.exporting import csv_lines
    from portal.service_figures.exporting import lines

    deque(csv_lines(lines(found, bool, topics)), maxlen=0)
