"""Matters of many people, made through the services."""

from __future__ import annotations

import json
from typing import Any

from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, RelatedMatter, ResidentStaff
from portal.consultations.services.answers.drafting import save_draft
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.screening.cases import screened

TEXT = "小区开发商逾期交房已经半年，合同约定去年年底交付，一直没有通知收房，我们要求支付违约金，应该怎么办？"
ANSWER = WrittenAnswer(
    conclusion="开发商逾期交房的，应当按照合同约定支付违约金。",
    legal_basis="当事人应当按照约定全面履行自己的义务。",
    reasoning="合同约定了交付时间，对方没有按时交付，就是违约。",
    next_steps="先书面催告，协商不成的可以起诉。",
)


def matter_of(count: int = 3, **values: Any) -> tuple[RelatedMatter, list[Consultation]]:
    """So many people who ask the same, linked by screening, waiting for a resident."""
    given = values.pop("questions", None) or [TEXT] * count
    cases = [screened(text, **values) for text in given]
    for case in cases:
        if case.state == State.SCREENING:  # a name in the text: a moderator looks first
            refusing.accept(case, by=SYSTEM)
    cases = [Consultation.objects.get(pk=case.pk) for case in cases]
    matter = cases[-1].matter
    assert matter is not None
    return matter, cases


def held(count: int = 3, staff: ResidentStaff | None = None, **values: Any) -> tuple[Any, list[Consultation], Any]:
    """A matter whose cases one resident has, declared and open."""
    holder = staff or builders.resident(most_open=50)
    matter, cases = matter_of(count, **values)
    for case in cases:
        conflicts.declare_none(claiming.claim(case, by=holder.user), by=holder.user)
    return matter, [fresh(case) for case in cases], holder


def drafted(case: Consultation, written: WrittenAnswer = ANSWER, citations: list[Any] | None = None) -> Any:
    """A draft in one of the cases."""
    words = {name: getattr(written, name) for name in ("conclusion", "legal_basis", "reasoning", "next_steps")}
    content = json.dumps({"words": words, "citations": citations or []}, ensure_ascii=False)
    assert case.assigned_to is not None
    return save_draft(case, content, seen=0, by=case.assigned_to.user)


def fresh(case: Consultation) -> Consultation:
    """The row as it is now."""
    return Consultation.objects.get(pk=case.pk)
