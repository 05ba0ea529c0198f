"""Rows in a form that SQLite and PostgreSQL share: JSON lines of the columns as they lie there.

Columns are read and written past the fields of models, so that what is encrypted stays the token it is, and what a field would
make of a value on its way does not happen.
"""

from __future__ import annotations

import json
import uuid
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import islice
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models
from django.utils.dateparse import parse_date, parse_datetime, parse_time

BATCH = 500
POINTING = (
    "sessions.Session",  # a sign-in is not brought back
    "wagtailadmin.EditingSession",
    "wagtailsearch.IndexEntry",  # made anew from what it indexes; each database has its own form of it
)
"""Of no backup, but pointing at rows that are: emptied with them."""
LEFT_OUT = frozenset({*POINTING, "wagtailsearch.SQLiteFTSIndexEntry"})  # the last follows IndexEntry by triggers


def tables() -> list[type[models.Model]]:
    """Every table that a backup holds, by label."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.label not in LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.label)


def columns_of(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model's own table."""
    return list(model._meta.local_concrete_fields)


def column_names(model: type[models.Model]) -> list[str]:
    """What the columns are called in the database."""
    return [str(field.column) for field in columns_of(model)]


def read_rows(model: type[models.Model]) -> Iterator[bytes]:
    """Each row as a line of JSON, in the order of the primary key; streamed."""
    quote, fields = connection.ops.quote_name, columns_of(model)
    names = ", ".join(quote(name) for name in column_names(model))
    order = quote(str(model._meta.pk.column))
    out = [_OUT.get(_type(field), _as_it_is) for field in fields]
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM {quote(model._meta.db_table)} ORDER BY {order}")  # noqa: S608 - names of our own models
        while rows := cursor.fetchmany(BATCH):
            for row in rows:
                told = [None if value is None else write(value) for write, value in zip(out, row, strict=True)]
                yield json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def write_rows(model: type[models.Model], lines: Iterable[bytes]) -> int:
    """Put rows back into an empty table; gives how many. Inside a transaction: references are looked at when it ends."""
    quote, fields = connection.ops.quote_name, columns_of(model)
    names = ", ".join(quote(name) for name in column_names(model))
    places = ", ".join(["%s"] * len(fields))
    command = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own models
    into = [_IN.get(_type(field), _as_it_is) for field in fields]
    written = 0
    with connection.cursor() as cursor:
        waiting = iter(lines)
        while batch := list(islice(waiting, BATCH)):
            rows = [
                [None if value is None else read(value) for read, value in zip(into, json.loads(line), strict=True)]
                for line in batch
            ]
            cursor.executemany(command, rows)
            written += len(rows)
    return written


def empty_tables(found: Sequence[type[models.Model]]) -> None:
    """Delete every row of the tables, those that migrations sowed, and what points at them; inside a transaction."""
    with connection.cursor() as cursor:
        for model in (*map(apps.get_model, POINTING), *found):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - names of our own models


def continue_numbers(found: Sequence[type[models.Model]]) -> None:
    """Let each table number its next row after the last that came back."""
    with connection.cursor() as cursor:
        for command in connection.ops.sequence_reset_sql(no_style(), list(found)):
            cursor.execute(command)


def count_rows(model: type[models.Model]) -> int:
    """How many rows a table has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - names of our own models
        return int(cursor.fetchone()[0])


def _type(field: Any) -> str:
    while field.is_relation:
        field = field.target_field
    return str(field.get_internal_type())


def _as_it_is(value: Any) -> Any:
    return value


# -- out: what a database gives, as JSON -------------------------------------------------------------------------------
def _moment_out(value: Any) -> str:
    moment = value if isinstance(value, datetime) else parse_datetime(value)
    assert moment is not None
    return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()


def _day_out(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _time_out(value: Any) -> str:
    return value.isoformat() if isinstance(value, time) else str(value)


def _json_out(value: Any) -> list[Any]:
    """In a list: JSON's own null is not a missing value."""
    return [json.loads(value) if isinstance(value, str) else value]


_OUT: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": _moment_out,
    "DateField": _day_out,
    "TimeField": _time_out,
    "DecimalField": lambda value: format(Decimal(str(value)).normalize(), "f"),  # one database pads with zeros
    "UUIDField": lambda value: uuid.UUID(str(value)).hex,
    "JSONField": _json_out,
    "BooleanField": bool,
    "BinaryField": lambda value: b64encode(bytes(value)).decode("ascii"),
    "GenericIPAddressField": str,
}


# -- in: what a database takes -----------------------------------------------------------------------------------------
def _json_in(value: list[Any]) -> Any:
    return connection.ops.adapt_json_value(value[0], None)


_IN: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": lambda value: connection.ops.adapt_datetimefield_value(parse_datetime(value)),
    "DateField": lambda value: connection.ops.adapt_datefield_value(parse_date(value)),
    "TimeField": lambda value: connection.ops.adapt_timefield_value(parse_time(value)),
    "DecimalField": lambda value: connection.ops.adapt_decimalfield_value(Decimal(value)),
    "UUIDField": lambda value: uuid.UUID(value) if connection.features.has_native_uuid_field else value,
    "JSONField": _json_in,
    "BinaryField": lambda value: connection.Database.Binary(b64decode(value)),  # type: ignore[attr-defined]  # each backend's own
    "GenericIPAddressField": lambda value: connection.ops.adapt_ipaddressfield_value(value),
}
