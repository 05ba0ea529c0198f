"""Commendations (article 9): proposals from shown figures by stated rules; a supervisor decides with a note.

Residents by code, institutions by name, never both in one row. Nothing on the public page changes on the day on which something
happens to a person: a withdrawal takes effect with the next month, and a suspension changes nothing by itself, because the
directory shows its penalties with their day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common import clock
from portal.common.audit.models import Act as AuditAct
from portal.common.audit.record import record
from portal.consultations.models import ResidentInstitution, ResidentStaff
from portal.service_figures.asking import Asked
from portal.service_figures.dashboard import number_words
from portal.service_figures.measures import Measure, how_many, measure_of
from portal.service_figures.models import Commendation
from portal.service_figures.periods import Period, PeriodKind, period_of
from portal.service_figures.rows import Row
from portal.service_figures.tallying import Tallies

DECIDE = "service_figures.commend"
LEAST_RESIDENTS = 3
"""An institution with fewer is not commended: its name beside a code would say whose code it is."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is proposed: a figure of at least so much, from at least so many rows."""

    name: str
    words: str | Promise
    measure: str
    least: float
    rows: int


RULES: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("satisfied", gettext_lazy("一个季度收到评价不少于20个，满意率不低于95%"), "satisfied", 95, 20),
        Rule("in_time", gettext_lazy("一个季度办理首次答复不少于30件，按时率不低于98%"), "in_time", 98, 30),
    )
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody who fits a rule: a resident by code or an institution."""

    rule: Rule
    period: Period
    staff: ResidentStaff | None
    institution: ResidentInstitution | None
    value: float
    cases: int
    words: str

    @property
    def key(self) -> str:
        """How a form names it."""
        holder = f"code-{self.staff.code}" if self.staff is not None else f"institution-{self._institution_pk}"
        return f"{self.rule.name}:{holder}"

    @property
    def _institution_pk(self) -> int:
        return self.institution.pk if self.institution is not None else 0


def last_quarter(today: date) -> Period:
    """The last quarter that is over."""
    return period_of(PeriodKind.QUARTER, today).before


def proposals(period: Period) -> list[Proposal]:
    """Who fits the rules in a quarter and was not decided on, whoever is suspended or has left out."""
    decided = Commendation.objects.filter(first_day=period.first)
    known: set[tuple[str, str | None, int | None]] = set(
        decided.values_list("rule", "staff_code__code", "resident_institution")
    )
    residents = {
        staff.code: staff
        for staff in ResidentStaff.objects.filter(duty=ResidentStaff.Duty.ACTIVE).select_related("staff_code")
    }
    institutions = {each.institution.name: each for each in _large_enough()}
    found = []
    ruled = [(rule, measure) for rule in RULES.values() if (measure := measure_of(rule.measure)) is not None]
    tallies = Tallies(Asked(period), [(measure, "resident") for _rule, measure in ruled])
    for rule, measure in ruled:
        rows = tallies.rows(measure.source, "resident")
        for code, value, count in _fitting(rule, measure, rows, "code"):
            if code in residents and (rule.name, code, None) not in known:
                words = number_words(value, measure)
                found.append(Proposal(rule, period, residents[code], None, value, count, words))
        for name, value, count in _fitting(rule, measure, rows, "institution"):
            if name in institutions and (rule.name, None, institutions[name].pk) not in known:
                words = number_words(value, measure)
                found.append(Proposal(rule, period, None, institutions[name], value, count, words))
    return found


def _large_enough() -> QuerySet[ResidentInstitution]:
    here = Count("staff", filter=~Q(staff__duty=ResidentStaff.Duty.LEFT))
    found = ResidentInstitution.objects.filter(is_active=True).select_related("institution")
    return found.annotate(here=here).filter(here__gte=LEAST_RESIDENTS)


def _fitting(rule: Rule, measure: Measure, rows: Sequence[Row], by: str) -> list[tuple[str, float, int]]:
    """Holders with their figure and the number of rows it is made from."""
    held: dict[str, list[Row]] = {}
    for row in rows:
        if holder := getattr(row, by):
            held.setdefault(holder, []).append(row)
    found = []
    for holder in sorted(held):
        about = measure.about(held[holder])
        value = measure.value(about)
        if value is not None and how_many(about) >= rule.rows and value >= rule.least:
            found.append((holder, float(value), how_many(about)))
    return found


def decide(proposal: Proposal, *, is_granted: bool, note: str, by: Any) -> Commendation:
    """Commend, or not; once. Raises PermissionDenied, or ValidationError without a note or when it was decided just now."""
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    if not note.strip():
        raise ValidationError({"note": _("请写一两句为什么这样决定。")})
    try:
        with transaction.atomic():
            made = Commendation.objects.create(
                rule=proposal.rule.name,
                first_day=proposal.period.first,
                last_day=proposal.period.last,
                staff_code=proposal.staff.staff_code if proposal.staff is not None else None,
                resident_institution=proposal.institution,
                value=proposal.value,
                cases=proposal.cases,
                is_granted=is_granted,
                note=note.strip(),
                decided_by=by,
                decided_at=clock.now(),
            )
            if is_granted:
                record(
                    AuditAct.PUBLISHED, actor=by, subject=made, name=_("表扬"), details={"reason": proposal.rule.name}
                )
    except IntegrityError as twice:
        raise ValidationError(_("刚才已经有人决定了。")) from twice
    return made


def withdraw(made: Commendation, because: str, *, by: Any) -> Commendation:
    """Take it off the page from the first day of the next month on. Raises PermissionDenied or ValidationError."""
    if not by.has_perm(DECIDE):
        raise PermissionDenied
    if not because.strip():
        raise ValidationError({"note": _("请写明撤回的原因。")})
    with transaction.atomic():
        made = Commendation.objects.select_for_update().get(pk=made.pk)
        if not made.is_granted or made.withdrawn_at is not None:
            raise ValidationError(_("这一项没有公布，或者已经撤回。"))
        made.withdrawn_at, made.withdrawn_by, made.withdrawn_because = clock.now(), by, because.strip()
        made.hidden_from = period_of(PeriodKind.MONTH, clock.today()).span[1].date()
        made.save()
        record(AuditAct.WITHDRAWN, actor=by, subject=made, name=_("表扬"))
    return made


def published(today: date) -> QuerySet[Commendation]:
    """What the public page shows."""
    shown = Commendation.objects.filter(is_granted=True)
    return shown.filter(Q(hidden_from__isnull=True) | Q(hidden_from__gt=today)).select_related(
        "staff_code", "resident_institution__institution"
    )
