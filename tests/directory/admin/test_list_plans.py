"""How SQLite reads the lists: by an index, in order. (PostgreSQL's plans depend on its statistics; its run leaves this out.)"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.directory import builders

pytestmark = pytest.mark.django_db

FIRMS, PEOPLE = "/admin/directory/institutions/", "/admin/directory/practitioners/"


@pytest.mark.parametrize(
    "address",
    [FIRMS, f"{FIRMS}?kind=law_firm", f"{FIRMS}?status=unlisted", PEOPLE, f"{PEOPLE}?kind=lawyer", f"{PEOPLE}?q=zgc"],
)
def test_no_list_reads_a_whole_table_or_sorts_one(clerk: Client, address: str) -> None:
    builders.practitioner(builders.institution())
    with CaptureQueriesContext(connection) as caught:
        clerk.get(address)
    plans = {}
    for query in caught.captured_queries:
        sql = query["sql"]
        if sql.startswith("SELECT") and (
            'FROM "directory_institution"' in sql or 'FROM "directory_practitioner"' in sql
        ):
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plans[sql] = [row[3] for row in cursor.fetchall()]
    assert plans

    scanned = [
        (sql, step)
        for sql, steps in plans.items()
        for step in steps
        if step in ("SCAN directory_institution", "SCAN directory_practitioner")
        or step == "USE TEMP B-TREE FOR ORDER BY"
    ]
    assert scanned == []
