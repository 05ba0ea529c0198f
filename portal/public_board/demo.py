"""The public board of the demo: invented cases that are public, one that waits for its citizen, one to be looked at, one to be
hidden. Every text is written by us and says that it is invented."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from cms.core.models import Topic
from portal.accounts.citizens.services.accounts import enter
from portal.accounts.models import User
from portal.common import clock
from portal.common.redaction_wide import suggest
from portal.consultations.actors import SYSTEM
from portal.consultations.demo import PASSPHRASE, SIGN
from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from portal.public_board.models import Publication
from portal.public_board.parts import known_words, source_of
from portal.public_board.services import consenting, preparing, wanting

KEY = "demo-public-"
PHONE = "13900000088"
"""Of nobody: invented, for the demo alone."""


@dataclass(frozen=True, slots=True)
class PublicDemo:
    """A case: what was asked and answered, and how far its publication has come."""

    name: str
    topic: str
    question: str
    conclusion: str
    reasoning: str
    next_steps: str
    until: str


CASES = (
    PublicDemo(
        "deposit",
        "property",
        "我叫林小满，租了房东赵守信在示范区幸福路8号院3号楼2单元501室的房子，到期了赵守信说墙上有钉子眼，不退押金两千元。我的电话13900000088。",
        "赵守信没有约定依据，不能因为钉子眼扣下全部押金。",
        "合同没有写钉子眼要扣押金。正常使用留下的痕迹不算损坏；确有损坏的，房东要说明修理要多少钱。",
        "先把交房时的照片和押金收条发给赵守信，要求退还；不退的，请社区调解，或者向人民法院起诉。",
        "public",
    ),
    PublicDemo(
        "card",
        "consumer",
        "我在云上健身房办了一年的卡，合同编号YS2026-0312，去了三个月健身房关门了，老板钱佳佳的微信yunshang2026也不回。剩下的钱能要回来吗？",
        "可以要求退还没有用完的部分，经营者是办卡合同的相对方。",
        "预收款的经营者没有提供服务的，应当按照消费者的要求履行或者退回预付款。",
        "先找到合同和付款记录，向12315投诉；金额较大、很多人一起遇到的，可以一并反映。",
        "public",
    ),
    PublicDemo(
        "wage",
        "labour",
        "我在示范明灯餐饮管理有限公司做服务员，主管孙大海说生意不好，最后三个月的工资以后再给。没有签合同，只有排班表。",
        "公司应当及时足额支付工资，没有签合同也一样。",
        "排班表、转账记录、工作服都可以证明劳动关系。公司没有不付工资的理由。",
        "向劳动保障监察机构投诉，电话12333；也可以申请劳动仲裁，不收费。",
        "approved",
    ),
    PublicDemo(
        "noise",
        "neighbours",
        "楼上住的是吴明亮，每天夜里拖桌椅，物业去说过几次没有用。我可以要求他停止吗？",
        "可以。相邻各方不得妨碍别人休息。",
        "夜间长期发出噪声，影响正常生活的，可以要求停止、赔礼道歉。",
        "记下时间，录音，请物业和社区再调解一次；还不行的，可以报警或者起诉吴明亮。",
        "prepared",
    ),
    PublicDemo(
        "loan",
        "debt",
        "同事周文斌借了我两万元，只有聊天记录，约定去年年底还，一直拖着。现在怎么办？",
        "聊天记录可以作为证据，您可以要求还款。",
        "借款数额、还款时间说得清楚的，没有借条也能证明借款。",
        "先写一条消息催一次，留下记录；再不还，可以向人民法院申请支付令或者起诉。",
        "wanted",
    ),
)


def seed_publications() -> list[str]:
    """Make sure of them; may be called again. Nothing where the demo has no resident yet. Says nothing to who runs it."""
    staff = ResidentStaff.objects.filter(user__is_demo=True).select_related("user").first()
    people = [User.objects.filter(username=name, is_demo=True).first() for name in ("moderator", "supervisor")]
    hands = [person for person in people if person is not None]
    if (
        staff is None
        or len(hands) < len(people)
        or Consultation.objects.filter(submission_key__startswith=KEY).exists()
    ):
        return []
    for demo in CASES:
        _make(demo, staff, *hands)
    return []


@transaction.atomic
def _make(demo: PublicDemo, staff: ResidentStaff, moderator: User, supervisor: User) -> None:
    citizen = enter(PHONE).user
    texts, now = current_texts(clock.today()), clock.now()
    asked = AskedQuestion(
        submission_key=f"{KEY}{demo.name}",
        passphrase=PASSPHRASE,
        question=f"{demo.question}{SIGN}",
        agreed=Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now),
        topic=Topic.objects.filter(code=demo.topic).first(),
        place="示范区",
        other_side="示例对方（虚构）",
    )
    case = submit_question(asked, citizen=citizen)
    if case.state != State.ACCEPTED:
        case = refusing.accept(case, by=SYSTEM)
    case = conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
    law = "当事人应当按照约定全面履行自己的义务。具体条文以法律库中的文本为准。"
    written = WrittenAnswer(f"{demo.conclusion}{SIGN}", law, demo.reasoning, demo.next_steps)
    answering.answer(case, written, by=staff.user)
    case = Consultation.objects.get(pk=case.pk)
    if wanting.may_be_offered(case):
        _bring(wanting.want(case, by=citizen), demo.until, citizen, moderator, supervisor)


def _bring(publication: Publication, until: str, citizen: User, moderator: User, supervisor: User) -> None:
    """Walk it as far as it is to be seen."""
    if until == "wanted":
        return
    case = publication.consultation
    marks = suggest(source_of(case).texts, known_words(case))
    publication = preparing.prepare(publication, marks, by=moderator)
    if until == "prepared":
        return
    cleared = {one.words: "示范内容，不是个人信息" for one in preparing.to_clear(publication)}
    publication = preparing.approve(publication, cleared, by=supervisor)
    if until == "public":
        consenting.consent(publication, publication.content_digest, True, by=citizen)
