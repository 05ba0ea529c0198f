"""The message board of the demo: an invented firm with residents, duty for two weeks, and a case in each state people meet.
Every text is written by us and says that it is invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.core.models import Topic
from cms.directory.models import Institution, Practitioner
from cms.directory.models.enums import PractitionerKind
from portal.accounts.models import User
from portal.common import clock
from portal.consultations import neighbours
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, ReceiptSession, ResidentInstitution, ResidentStaff
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import appointing, claiming, conflicts, roster
from portal.consultations.services.screening import refusing

PASSPHRASE = "20260101202601012026"  # noqa: S105 - of an invented case, printed by ``make demo``
KEY = "demo-"
SIGN = "（示范内容，人和事都是虚构的。）"


@dataclass(frozen=True, slots=True)
class DemoCase:
    """A case of the demo: what was asked, and how far it has come."""

    name: str
    topic: str
    question: str
    until: str
    values: tuple[tuple[str, Any], ...] = ()


CASES = (
    DemoCase(
        "wages",
        "labour",
        "我在一家饭店做了八个月服务员，老板拖欠最后三个月的工资，说生意不好以后再给。没有签合同，只有排班表和微信转账记录。",
        "rated",
    ),
    DemoCase(
        "deposit", "property", "租房到期以后，房东说墙上有钉子眼，不退押金两千元。合同里没有写这一条。", "answered"
    ),
    DemoCase(
        "refund",
        "consumer",
        "在健身房办了一年的卡，去了三个月健身房关门了，联系不上老板，剩下的钱能要回来吗？",
        "further",
    ),
    DemoCase("loan", "debt", "朋友借了我两万元，只有聊天记录，约定去年年底还，一直拖着。现在怎么办？", "assigned"),
    DemoCase("noise", "neighbours", "楼上每天夜里拖桌椅，物业去说过几次没有用。我可以要求他停止吗？", "accepted"),
    DemoCase("injury", "social_insurance", "在工地干活时手指被砸伤，包工头只付了医药费，不肯申报工伤。", "awaiting"),
    DemoCase("will", "inheritance", "父亲去世前写了一份遗嘱，没有见证人，兄弟姐妹对它有争议。遗嘱算数吗？", "deferred"),
    DemoCase(
        "court",
        "procedure",
        "我和装修公司的案子下个月在法院第二次开庭，请问法官会怎么判？",
        "refused",
        (("in_proceedings", "yes"),),
    ),
)
ANSWER = WrittenAnswer(
    conclusion=f"您的要求有法律依据，可以先协商，协商不成再通过下面的途径解决。{SIGN}",
    legal_basis="当事人应当按照约定全面履行自己的义务；用人单位应当及时足额支付劳动报酬。具体条文以法律库中的文本为准。",
    reasoning="从您写的情况看，双方之间的关系和对方没有履行义务的事实，有记录可以证明。记录越完整，您的要求越容易得到支持。",
    next_steps="一、把转账记录、聊天记录、排班表保存好。二、向有关部门投诉或者申请调解。三、协商不成的，可以申请仲裁或者起诉；"
    "期限和材料请先问清楚。经济困难的，可以申请法律援助。",
)


def seed_consultations(today: date) -> list[str]:
    """Make sure of it; may be called again. Gives lines for whoever runs the demo: the case that can be opened, and how.
    Nothing where there is no directory or no demo account."""
    keeper = User.objects.filter(username="administrator", is_demo=True).first()
    lawyer_account = User.objects.filter(username="resident", is_demo=True).first()
    home = _home(today, keeper)
    if keeper is None or lawyer_account is None or home is None:
        return []
    staff = _resident(home, lawyer_account, keeper, today)
    User.objects.filter(username="back_office", is_demo=True).update(institution=home.institution)
    if staff is None:
        return []
    _duty(staff, today)
    if not Consultation.objects.filter(submission_key__startswith=KEY).exists():
        for case in CASES:
            make_case(case, staff)
    shown = Consultation.objects.filter(submission_key=f"{KEY}deposit").first()
    own = [] if shown is None else [f"  咨询编号 {shown.written_number}  查询码 {PASSPHRASE}  /consultations/mine/"]
    return [*own, *neighbours.seed_demos()]


def _home(today: date, keeper: User | None) -> ResidentInstitution | None:
    found = ResidentInstitution.objects.order_by("pk").first()
    firm = Institution.objects.public_on(today).filter(kind="law_firm").order_by("pk").first()
    if found is not None or firm is None or keeper is None:
        return found
    return appointing.appoint_institution(firm, by=keeper)


def _resident(home: ResidentInstitution, account: User, keeper: User, today: date) -> ResidentStaff | None:
    found = ResidentStaff.objects.filter(user=account).first()
    if found is not None:
        return found
    lawyers = Practitioner.objects.public_on(today).filter(
        kind=PractitionerKind.LAWYER, affiliations__institution=home.institution
    )
    for lawyer in lawyers.order_by("pk"):
        try:
            terms = appointing.Terms(Topic.objects.filter(code__in=("labour", "property", "debt")), True, 20)
            return appointing.appoint(lawyer, home, account, terms, by=keeper)
        except ValidationError:  # the directory stands against this one
            continue
    return None


def _duty(staff: ResidentStaff, today: date) -> None:
    office = User.objects.filter(username="back_office", is_demo=True).first()
    if office is None or staff.shifts.exists():
        return
    for ahead in range(14):
        roster.set_duty(staff, today + timedelta(days=ahead), "day", by=office)


@transaction.atomic
def make_case(demo: DemoCase, staff: ResidentStaff) -> Consultation:
    """Ask the question of a demo case and bring it as far as it is to be seen."""
    texts, now = current_texts(clock.today()), clock.now()
    agreed = Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now)
    asked = AskedQuestion(
        submission_key=f"{KEY}{demo.name}",
        passphrase=PASSPHRASE,
        question=f"{demo.question}{SIGN}",
        agreed=agreed,
        topic=Topic.objects.filter(code=demo.topic).first(),
        place="示范区",
        other_side="示例对方（虚构）",
        **dict(demo.values),
    )
    case = submit_question(asked)
    _bring(case, demo.until, staff)
    return case


def _bring(case: Consultation, until: str, staff: ResidentStaff) -> None:
    """Walk a case as far as its state is to be seen."""
    by = staff.user
    if until == "refused":
        moderator = User.objects.get(username="moderator", is_demo=True)
        refusing.hold(case, by=SYSTEM)
        words = "您的案件已经在法院审理，网上不再解答。"
        refusing.refuse(
            case, "pending_case", words, "请向承办法官了解进程；没有律师的，可以申请法律援助。", by=moderator
        )
        return
    case = refusing.accept(case, by=SYSTEM)
    if until == "accepted":
        return
    case = conflicts.declare_none(claiming.claim(case, by=by), by=by)
    if until == "awaiting":
        instead.ask_citizen(case, "请补充：受伤是哪一天？有没有人看到？", by=by)
    elif until == "deferred":
        instead.defer(case, clock.now() + timedelta(days=1), "需要核对遗嘱的形式，明天答复您。", by=by)
    elif until != "assigned":
        sent = answering.answer(case, ANSWER, by=by)
        citizen = ReceiptSession.of([case.receipt_number])
        case = Consultation.objects.get(pk=case.pk)
        if until == "rated":
            citizen_acts.rate(case, sent, 5, by=citizen)
        elif until == "further":
            citizen_acts.ask_further(case, "如果找不到老板，向谁起诉？", by=citizen)
