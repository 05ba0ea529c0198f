"""Cases that were purged stay in the figures: what each leaves when it goes, and rows made from that again.

Months are left, no days: a row of a purged case stands at the first day of its month, without a number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from cms.directory.models import Institution
from portal.complaints.models import Complaint, PurgedComplaint
from portal.complaints.services import leaving
from portal.consultations.models import Consultation, ResidentInstitution
from portal.consultations.states import State
from portal.consultations.timeliness.figures import NO_TOPIC
from portal.expert_panel.services.figures import LEFT, read_pairs
from portal.retention.facts import month_of, register_figures
from portal.retention.models import PurgedCase, PurgedDeadline
from portal.service_figures.districts import district_of
from portal.service_figures.facts import AT_ONCE
from portal.service_figures.moments import PARTS, parts_of
from portal.service_figures.periods import midnight
from portal.service_figures.rooms import UNDECIDED
from portal.service_figures.rows import Load, Row, Spans, register_more_rows

NAME = "service_figures"
MONTH_OF = {"answered": "answered", "closed": "closed", "refusals": "refused", "appeals": "appealed"}
"""Which word of what is left says the month of a source's row."""
LISTS_OF = {"deferrals": "deferrals", "ratings": "ratings", "publications": "publications"}
"""The same, of several in one word."""


def left_by(case: Consultation) -> dict[str, str | int | None]:
    """Codes, numbers and months of a case that goes. Several of a kind stand in one word, with commas.
    What was read and cited is counted apart (``issues/left.py``)."""
    refusal = getattr(case, "refusal", None)
    appeal = getattr(refusal, "appeal", None)
    holder = case.assigned_to
    hours = None
    if case.answered_at is not None:
        hours = parts_of(case.answered_at - case.submitted_at)
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
        "publications": ",".join(
            _month(at)
            for at in case.publications.order_by("pk").values_list("published_at", flat=True)
            if at is not None
        ),
    }


def _rating(rating: Any) -> str:
    author = rating.answer.author
    by = f"{author.code}:{author.resident_institution.institution_id}" if author is not None else ":"
    return f"{_month(rating.at)}:{rating.score}:{by}"


def _month(moment: datetime | None) -> str:
    return month_of(moment).strftime("%Y-%m") if moment is not None else ""


def _read(month: str) -> date:
    return date(int(month[:4]), int(month[5:7]), 1)


class _Names:
    """The names of institutions by key, when the first is asked for: mostly there is nothing that was purged."""

    def __init__(self, found: QuerySet[Institution]) -> None:
        self._found = found
        self._known: dict[int, str] | None = None

    def __call__(self, institution: int | None) -> str:
        if institution is None:
            return ""
        if self._known is None:
            self._known = dict(self._found.values_list("pk", "name"))
        return self._known.get(institution, "")


def resident_names() -> _Names:
    """Of those where residents sit."""
    return _Names(Institution.objects.filter(pk__in=ResidentInstitution.objects.values("institution")))


class _Left(NamedTuple):
    """The columns of a purged case that rows are made of: rows of the model would cost more than the counting."""

    topic: str
    channel: str
    more: dict[str, Any]
    state: str = ""
    closed_because: str = ""
    refusal_reason: str = ""
    appeal: str = ""
    asked_month: date = date.min


def _row(case: _Left, month: date, names: _Names, **more: Any) -> Row:
    """A row at the beginning of a month."""
    left = case.more[NAME]
    held = {"institution": names(left["institution"]), "code": left["code"]} | more
    return Row("", midnight(month), case.topic or NO_TOPIC, left["district"], case.channel, **held)


def months_in(spans: Spans) -> list[date]:
    """The first days of months that lie in the spans: where rows of purged cases can stand."""
    months = set()
    for start, end in spans:
        month = start.date().replace(day=1)
        while midnight(month) < end:
            if midnight(month) >= start:
                months.add(month)
            month = (month + timedelta(days=32)).replace(day=1)
    return sorted(months)


def _living(months: Sequence[date]) -> QuerySet[PurgedCase]:
    """Those that agreed to statistics and were there in the months, found by an index, in its order."""
    found = PurgedCase.objects.filter(asked_month__lte=months[-1], last_month__gte=months[0])
    return found.filter(in_statistics=True, more__has_key=NAME).order_by("last_month", "asked_month", "pk")


def _cases(source: str, months: Sequence[date]) -> Iterator[_Left]:
    """Those that may have a row in the months: the others are not read."""
    found = _living(months)
    if source == "asked":
        found = found.filter(asked_month__in=months)
    elif source in MONTH_OF:
        written = [month.strftime("%Y-%m") for month in months]
        found = found.filter(**{f"more__{NAME}__{MONTH_OF[source]}__in": written})
    else:
        has_year = Q()
        for year in sorted({month.year for month in months}):
            has_year |= Q(**{f"more__{NAME}__{LISTS_OF[source]}__icontains": f"{year}-"})
        found = found.filter(has_year)
    return map(_Left._make, found.values_list(*_Left._fields).iterator(AT_ONCE))


def _rows_of(source: str, spans: Spans) -> Iterator[Row]:
    names, months = resident_names(), months_in(spans)
    for case in _cases(source, months) if months else ():
        left = case.more[NAME]
        if source == "asked":
            yield _row(case, case.asked_month, names, kind=case.state)
        elif source == "answered":
            yield _row(case, _read(left["answered"]), names, value=left["hours"] / PARTS)
        elif source == "closed":
            yield _row(case, _read(left["closed"]), names, kind=case.closed_because)
        elif source == "refusals":
            yield _row(case, _read(left["refused"]), names, kind=case.refusal_reason)
        elif source == "appeals":
            results = {"upheld": "rejected"}
            yield _row(case, _read(left["appealed"]), names, kind=results.get(case.appeal, case.appeal))
        elif source in ("deferrals", "publications"):
            yield from (_row(case, _read(month), names) for month in filter(None, left.get(source, "").split(",")))
        elif source == "ratings":
            for rating in filter(None, left["ratings"].split(",")):
                month, score, code, institution = rating.split(":")
                name = names(int(institution) if institution else None)
                made = {"kind": score, "value": float(score), "code": code, "institution": name}
                yield _row(case, _read(month), names, **made)


def _clocks(spans: Spans) -> Iterator[Row]:
    names = resident_names()
    deadlines = (
        PurgedDeadline.objects.filter(started_month__in=months_in(spans))
        .filter(purged__in_statistics=True, purged__more__has_key=NAME)
        .exclude(outcome__in=("", "cancelled"))
    )
    columns = ("kind", "outcome", "started_month", "purged__topic", "purged__channel", "purged__more")
    for kind, outcome, month, *case in deadlines.values_list(*columns).iterator(AT_ONCE):
        ended = outcome if outcome in ("met", "deferred") else "late"
        yield _row(_Left(*case), month, names, kind=f"{kind}:{ended}")


def _agreement(spans: Spans) -> Iterator[Row]:
    names, months = resident_names(), months_in(spans)
    found = _living(months).filter(**{f"more__{LEFT}__has_key": "pairs"}) if months else PurgedCase.objects.none()
    for told in found.values_list("topic", "channel", "more").iterator(AT_ONCE):
        case = _Left(*told)
        for left in read_pairs(case.more):
            one, other = left.pair
            held = {"institution": "", "code": "", "kind": left.criterion, "value": float(one == other)}
            yield _row(case, left.month, names, **held)


def complaint_left_by(complaint: Complaint) -> dict[str, str | int | bool | None]:
    """What these figures count of a complaint beside its codes and months: the district, in their own words."""
    case = complaint.consultation
    return {"district": district_of(case.place if case is not None else "")}


def _complaints(spans: Spans) -> Iterator[Row]:
    found = PurgedComplaint.objects.filter(filed_month__in=months_in(spans))
    names = _Names(Institution.objects.filter(pk__in=found.order_by().values("institution_id")))
    for left in found.iterator(AT_ONCE):
        yield Row(
            "",
            midnight(left.filed_month),
            left.topic or NO_TOPIC,
            left.more.get(NAME, {}).get("district", ""),
            left.channel,
            names(left.institution_id),
            left.staff_code,
            f"{left.about}:{left.outcome or UNDECIDED}",
            float(left.was_late) if left.outcome else None,
        )


def _loading(source: str) -> Load:
    def load(spans: Spans) -> Iterable[Row]:
        made = {"clocks": _clocks, "agreement": _agreement}.get(source)
        rows = made(spans) if made is not None else _rows_of(source, spans)
        return (row for row in rows if any(start <= row.at < end for start, end in spans))

    return load


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_figures(NAME, left_by)
    for source in (*MONTH_OF, *LISTS_OF, "asked", "clocks", "agreement"):
        register_more_rows(source, _loading(source))
    leaving.register_figures(NAME, complaint_left_by)
    register_more_rows("complaints", _complaints)
