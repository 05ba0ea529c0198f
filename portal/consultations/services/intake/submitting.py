"""Sending a question: the case, its consent, its first event, its clock and what is owed, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.core.models import Topic
from portal.common import clock
from portal.common.outbox.write import enqueue
from portal.consultations.actors import Signature
from portal.consultations.models import (
    AgreementConsent,
    CitizenContact,
    Consultation,
    IntakeDraft,
    PrivacyRules,
    RiskNotice,
    ServiceAgreement,
)
from portal.consultations.models.choices import ActorKind, AgeBand, Channel, DeadlineKind, Guardian
from portal.consultations.purposes import CODES, REQUIRED
from portal.consultations.services.case.recording import digest_of_details, new_salt, salted_digest, write_event
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.services.intake.numbers import new_receipt_number, passphrase_hash
from portal.consultations.services.intake.texts import current_service_rules
from portal.consultations.services.time import clocks
from portal.consultations.states import Act

SCREEN_SINK = "consultations.screen"
LONGEST_QUESTION = 5_000
SHORTEST_QUESTION = 10


@dataclass(frozen=True, slots=True)
class Agreed:
    """What was acknowledged and agreed to, by version, and when."""

    risk_notice: RiskNotice
    agreement: ServiceAgreement
    privacy_rules: PrivacyRules
    purposes: Sequence[str]
    risk_notice_at: datetime
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class ContactWish:
    """How the citizen wishes to be told; empty: not at all."""

    phone: str = ""
    email: str = ""
    by_sms: bool = False
    by_email: bool = False
    safe_from: time | None = None
    safe_until: time | None = None
    safe_contact: str = ""
    tell_law_changes: bool = False


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """What is sent. ``submission_key`` makes sending twice one case; ``passphrase`` was made with the draft, so that a lost
    answer page loses nothing."""

    submission_key: str
    passphrase: str
    question: str
    agreed: Agreed | None
    topic: Topic | None = None
    in_proceedings: str = "no"
    happened: str = "unknown"
    happened_from: date | None = None
    happened_until: date | None = None
    place: str = ""
    for_whom: str = "self"
    age_band: str = AgeBand.UNSAID
    guardian: str = ""
    other_side: str = ""
    wanted: str = ""
    needs_translation: bool = False
    says_in_danger: bool = False
    is_urgent: bool = False
    urgent_because: str = ""
    contact: ContactWish = ContactWish()
    draft: IntakeDraft | None = None
    channel: str = Channel.MESSAGE
    entered_by: Any = None


def submit_question(asked: AskedQuestion, *, citizen: Any = None) -> Consultation:
    """Make a question a case. Sent twice (same ``submission_key``) it is one case, and the first is given back.

    Raises ValidationError by field: no consent, an old version of a text, a child without its guardian, an empty question.
    Nothing is written then.
    """
    _demand_complete(asked)
    try:
        with transaction.atomic():
            known = Consultation.objects.filter(submission_key=asked.submission_key).first()
            return known or _create(asked, citizen)
    except IntegrityError:
        known = Consultation.objects.filter(submission_key=asked.submission_key).first()
        if known is None:
            raise
        return known


def _create(asked: AskedQuestion, citizen: Any) -> Consultation:
    at, salt = clock.now(), new_salt()
    case = _write_case(asked, citizen, at, salt)
    consent = _write_consent(case, asked, citizen)
    wish = asked.contact
    CitizenContact.objects.create(
        consultation=case, **{name: getattr(wish, name) for name in ContactWish.__dataclass_fields__}
    )
    files = _take_files(case, asked.draft)
    actor = Signature(ActorKind.CITIZEN)
    if asked.entered_by is not None:
        actor = Signature(ActorKind.MODERATOR, str(asked.entered_by.pk))
    write_event(
        case,
        Act.SUBMIT,
        actor,
        at=at,
        content={
            "to": str(case.state),
            "channel": str(case.channel),
            "question": salted_digest(salt, case.question),
            "details": digest_of_details(case),
            "service_rules": case.service_rules.version,
            "risk_notice": consent.risk_notice.version,
            "agreement": consent.agreement.version,
            "privacy_rules": consent.privacy_rules.version,
            "purposes": sorted(consent.purposes),
            "files": files,
        },
    )
    clocks.start_deadline(case, DeadlineKind.FIRST_ANSWER, at=at)
    enqueue(SCREEN_SINK, [case.receipt_number])
    tell_citizen(case, Told.RECEIVED)
    return case


def _write_case(asked: AskedQuestion, citizen: Any, at: datetime, salt: str) -> Consultation:
    return Consultation.objects.create(
        receipt_number=new_receipt_number(),
        passphrase_hash=passphrase_hash(asked.passphrase),
        citizen=citizen,
        channel=asked.channel,
        entered_by=asked.entered_by,
        question=asked.question.strip(),
        question_salt=salt,
        topic=asked.topic,
        in_proceedings=asked.in_proceedings,
        happened=asked.happened,
        happened_from=asked.happened_from,
        happened_until=asked.happened_until,
        place=asked.place,
        for_whom=asked.for_whom,
        age_band=asked.age_band,
        is_of_minor=asked.age_band in (AgeBand.UNDER_14, AgeBand.FROM_14),
        guardian=asked.guardian,
        other_side=asked.other_side,
        wanted=asked.wanted,
        needs_translation=asked.needs_translation,
        says_in_danger=asked.says_in_danger,
        is_urgent=asked.is_urgent,
        urgent_because=asked.urgent_because,
        service_rules=current_service_rules(clock.today()),
        submitted_at=at,
        submission_key=asked.submission_key,
    )


def _write_consent(case: Consultation, asked: AskedQuestion, citizen: Any) -> AgreementConsent:
    agreed = asked.agreed
    assert agreed is not None  # demanded above
    return AgreementConsent.objects.create(
        consultation=case,
        citizen=citizen,
        risk_notice=agreed.risk_notice,
        agreement=agreed.agreement,
        privacy_rules=agreed.privacy_rules,
        purposes=sorted(set(agreed.purposes)),
        risk_notice_at=agreed.risk_notice_at,
        agreed_at=agreed.agreed_at,
    )


def _take_files(case: Consultation, draft: IntakeDraft | None) -> list[dict[str, Any]]:
    """Move the draft's files to the case; gives what the event says of them."""
    if draft is None:
        return []
    found = list(draft.attachments.filter(removed_at__isnull=True))
    for attachment in found:
        attachment.draft, attachment.consultation = None, case
        attachment.save(update_fields=["draft", "consultation"])
    return [{"key": str(attachment.key), "digest": attachment.digest} for attachment in found]


def _demand_complete(asked: AskedQuestion) -> None:
    question = asked.question.strip()
    if len(question) < SHORTEST_QUESTION:
        raise ValidationError({"question": _("请把事情写得再具体一些，至少%d个字。") % SHORTEST_QUESTION})
    if len(question) > LONGEST_QUESTION:
        raise ValidationError({"question": _("问题最多%d个字。太长的材料可以作为附件上传。") % LONGEST_QUESTION})
    if asked.age_band == AgeBand.UNDER_14 and asked.guardian not in (
        Guardian.AGREES,
        Guardian.IS_OTHER_SIDE,
        Guardian.URGENT,
    ):
        raise ValidationError({"guardian": _("不满14周岁的，请说明监护人是否同意。有危险的，选“有危险，等不及”。")})
    _demand_consent(asked.agreed)


def _demand_consent(agreed: Agreed | None) -> None:
    from portal.consultations.services.intake.texts import current_texts

    if agreed is None:
        raise ValidationError({"agreed": _("请先阅读并同意服务协议。")})
    now = current_texts(clock.today())
    if (agreed.risk_notice, agreed.agreement, agreed.privacy_rules) != (
        now.risk_notice,
        now.agreement,
        now.privacy_rules,
    ):
        raise ValidationError({"agreed": _("服务协议或者提示有了新的版本，请重新阅读并确认。")})
    purposes = set(agreed.purposes)
    if not purposes >= REQUIRED or not purposes <= CODES:
        raise ValidationError({"purposes": _("没有您对必要事项的同意，无法提交咨询。您也可以用其他方式咨询。")})
