"""Live hours of the demo: somebody is on duty around the clock, so that live is open whenever it is looked at; a conversation
that ended with its summary; an answer that waits to be printed. All of it is invented and says so."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from cms.core.models import Topic
from portal.accounts.models import User
from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.consultations.actors import SYSTEM
from portal.consultations.demo import ANSWER, KEY, PASSPHRASE, SIGN
from portal.consultations.models import Consultation, DutyShift, ReceiptSession, ResidentStaff
from portal.consultations.models.choices import Channel
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import refusing
from portal.live_hours.services.lines import say

DAYS = 14
NIGHT = ((time(0), time(9)), (time(17, 30), time(0)))
"""What the demo's usual duty leaves out of a day."""
LINES = (
    ("citizen", "押金条还在，房东只在微信上说不退。"),
    ("resident", "请问合同里怎么约定退押金的？退房时有没有一起查看房屋？"),
    ("citizen", "合同写退房后七天内退。退房时他看过，没有说什么。"),
    ("resident", "明白了，我把意见写成总结发给您。"),
)


def seed_live_hours() -> list[str]:
    """Make sure of it; may be called again. Nothing where the demo has no resident."""
    staff = ResidentStaff.objects.filter(user__username="resident", user__is_demo=True).first()
    if staff is None:
        return []
    _duty(staff, clock.today())
    if not Consultation.objects.filter(submission_key=f"{KEY}live").exists():
        _conversation(staff)
    clerk = User.objects.filter(username="moderator", is_demo=True).first()
    if clerk is not None and not Consultation.objects.filter(submission_key=f"{KEY}window").exists():
        _at_the_window(staff, clerk)
    return []


def _duty(staff: ResidentStaff, today: date) -> None:
    for ahead in range(DAYS):
        day = today + timedelta(days=ahead)
        for begins, ends in NIGHT:
            until = day if ends > begins else day + timedelta(days=1)
            DutyShift.objects.get_or_create(
                staff=staff,
                begins_at=datetime.combine(day, begins, SHANGHAI),
                defaults={"ends_at": datetime.combine(until, ends, SHANGHAI)},
            )


@transaction.atomic
def _conversation(staff: ResidentStaff) -> None:
    case = _claimed(staff, "live", "房子退租十天了，房东不退押金两千元，我该怎么办？", "property", channel=Channel.LIVE)
    citizen = ReceiptSession.of([case.receipt_number])
    for number, (who, words) in enumerate(LINES):
        say(case, f"{words}{SIGN}", f"demo-line-{number}", by=citizen if who == "citizen" else staff.user)
    answering.answer(case, ANSWER, by=staff.user)


@transaction.atomic
def _at_the_window(staff: ResidentStaff, clerk: User) -> None:
    words = "老人来窗口问：儿子几年没有给赡养费，可以要求他给吗？"
    case = _claimed(staff, "window", words, "marriage_family", channel=Channel.WINDOW, entered_by=clerk)
    answering.answer(case, ANSWER, by=staff.user)


def _claimed(staff: ResidentStaff, name: str, question: str, topic: str, **values: Any) -> Consultation:
    texts, now = current_texts(clock.today()), clock.now()
    asked = AskedQuestion(
        submission_key=f"{KEY}{name}",
        passphrase=PASSPHRASE,
        question=f"{question}{SIGN}",
        agreed=Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now),
        topic=Topic.objects.filter(code=topic).first(),
        other_side="示例对方（虚构）",
        **values,
    )
    case = refusing.accept(submit_question(asked), by=SYSTEM)
    return conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
