"""Cases that were purged stay in the figures: what each leaves when it goes, and rows made from that again.

Months are left, no days: a row of a purged case stands at the first day of its month, without a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from cms.directory.models import Institution
from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint, PurgedComplaint
from portal.complaints.services import leaving
from portal.consultations.models import Consultation
from portal.consultations.states import State
from portal.consultations.timeliness.figures import NO_TOPIC
from portal.retention.facts import month_of, register_figures
from portal.retention.models import PurgedCase, PurgedDeadline
from portal.service_figures.districts import district_of
from portal.service_figures.rooms import UNDECIDED
from portal.service_figures.rows import Row, Spans, register_more_rows

NAME = "service_figures"
PARTS_OF_AN_HOUR = 10_000
"""Hours are kept as whole numbers of ten-thousandths, as rows of cases that are here have them."""


def left_by(case: Consultation) -> dict[str, str | int | None]:
    """Codes, numbers and months of a case that goes. Several of a kind stand in one word, with commas."""
    refusal = getattr(case, "refusal", None)
    appeal = getattr(refusal, "appeal", None)
    holder = case.assigned_to
    hours = None
    if case.answered_at is not None:
        hours = round((case.answered_at - case.submitted_at).total_seconds() / 3600 * PARTS_OF_AN_HOUR)
    ratings = case.ratings.select_related("answer__author__staff_code", "answer__author__resident_institution")
    return {
        "district": district_of(case.place),
        "code": holder.code if holder is not None else "",
        "institution": holder.resident_institution.institution_id if holder is not None else None,
        "answered": _month(case.answered_at),
        "hours": hours,
        "closed": _month(case.closed_at) if case.state == State.CLOSED else "",
        "refused": _month(refusal.decided_at) if refusal is not None else "",
        "appealed": _month(appeal.filed_at) if appeal is not None else "",
        "deferrals": ",".join(_month(each.at) for each in case.deferrals.all()),
        "ratings": ",".join(_rating(each) for each in ratings),
    }


def _rating(rating: Any) -> str:
    author = rating.answer.author
    by = f"{author.code}:{author.resident_institution.institution_id}" if author is not None else ":"
    return f"{_month(rating.at)}:{rating.score}:{by}"


def _month(moment: datetime | None) -> str:
    return month_of(moment).strftime("%Y-%m") if moment is not None else ""


def _first_moment(month: date) -> datetime:
    return datetime.combine(month, time(0), SHANGHAI)


def _read(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


class _Gone:
    """Purged cases that agreed to statistics, and the names of their institutions: two queries."""

    def __init__(self) -> None:
        self.cases = list(PurgedCase.objects.filter(in_statistics=True, more__has_key=NAME))
        self.names = {}
        if self.cases:
            self.names = dict(Institution.objects.values_list("pk", "name"))

    def row(self, case: PurgedCase, month: date, **more: Any) -> Row:
        """A row at the beginning of a month."""
        left = case.more[NAME]
        held = {"institution": self.names.get(left["institution"], ""), "code": left["code"]}
        return Row(
            "",
            _first_moment(month),
            case.topic or NO_TOPIC,
            left["district"],
            case.channel,
            **{**held, **more},
        )


def _rows_of(source: str) -> Iterator[Row]:
    gone = _Gone()
    for case in gone.cases:
        left = case.more[NAME]
        if source == "asked":
            yield gone.row(case, case.asked_month, kind=case.state)
        elif source == "answered" and left["answered"]:
            yield gone.row(case, _read(left["answered"]), value=left["hours"] / PARTS_OF_AN_HOUR)
        elif source == "closed" and left["closed"]:
            yield gone.row(case, _read(left["closed"]), kind=case.closed_because)
        elif source == "refusals" and left["refused"]:
            yield gone.row(case, _read(left["refused"]), kind=case.refusal_reason)
        elif source == "appeals" and left["appealed"]:
            results = {"upheld": "rejected"}
            yield gone.row(case, _read(left["appealed"]), kind=results.get(case.appeal, case.appeal))
        elif source == "deferrals":
            yield from (gone.row(case, _read(month)) for month in filter(None, left["deferrals"].split(",")))
        elif source == "ratings":
            for rating in filter(None, left["ratings"].split(",")):
                month, score, code, institution = rating.split(":")
                name = gone.names.get(int(institution), "") if institution else ""
                made = {"kind": score, "value": float(score), "code": code, "institution": name}
                yield gone.row(case, _read(month), **made)


def _clocks() -> Iterator[Row]:
    gone = _Gone()
    by_pk = {case.pk: case for case in gone.cases}
    deadlines = PurgedDeadline.objects.filter(purged__in=by_pk).exclude(outcome__in=("", "cancelled"))
    for purged, kind, outcome, month in deadlines.values_list("purged", "kind", "outcome", "started_month"):
        ended = outcome if outcome in ("met", "deferred") else "late"
        yield gone.row(by_pk[purged], month, kind=f"{kind}:{ended}")


def complaint_left_by(complaint: Complaint) -> dict[str, str | int | bool | None]:
    """What these figures count of a complaint beside its codes and months: the district, in their own words."""
    case = complaint.consultation
    return {"district": district_of(case.place if case is not None else "")}


def _complaints() -> Iterator[Row]:
    names = dict(Institution.objects.values_list("pk", "name"))
    for left in PurgedComplaint.objects.all():
        yield Row(
            "",
            _first_moment(left.filed_month),
            left.topic or NO_TOPIC,
            left.more.get(NAME, {}).get("district", ""),
            left.channel,
            names.get(left.institution_id, "") if left.institution_id is not None else "",
            left.staff_code,
            f"{left.about}:{left.outcome or UNDECIDED}",
            float(left.was_late) if left.outcome else None,
        )


def _within(spans: Spans, rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if any(start <= row.at < end for start, end in spans))


def _loading(source: str) -> Callable[[Spans], Iterable[Row]]:
    def load(spans: Spans) -> Iterable[Row]:
        return _within(spans, _clocks() if source == "clocks" else _rows_of(source))

    return load


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_figures(NAME, left_by)
    for source in ("asked", "answered", "closed", "clocks", "deferrals", "refusals", "appeals", "ratings"):
        register_more_rows(source, _loading(source))
    leaving.register_figures(NAME, complaint_left_by)
    register_more_rows("complaints", lambda spans: _within(spans, _complaints()))
