"""People and cases of the message board, made through its own services."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from cms.core.models import Topic
from cms.directory.models import Institution, Practitioner
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.models import (
    Answer,
    Consultation,
    ReceiptSession,
    ResidentInstitution,
    ResidentStaff,
)
from portal.consultations.purposes import CODES
from portal.consultations.services.answers import answering
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.intake.numbers import allocate_staff_code, new_passphrase
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, submit_question
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.services.residents import claiming, conflicts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State

_numbers = itertools.count(1)
PASSPHRASE = "12345678901234567890"
QUESTION = "公司拖欠我三个月的工资，一直说没有钱，我应该怎么办？"
ANSWER = WrittenAnswer(
    conclusion="公司应当按时足额支付工资，您可以要求支付拖欠的部分。",
    legal_basis="劳动合同法第三十条。",
    reasoning="用人单位应当按照约定和国家规定，及时足额支付劳动报酬。",
    next_steps="先向劳动保障监察机构投诉，也可以申请劳动仲裁。",
)


def person(role: str, institution: Institution | None = None) -> User:
    """Somebody of the staff with a role."""
    name = f"{role}-{next(_numbers)}"
    user = User.objects.create_user(
        name, f"{name}@example.invalid", "secret-enough-1", display_name=f"示范{name}", institution=institution
    )
    user.groups.add(group_of(role))
    return User.objects.get(pk=user.pk)


def citizen() -> User:
    """Somebody with an account and no role."""
    return User.objects.create_user(f"citizen-{next(_numbers)}", None, None)


def resident_institution(name: str = "") -> ResidentInstitution:
    """An invented firm that sends residents."""
    firm = Institution.objects.create(name=name or f"示范第{next(_numbers)}律师事务所", kind="law_firm")
    return ResidentInstitution.objects.create(institution=firm, joined_on=date(2026, 1, 1))


def resident(of: ResidentInstitution | None = None, **values: Any) -> ResidentStaff:
    """An invented lawyer on duty, with an account and a code."""
    home = of or resident_institution()
    lawyer = Practitioner.objects.create(name=f"示例{next(_numbers)}", kind="lawyer")
    return ResidentStaff.objects.create(
        user=person("resident", home.institution),
        practitioner=lawyer,
        resident_institution=home,
        staff_code=allocate_staff_code(),
        joined_on=date(2026, 1, 1),
        **values,
    )


def asked(**values: Any) -> AskedQuestion:
    """A complete question; each call is another."""
    texts, now = current_texts(clock.today()), clock.now()
    agreed = Agreed(texts.risk_notice, texts.agreement, texts.privacy_rules, sorted(CODES), now, now)
    given = {"submission_key": new_passphrase(), "passphrase": PASSPHRASE, "question": QUESTION, "agreed": agreed}
    return AskedQuestion(**(given | values))


def submitted(by: User | None = None, **values: Any) -> Consultation:
    """A case as it is just after sending, whatever screening made of it since."""
    case = submit_question(asked(**values), citizen=by)
    return Consultation.objects.get(pk=case.pk)


def receipt(case: Consultation) -> ReceiptSession:
    """Somebody who proved to know the passphrase of a case."""
    return ReceiptSession.of([case.receipt_number])


def asker(case: Consultation) -> Any:
    """The citizen of a case, as services know them."""
    return case.citizen or receipt(case)


def accepted(by: User | None = None, **values: Any) -> Consultation:
    """A case that waits for a resident."""
    case = submitted(by, **values)
    return case if case.state == State.ACCEPTED else refusing.accept(case, by=SYSTEM)


def claimed(staff: ResidentStaff | None = None, by: User | None = None, **values: Any) -> Consultation:
    """A case in a resident's hands, who has said that nothing stands in the way."""
    holder = (staff or resident()).user
    return conflicts.declare_none(claiming.claim(accepted(by, **values), by=holder), by=holder)


def answered(staff: ResidentStaff | None = None, by: User | None = None, **values: Any) -> Consultation:
    """A case with its first answer."""
    case = claimed(staff, by, **values)
    first_answer(case)
    return Consultation.objects.get(pk=case.pk)


def first_answer(case: Consultation, written: WrittenAnswer = ANSWER) -> Answer:
    """Answer a claimed case as its resident."""
    assert case.assigned_to is not None
    return answering.answer(case, written, by=case.assigned_to.user)


def refused(moderator: User | None = None, by: User | None = None, **values: Any) -> Consultation:
    """A case that was refused by a person."""
    case = submitted(by, **values)
    if case.state == State.SUBMITTED:
        case = refusing.hold(case, by=SYSTEM)
    refusing.refuse(
        case,
        "pending_case",
        "您的事情已经在法院审理，网上不再解答。",
        "请向承办法官了解，或者申请法律援助。",
        by=moderator or person("moderator"),
    )
    return Consultation.objects.get(pk=case.pk)


def topic(code: str = "labour") -> Topic:
    """One of the topics that are sown."""
    return Topic.objects.get(code=code)
