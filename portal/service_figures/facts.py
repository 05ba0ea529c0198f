"""What a source's rows are made from, said once: the database gives them one by one, or counts those that are alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from portal.common.clock import SHANGHAI
from portal.consultations.models import ResidentStaff
from portal.consultations.timeliness.figures import NO_TOPIC
from portal.service_figures.districts import district_of
from portal.service_figures.moments import HourOfDay
from portal.service_figures.rows import UNNUMBERED, Row, Spans, within

Told = tuple[Any, ...]
Staff = Mapping[int | None, tuple[str, str]]
"""Institution and code by the key of a resident."""
Counted = list[list[Row]]
"""Rows that stand for many facts, a list a span."""
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """By which sides facts are told apart; ``is_valued``: by the value, too, where it has many; ``is_whole``: in every span."""

    sides: frozenset[str]
    is_valued: bool
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """``found`` gives all of them, made anew each time; ``at`` is the column of when, ``case`` leads to the case.

    Who had it: ``staff`` names the column of a resident, ``holder`` columns of an institution's name and of a code where there
    is none. The columns ``more`` say the kind, ``exact`` the value; ``coarse`` are columns that say the value well enough for a
    percentile, for groups that would otherwise be as many as the rows.
    """

    found: Callable[[], QuerySet[Any]]
    at: str
    case: str = ""
    staff: str = ""
    holder: tuple[str, str] | None = None
    is_numbered: bool = True
    more: tuple[str, ...] = ()
    kind: Callable[[Told], str] = lambda _told: ""
    exact: tuple[str, ...] = ()
    value: Callable[[Told], float | None] = lambda _told: None
    coarse: tuple[str, ...] | None = None
    coarse_value: Callable[[Told], float | None] = lambda _told: None

    def rows(self, spans: Spans, cases: QuerySet[Any] | None = None) -> Iterator[Row]:
        """One row a fact, the earliest first, of some cases alone where they are given: one query, and no row is held."""
        staff = staff_names() if self.staff else {}
        columns = [self.at, f"{self.case}topic__code", f"{self.case}place", f"{self.case}channel"]
        columns += [self.staff] if self.staff else []
        columns += self.holder or []
        columns += [f"{self.case}receipt_number"] if self.is_numbered else []
        kept = len(columns)
        found = self.found().filter(within(self.at, spans)).order_by(self.at, "pk")
        if cases is not None:
            found = found.filter(**{f"{self.case}pk__in": cases.values("pk")})
        for told in found.values_list(*columns, *self.more, *self.exact).iterator(AT_ONCE):
            moment, topic, place, channel, *held = told[:kept]
            yield Row(
                held.pop() if self.is_numbered else UNNUMBERED,
                moment.astimezone(SHANGHAI),
                topic or NO_TOPIC,
                district_of(place or ""),
                channel or "",
                *self._held(held, staff),
                self.kind(told[kept : kept + len(self.more)]),
                self.value(told[kept + len(self.more) :]),
            )

    def counted(
        self, spans: Spans, wanted: Sequence[Wanted], starts: Sequence[datetime], staff: Staff
    ) -> list[Counted]:
        """For each wanted set of sides, rows that stand for as many facts as are alike in them, in kind and in value: of the
        first span, and of every span where there are no sides but ``whole``. One query, which reads each fact once."""
        sides = sorted({side for each in wanted for side in each.sides})
        exact = self.exact if self.coarse is None else self.coarse
        columns = {side: self._column(side, starts) for side in sides}
        columns |= {f"more_{at}": F(name) for at, name in enumerate(self.more)}
        columns |= {f"exact_{at}": F(name) for at, name in enumerate(exact)}
        names = [f"c_{name}" for name in columns]
        within_span = [Case(When(within(self.at, [span]), then=Value(1)), default=Value(0)) for span in spans]
        found = self.found().filter(within(self.at, spans)).order_by()
        found = found.annotate(**dict(zip(names, columns.values(), strict=True)))
        found = found.annotate(**{f"in_{at}": each for at, each in enumerate(within_span)})
        inner, parameters = found.values_list(*names, *(f"in_{at}" for at in range(len(spans)))).query.sql_with_params()
        sums = ", ".join(f"SUM(in_{at})" for at in range(len(spans)))
        # The first part has no row: it tells the database the types of what is left out of the others.
        parts = [f"SELECT {', '.join(['-1', *names, *(['0'] * len(spans))])} FROM facts WHERE 1 = 0"]  # noqa: S608 - names of ours
        for number, each in enumerate(wanted):
            grouped = [name for name in columns if self._is_side(name, each)]
            said = [f"c_{name}" if name in grouped else "NULL" for name in columns]
            where = "" if each.is_whole else " WHERE in_0 = 1"
            by = f" GROUP BY {', '.join(f'c_{name}' for name in grouped)}" if grouped else ""
            parts.append(f"SELECT {', '.join([str(number), *said, sums])} FROM facts{where}{by}")  # noqa: S608 - names of ours
        made: list[Counted] = [[[] for _span in spans] for _each in wanted]
        with connection.cursor() as cursor:
            cursor.execute(f"WITH facts AS MATERIALIZED ({inner}) {' UNION ALL '.join(parts)}", parameters)
            for number, *told in cursor:
                values = dict(zip(columns, told, strict=False))
                for at, times in enumerate(told[len(columns) :]):
                    if times:
                        row = self._row(values, wanted[number], spans[at][0], starts, staff)
                        made[number][at].append(replace(row, times=int(times)))
        return made

    def _is_side(self, name: str, wanted: Wanted) -> bool:
        if name.startswith("exact_"):
            return self.coarse is None or wanted.is_valued
        return name.startswith("more_") or name in wanted.sides

    def _row(
        self, values: Mapping[str, Any], wanted: Wanted, start: datetime, starts: Sequence[datetime], staff: Staff
    ) -> Row:
        more = tuple(values[f"more_{at}"] for at in range(len(self.more)))
        value: float | None = None
        if self.coarse is None:
            value = self.value(tuple(values[f"exact_{at}"] for at in range(len(self.exact))))
        elif wanted.is_valued:
            value = self.coarse_value(tuple(values[f"exact_{at}"] for at in range(len(self.coarse))))
        said = {side: values[side] for side in wanted.sides}
        held = [said[side] for side in ("holder", "holder_code") if side in said]
        return Row(
            UNNUMBERED,
            _moment(said, start, starts),
            said.get("topic") or NO_TOPIC,
            district_of(said.get("place") or ""),
            said.get("channel") or "",
            *self._held(held, staff),
            self.kind(more),
            value,
        )

    def _column(self, name: str, starts: Sequence[datetime]) -> Any:
        if name == "time":
            later = [When(Q(**{f"{self.at}__gte": start}), then=Value(at)) for at, start in enumerate(starts)]
            return Case(*reversed(later), default=Value(0), output_field=IntegerField())
        if name == "hour":
            return HourOfDay(F(self.at))
        if name in ("holder", "holder_code"):
            columns = (self.staff, "") if self.staff else self.holder or ("", "")
            column = columns[name == "holder_code"]
            return F(column) if column else Value(0)
        return F(f"{self.case}{'topic__code' if name == 'topic' else name}")

    def _held(self, held: list[Any], staff: Staff) -> tuple[str, str]:
        if not held:
            return "", ""
        if self.staff:
            return staff.get(held[0], ("", ""))
        return held[0] or "", held[1] or ""


def _moment(said: Mapping[str, Any], start: datetime, starts: Sequence[datetime]) -> datetime:
    """A moment of the group: the beginning of its stretch, at its hour."""
    moment = starts[said["time"]] if "time" in said else start
    return moment.replace(hour=said["hour"]) if "hour" in said else moment


def staff_names() -> Staff:
    """Institution and code of every resident: one query, instead of four tables beside each row that is counted."""
    found = ResidentStaff.objects.values_list("pk", "resident_institution__institution__name", "staff_code__code")
    return {pk: (institution or "", code or "") for pk, institution, code in found}
