"""History rows of many entries at once: copied inside the database from the rows as they now stand.

simple-history's own bulk functions build an object for every row and every history row, which is most of what an import
of a hundred thousand lines costs. One INSERT … SELECT a chunk writes the same rows and cannot differ from what is stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from django.db import connection, models

AT_ONCE = 500
CREATED, CHANGED = "+", "~"


def record_history(
    model: type[models.Model], keys: Sequence[int], change: str, *, by: Any, reason: str, moment: datetime
) -> None:
    """Write a history row (``+`` or ``~``) for each key, in the transaction that made or changed the rows."""
    history: Any = cast(Any, model).history.model
    columns = [field.column for field in history.tracked_fields]
    told = {
        "history_date": moment,
        "history_type": change,
        "history_change_reason": reason,
        "history_user": by.pk if by is not None else None,
    }
    fields = [history._meta.get_field(name) for name in told]
    values = [field.get_db_prep_save(value, connection) for field, value in zip(fields, told.values(), strict=True)]
    quote = connection.ops.quote_name
    copied = ", ".join(quote(column) for column in columns)
    added = ", ".join(quote(field.column) for field in fields)
    into, source, key = quote(history._meta.db_table), quote(model._meta.db_table), quote(str(model._meta.pk.column))
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        for begin in range(0, len(keys), AT_ONCE):
            some = list(keys[begin : begin + AT_ONCE])
            which = ", ".join(["%s"] * len(some))
            cursor.execute(
                f"INSERT INTO {into} ({copied}, {added}) "  # noqa: S608 - names of our own tables and columns, quoted
                f"SELECT {copied}, {marks} FROM {source} WHERE {key} IN ({which}) ORDER BY {key}",
                [*values, *some],
            )
