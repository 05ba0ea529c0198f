"""A case as it lies in the database, made without the pages: for tests of what hangs on one."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth import get_user_model

from portal.common import clock
from portal.consultations.actors import Signature
from portal.consultations.models import Consultation, IntakeDraft, ReceiptSession, ServiceRules
from portal.consultations.models.choices import ActorKind
from portal.consultations.services.case.recording import new_salt, salted_digest, write_event
from portal.consultations.services.intake.numbers import new_receipt_number


def citizen() -> Any:
    """Somebody with an account."""
    return get_user_model().objects.create_user(username=f"citizen-{secrets.token_hex(4)}")


def filed(question: str = "公司拖欠工资三个月，怎么办？", **facts: Any) -> Consultation:
    """A case with its first event."""
    rules, _made = ServiceRules.objects.get_or_create(
        version="示范", defaults={"title": "网上服务规范", "text": "示范", "effective_on": clock.today()}
    )
    salt = new_salt()
    case = Consultation.objects.create(
        receipt_number=new_receipt_number(),
        question=question,
        question_salt=salt,
        service_rules=rules,
        submitted_at=clock.now(),
        submission_key=secrets.token_hex(16),
        **facts,
    )
    said = {"to": str(case.state), "question": salted_digest(salt, question)}
    write_event(case, "submit", Signature(ActorKind.CITIZEN), at=case.submitted_at, content=said)
    return case


def holder(case: Consultation) -> ReceiptSession:
    """Somebody who knows the passphrase."""
    return ReceiptSession.of([case.receipt_number])


def draft() -> IntakeDraft:
    """A question being written."""
    now = clock.now()
    return IntakeDraft.objects.create(created_at=now, updated_at=now, expires_at=now)
