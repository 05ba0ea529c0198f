"""Whether rules were right: a verdict on each flag, by a person or by what was decided, and how often people agree with a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.models import Consultation, ScreeningFlag
from portal.consultations.models.choices import ActorKind, AgeBand
from portal.consultations.models.querysets import MODERATE, SUPERVISE
from portal.consultations.policies import parties_of
from portal.consultations.screening.asked import REFUSABLE, RuleCode
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.states import Party

FLAG_VERDICT = "flag_verdict"
Verdict = ScreeningFlag.Verdict


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often people agreed with a rule, of the times they said so."""

    agreed: int
    decided: int

    @property
    def percent(self) -> int | None:
        """Whole per cent; None while nobody has said anything."""
        return round(100 * self.agreed / self.decided) if self.decided else None


def agreement_by_rule() -> Mapping[str, Agreement]:
    """For every rule with a flag that somebody judged (1 query)."""
    rows = (
        ScreeningFlag.objects.exclude(verdict=Verdict.OPEN)
        .values("rule")
        .annotate(decided=Count("pk"), agreed=Count("pk", filter=Q(verdict=Verdict.AGREED)))
        .order_by()
    )
    return {row["rule"]: Agreement(row["agreed"], row["decided"]) for row in rows}


def give_verdict(flag: ScreeningFlag, verdict: str, *, by: Actor) -> ScreeningFlag:
    """Say whether a rule was right. A later verdict takes the place of an earlier one; both are on record.

    Who agrees that somebody under 14 writes makes it a case of somebody under 14: from then on each person is let in by name.
    """
    if verdict not in (Verdict.AGREED, Verdict.DISAGREED):
        raise ValidationError(_("请选“同意”或者“不同意”。"))
    with transaction.atomic():
        case = locked(flag.consultation)
        demand_staff(by, case, MODERATE, SUPERVISE)
        at = clock.now()
        flag.verdict, flag.decided_by, flag.decided_at = verdict, by, at
        flag.save(update_fields=["verdict", "decided_by", "decided_at"])
        content = {"flag": flag.pk, "rule": flag.rule, "verdict": verdict}
        if flag.rule == RuleCode.UNDER_14 and verdict == Verdict.AGREED:
            case.age_band, case.is_of_minor = AgeBand.UNDER_14, True
            case.save(update_fields=["age_band", "is_of_minor"])
        write_event(case, FLAG_VERDICT, signature_of(by, staff_kind(by)), at=at, content=content)
    return flag


def settle_flags(case: Consultation, by: Any, *, refused_for: str = "") -> None:
    """What a decision says of the suggestions that nobody judged: accepting disagrees with those to refuse, a refusal agrees
    with the one it follows. Others stay open."""
    verdict = Verdict.AGREED if refused_for else Verdict.DISAGREED
    rules = [refused_for] if refused_for else [rule.value for rule in REFUSABLE]
    ScreeningFlag.objects.filter(consultation=case, verdict=Verdict.OPEN, rule__in=rules).update(
        verdict=verdict, decided_by=by, decided_at=clock.now()
    )


def demand_staff(by: Actor, case: Consultation, *permissions: str) -> None:
    """Raise PermissionDenied unless somebody holds one of these permissions and it is not their own question."""
    if not getattr(by, "is_active", False) or not any(by.has_perm(permission) for permission in permissions):
        raise PermissionDenied(_("您不能对这件咨询进行这项操作。"))
    if Party.CITIZEN in parties_of(by, case):
        raise PermissionDenied(_("您不能办理自己提出的咨询。"))


def staff_kind(by: Any) -> ActorKind:
    """How an event names somebody of the portal's staff."""
    return ActorKind.MODERATOR if by.has_perm(MODERATE) else ActorKind.SUPERVISOR
