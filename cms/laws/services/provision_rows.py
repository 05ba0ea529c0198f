"""Inserting the provisions of a text: some hundred rows at once, two hundred and fifty thousand in an import.

Written in SQL because ``bulk_create`` takes twenty times as long for them (it prepares each field of each row, and needs a
statement for each level of the tree). Column names come from the model, so that a renamed field fails here at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from cms.laws.models.provision import Provision
from cms.laws.parser.tree import Node
from cms.laws.tree_rows import FIELDS, PlannedRow, plan_rows

_TABLE = Provision._meta.db_table
_BY_NAME = {field.name: str(field.column) for field in Provision._meta.concrete_fields}
_COLUMNS = [_BY_NAME[name] for name in ("id", "version", "parent", *FIELDS)]


def store_provisions(version_pk: int, nodes: Sequence[Node]) -> None:
    """Insert the rows of a tree; inside the transaction that has deleted the old ones."""
    planned = plan_rows(nodes)
    if not planned:
        return
    connection = connections[router.db_for_write(Provision)]
    keys = _keys(connection, len(planned))
    columns = ", ".join(connection.ops.quote_name(column) for column in _COLUMNS)
    marks = ", ".join("%s" for _ in _COLUMNS)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {connection.ops.quote_name(_TABLE)} ({columns}) VALUES ({marks})",  # noqa: S608 - names of ours
            [_values(row, version_pk, keys) for row in planned],
        )


def _values(row: PlannedRow, version_pk: int, keys: Sequence[int]) -> tuple[Any, ...]:
    parent = None if row.parent is None else keys[row.parent]
    return (keys[row.position], version_pk, parent, *(getattr(row, name) for name in FIELDS))


def _keys(connection: BaseDatabaseWrapper, number: int) -> Sequence[int]:
    """Reserve primary keys: a row must know its parent's before any of them is stored."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [_TABLE, number]
            )
            return [key for (key,) in cursor.fetchall()]
        # SQLite: one writer at a time, and AUTOINCREMENT goes on after the highest key it has ever seen.
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [_TABLE])
        row = cursor.fetchone()
        first = (row[0] if row else 0) + 1
        return range(first, first + number)
