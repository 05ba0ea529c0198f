"""Keeping in the demo: an old case that may be purged, and one under a legal hold. Invented, and saying so."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from cms.core.models import Topic
from portal.accounts.models import User
from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.demo import ANSWER, KEY, PASSPHRASE, SIGN
from portal.consultations.models import Consultation, ReceiptSession, ResidentStaff
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from portal.retention.services.holding import Which, place

LONG_AGO = timedelta(days=3 * 365)
"""How long ago the two cases count as closed: the demo's texts and time limits are not that old, so that only this day is moved."""
OLD = "几年前买的二手冰箱，用了一周就坏了，卖家不肯退。当时应该找谁？"
HELD = "前几年装修公司收了定金就没有开工，老板换了电话。定金还能要回来吗？"


def seed_keeping() -> list[str]:
    """Make sure of it; may be called again. Nothing without the demo's accounts and a resident."""
    supervisor = User.objects.filter(username="supervisor", is_demo=True).first()
    staff = ResidentStaff.objects.filter(user__username="resident", user__is_demo=True).first()
    if supervisor is None or staff is None:
        return []
    if Consultation.objects.filter(submission_key__startswith=f"{KEY}kept-").exists():
        return []
    with transaction.atomic():
        _long_over("old", OLD, "consumer", staff)
        held = _long_over("held", HELD, "contract", staff)
        which = Which((held.receipt_number,))
        place(which, f"示范区人民法院{SIGN}", "（2026）示1号", f"案件审理需要{SIGN}", by=supervisor)
    return []


def _long_over(name: str, question: str, topic: str, staff: ResidentStaff) -> Consultation:
    texts, now = current_texts(clock.today()), clock.now()
    case = submit_question(
        AskedQuestion(
            submission_key=f"{KEY}kept-{name}",
            passphrase=PASSPHRASE,
            question=f"{question}{SIGN}",
            agreed=Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now),
            topic=Topic.objects.filter(code=topic).first(),
            place="示范区",
            other_side="示例对方（虚构）",
        )
    )
    case = Consultation.objects.get(pk=case.pk)
    if case.state != State.ACCEPTED:
        case = refusing.accept(case, by=SYSTEM)
    case = conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
    sent = answering.answer(case, ANSWER, by=staff.user)
    case = Consultation.objects.get(pk=case.pk)
    citizen_acts.rate(case, sent, 5, by=ReceiptSession.of([case.receipt_number]))
    Consultation.objects.filter(pk=case.pk).update(closed_at=now - LONG_AGO)
    return Consultation.objects.get(pk=case.pk)
