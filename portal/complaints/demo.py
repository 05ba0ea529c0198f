"""Complaints of the demo, and a follow-up that waits for another resident. Every text is written by us and says that it is
invented."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from cms.core.models import Topic
from cms.directory.models import Practitioner
from cms.directory.models.enums import PractitionerKind
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from portal.complaints.models import Complaint
from portal.complaints.services import deciding, filing, handling
from portal.consultations.actors import SYSTEM
from portal.consultations.demo import ANSWER, KEY, PASSPHRASE, SIGN
from portal.consultations.models import Consultation, ReceiptSession, ResidentStaff
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import appointing, claiming, conflicts
from portal.consultations.services.screening import refusing

SECOND = "resident_2"
QUESTION = "网上买的按摩椅用了两次就坏了，商家说开箱就不能退，只肯修。我能要求退货吗？"
LATE_BY_NIGHT = "夜里用手机打开“我的咨询”，点“补充情况”以后页面一直转，第二天才好。希望修一修。"


def seed_complaints() -> list[str]:
    """Make sure of it; may be called again. Nothing without the demo's accounts and cases."""
    people = {user.username: user for user in User.objects.filter(is_demo=True)}
    case = Consultation.objects.filter(submission_key=f"{KEY}deposit").first()
    staff = ResidentStaff.objects.filter(user=people.get("resident")).first()
    needed = {"administrator", "moderator", "supervisor"} <= people.keys()
    if not needed or case is None or staff is None or Complaint.objects.filter(submission_key__startswith=KEY).exists():
        return []
    with transaction.atomic():
        _in_hand(case, staff, people["moderator"])
        waiting, passphrase = _file("site", "portal", LATE_BY_NIGHT)
        _decided(people["supervisor"])
        second = _second_resident(staff, people["administrator"])
        if second is not None:
            _waits_for_another(second)
    return [f"  投诉编号 {waiting.written_number}  查询码 {passphrase}  /complaints/mine/"]


def _written(name: str, about: str, text: str, **more: str) -> filing.Written:
    return filing.Written(
        about=about, text=f"{text}{SIGN}", submission_key=f"{KEY}complaint-{name}", has_consented=True, **more
    )


def _file(name: str, about: str, text: str, **more: str) -> tuple[Complaint, str]:
    return filing.file_complaint(_written(name, about, text, **more), network="demo")


def _in_hand(case: Consultation, staff: ResidentStaff, moderator: User) -> None:
    """A complaint about who answered, which waits for what they say."""
    text = "我问了押金和水电费两件事，答复只说了押金。"
    written = _written("resident", "resident", text, staff_code=staff.code)
    complaint = filing.complain_of_case(case, written, by=ReceiptSession.of([case.receipt_number]))
    complaint = handling.take(complaint, by=moderator)
    handling.ask_statement(complaint, f"请说明答复时为什么没有谈到第二个问题。{SIGN}", by=moderator)


def _decided(supervisor: User) -> None:
    complaint, _passphrase = _file(
        "content", "content", "指南里写的窗口已经搬走了，我白跑了一趟。", concerning="办事指南"
    )
    found = deciding.Found(
        outcome="founded",
        cause="content",
        explanation=f"窗口确实在上个月搬走了，指南没有及时改。现在已经改好，让您白跑一趟，对不起。{SIGN}",
        remedies=["apologised", "content_mended"],
    )
    deciding.decide(handling.take(complaint, by=supervisor), found, by=supervisor)


def _second_resident(first: ResidentStaff, keeper: User) -> ResidentStaff | None:
    """Another resident of the same firm, so that somebody else can follow up. Nobody signs in with it."""
    user, is_new = User.objects.get_or_create(
        username=SECOND,
        defaults={"is_demo": True, "display_name": "驻场人员二（演示）", "email": "resident-2@example.invalid"},
    )
    if is_new:
        user.set_unusable_password()
        user.save()
        user.groups.set([group_of("resident")])
    today: date = clock.today()
    lawyers = Practitioner.objects.public_on(today).filter(
        kind=PractitionerKind.LAWYER, affiliations__institution=first.resident_institution.institution
    )
    for lawyer in lawyers.exclude(resident__isnull=False).order_by("pk"):
        try:
            terms = appointing.Terms(Topic.objects.filter(code="consumer"), False, 20)
            return appointing.appoint(lawyer, first.resident_institution, user, terms, by=keeper)
        except ValidationError:  # the directory stands against this one
            continue
    return None


def _waits_for_another(second: ResidentStaff) -> None:
    texts, now = current_texts(clock.today()), clock.now()
    agreed = Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now)
    case = submit_question(
        AskedQuestion(
            submission_key=f"{KEY}another",
            passphrase=PASSPHRASE,
            question=f"{QUESTION}{SIGN}",
            agreed=agreed,
            topic=Topic.objects.filter(code="consumer").first(),
            place="示范区",
            other_side="示例商家（虚构）",
        )
    )
    case = claiming.claim(refusing.accept(case, by=SYSTEM), by=second.user)
    sent = answering.answer(conflicts.declare_none(case, by=second.user), ANSWER, by=second.user)
    citizen = ReceiptSession.of([case.receipt_number])
    case = Consultation.objects.get(pk=case.pk)
    citizen_acts.rate(
        case, sent, 2, f"没有说七天内能不能退。{SIGN}", by=citizen, reasons=["not_answered"], wants_another=True
    )
