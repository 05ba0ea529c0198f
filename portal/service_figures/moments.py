"""Moments in SQL: the hour of the day in Asia/Shanghai, and hours between two moments, as whole numbers, so that the database
and Python cannot round apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Func, IntegerField

PARTS = 10_000
"""Hours are counted in ten-thousandths."""
_HALF, _WHOLE = 180_000, 360_000  # microseconds of half a part and of a part
_TWENTIETH = PARTS // 20


def parts_of(length: timedelta) -> int:
    """Hours in ten-thousandths, as ``PartsOfHour`` counts them."""
    return (length // timedelta(microseconds=1) + _HALF) // _WHOLE


class HourOfDay(Func):
    """The hour of a moment in Asia/Shanghai. SQLite's moments are texts in UTC: calling back into Python for each row would
    cost more than the counting."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """From the text; the zone has had no summer time since 1991."""
        return self.as_sql(
            compiler, connection, template="((CAST(substr(%(expressions)s, 12, 2) AS INTEGER) + 8) %%%% 24)", **more
        )

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        """From the moment."""
        template = "(EXTRACT(HOUR FROM %(expressions)s AT TIME ZONE 'Asia/Shanghai')::integer)"
        return self.as_sql(compiler, connection, template=template, **more)


class PartsOfHour(Func):
    """Ten-thousandths of an hour from the second moment to the first."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        """Whole seconds and the microseconds behind the point."""
        late, early = self._columns(compiler)
        seconds = " - ".join(f"CAST(strftime('%%s', substr({each}, 1, 19)) AS INTEGER)" for each in (late, early))
        rest = " - ".join(f"CAST(substr({each}, 21, 6) AS INTEGER)" for each in (late, early))
        return self._made(f"((({seconds}) * 1000000 + ({rest})) + {_HALF}) / {_WHOLE}"), []

    def as_postgresql(self, compiler: Any, connection: Any, **_more: Any) -> Any:
        """From the interval."""
        late, early = self._columns(compiler)
        return self._made(f"((EXTRACT(EPOCH FROM ({late} - {early})) * 1000000)::bigint + {_HALF}) / {_WHOLE}"), []

    def _columns(self, compiler: Any) -> list[str]:
        return [compiler.compile(each)[0] for each in self.get_source_expressions()]

    def _made(self, parts: str) -> str:
        return f"({parts})"


class Twentieths(PartsOfHour):
    """The same hours, alike where they are the same with one decimal: even for whole twentieths of an hour, odd for what lies
    between two of them. ``hours_of`` reads it."""

    def _made(self, parts: str) -> str:
        return f"(({parts}) / {_TWENTIETH} + (({parts}) + {_TWENTIETH - 1}) / {_TWENTIETH})"


def hours_of(twentieths: int) -> float:
    """Hours that all of a group round to with one decimal; of a whole twentieth the hours themselves, because Python decides
    by the number's own digits which way a half goes."""
    below, is_between = divmod(twentieths, 2)
    return (below + below % 2) // 2 / 10 if is_between else below * _TWENTIETH / PARTS
