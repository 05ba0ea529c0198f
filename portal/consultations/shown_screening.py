"""What the citizen sees of screening: the lines to call, and the answer they have already. Suggestions are the staff's."""

from __future__ import annotations

from portal.consultations.asking.hints import Danger, danger_in
from portal.consultations.models import Consultation, ScreeningFlag
from portal.consultations.screening.asked import RuleCode
from portal.consultations.states import OPEN


def danger_of(case: Consultation) -> Danger | None:
    """The lines to call while the case is open and its text speaks of danger."""
    return danger_in(f"{case.question}\n{case.wanted}") if case.state in OPEN else None


def earlier_answer(case: Consultation) -> Consultation | None:
    """The answered question of the same account that this one repeats (article 29): linked, and 追问 offered. One query."""
    if case.citizen_id is None:
        return None
    flag = (
        ScreeningFlag.objects.filter(consultation=case, rule=RuleCode.REPEATED_QUESTION, other__citizen=case.citizen_id)
        .exclude(verdict=ScreeningFlag.Verdict.DISAGREED)
        .select_related("other")
        .order_by("-pk")
        .first()
    )
    return flag.other if flag is not None else None
