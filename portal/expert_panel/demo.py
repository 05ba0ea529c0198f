"""The panel of the demo: two invented experts, a case referred to one, answers to review, a suggestion, a disagreement. Every
text is written by us and says that it is invented."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from cms.core.models import Topic
from portal.accounts.models import User
from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.demo import ANSWER, KEY, PASSPHRASE, SIGN
from portal.consultations.models import Answer, Consultation, ResidentStaff
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from portal.expert_panel.membership import candidates
from portal.expert_panel.models import AnswerReview, Criterion, PanelMember, ReviewSample, SampledBecause
from portal.expert_panel.services import appointing, referring, reviewing, training
from portal.expert_panel.services.suggesting import Suggested

FIRST, SECOND = "expert", "expert_2"
REFERRED = "网上买的预售商品，商家说系统标错价，单方取消订单。合同算成立了吗？我能要求按原价发货吗？"
DISPUTED = "合租的室友提前搬走，押金条上只写了我的名字，房东要从押金里扣两个月房租，合理吗？"


def seed_panel() -> list[str]:
    """Make sure of it; may be called again. Nothing without the demo's accounts and a resident."""
    keeper = User.objects.filter(username="administrator", is_demo=True).first()
    first = User.objects.filter(username=FIRST, is_demo=True).first()
    staff = ResidentStaff.objects.filter(user__username="resident", user__is_demo=True).first()
    if keeper is None or first is None or staff is None:
        return []
    members = [_member(first, keeper, ("contract", "property")), _member(_second(), keeper, ("labour",))]
    if not Consultation.objects.filter(submission_key__startswith=f"{KEY}panel-").exists():
        with transaction.atomic():
            _refer(staff)
            _suggest(members[0])
            _disagree(staff, members)
    return []


def _second() -> User:
    """Another expert, so that two can look at one answer. Nobody signs in with it."""
    user, is_new = User.objects.get_or_create(
        username=SECOND,
        defaults={"is_demo": True, "display_name": "专家组成员二（演示）", "email": "expert-2@example.invalid"},
    )
    if is_new:
        user.set_unusable_password()
        user.save()
    return user


def _member(user: User, keeper: User, topics: tuple[str, ...]) -> PanelMember:
    found = PanelMember.objects.filter(user=user).first()
    if found is not None:
        return found
    terms = appointing.Terms(Topic.objects.filter(code__in=topics))
    return appointing.appoint(user, terms, by=keeper)


def _asked(name: str, question: str, topic: str, staff: ResidentStaff) -> Consultation:
    texts, now = current_texts(clock.today()), clock.now()
    agreed = Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now)
    case = submit_question(
        AskedQuestion(
            submission_key=f"{KEY}panel-{name}",
            passphrase=PASSPHRASE,
            question=f"{question}{SIGN}",
            agreed=agreed,
            topic=Topic.objects.filter(code=topic).first(),
            place="示范区",
            other_side="示例对方（虚构）",
        )
    )
    case = Consultation.objects.get(pk=case.pk)
    if case.state != State.ACCEPTED:
        case = refusing.accept(case, by=SYSTEM)
    return conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)


def _refer(staff: ResidentStaff) -> None:
    case = _asked("referred", REFERRED, "contract", staff)
    note = f"标错价格是否构成重大误解，各地裁判不一致。我倾向于合同已经成立，商家可以请求撤销。{SIGN}"
    referral = referring.propose(case, "disputed", note, by=staff.user)
    referring.forward(referral, by=User.objects.get(username="moderator", is_demo=True))


def _suggest(member: PanelMember) -> None:
    """The first expert suggests a change to the answer about the deposit; what else was sampled waits."""
    answer = Answer.objects.filter(consultation__submission_key=f"{KEY}deposit").order_by("pk").first()
    if answer is None:
        return
    review = _review(answer, member)
    if review is None or review.done_at is not None:
        return
    said = Suggested(
        why=f"没有说清押金可以扣多少，请补上举证责任。{SIGN}",
        next_steps="一、请房东写明扣款的明细和依据。二、留好交房时的照片、录像。三、协商不成，可以向人民调解委员会申请调解，或者起诉。",
    )
    marks = {str(code): (3, "") for code in Criterion} | {"complete": (2, "下一步不够具体。")}
    reviewing.finish(review, marks, "improvable", "结论可以，步骤要具体。", by=member.user, suggested=said)


def _disagree(staff: ResidentStaff, members: list[PanelMember]) -> None:
    """An answer on which the two differ: a training case, released, and something for the table of agreement."""
    case = _asked("disputed", DISPUTED, "property", staff)
    answer = answering.answer(case, ANSWER, by=staff.user)
    sample, _is_new = ReviewSample.objects.get_or_create(
        answer=answer, defaults={"because": [str(SampledBecause.NEW_RESIDENT)], "at": clock.now()}
    )
    ReviewSample.objects.filter(pk=sample.pk).update(wanted=2)
    able = {member.pk for member in candidates(case)}
    for number, member in enumerate(members):
        review = _review(answer, member) if member.pk in able else None
        if review is not None:
            accurate = (3, "") if number == 0 else (1, "没有说明押金和租金不能直接抵扣。")
            marks: dict[str, Any] = {str(code): (3, "") for code in Criterion} | {"accurate": accurate}
            reviewing.finish(review, marks, "sound" if number == 0 else "wrong", "", by=member.user)
    made = training.live_cases().filter(sample=sample).first()
    supervisor = User.objects.filter(username="supervisor", is_demo=True).first()
    if made is not None and supervisor is not None:
        training.release(made, "", by=supervisor)


def _review(answer: Answer, member: PanelMember) -> AnswerReview | None:
    sample = ReviewSample.objects.filter(answer=answer).first()
    if sample is None:
        return None
    made = {"sample": sample, "assigned_at": clock.now()}
    return AnswerReview.objects.get_or_create(answer=answer, expert=member, defaults=made)[0]
