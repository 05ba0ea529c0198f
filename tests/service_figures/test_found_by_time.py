"""A month costs its own rows, however many years lie beside it: every source finds them by an index on their time."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.common.clock import SHANGHAI
from portal.service_figures.rows import more_rows_of, source_of, within

pytestmark = pytest.mark.django_db
SOURCES = (
    *("asked", "answered", "closed", "clocks", "deferrals", "refusals", "appeals", "ratings"),
    *("terms", "complaints", "agreement", "publications"),
)
MONTH = [(datetime(2026, 10, 1, tzinfo=SHANGHAI), datetime(2026, 11, 1, tzinfo=SHANGHAI))]


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="an empty PostgreSQL reads its tables whole: that is quicker there"
)
@pytest.mark.parametrize("name", SOURCES)
def test_a_months_rows_are_found_by_their_time(name: str) -> None:
    facts = source_of(name).facts
    assert facts is not None
    plan = facts.found().filter(within(facts.at, MONTH)).order_by().values_list("pk").explain()
    column = facts.at.split("__")[-1]

    assert f"{column}>? AND {column}<?" in plan, plan
    assert "SCAN" not in plan, plan


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="an empty PostgreSQL reads its tables whole: that is quicker there"
)
@pytest.mark.parametrize("name", SOURCES)
def test_purged_cases_of_other_months_are_not_read(name: str) -> None:
    """Somebody purged years ago is beside no month of today."""
    with CaptureQueriesContext(connection) as taken:
        assert not list(more_rows_of(name, MONTH))
    for query in taken.captured_queries:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
            plan = " ".join(str(row[-1]) for row in cursor.fetchall())
        assert "SCAN" not in plan, plan
