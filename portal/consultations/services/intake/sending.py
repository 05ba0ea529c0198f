"""Sending a draft: complete or not, once whatever is pressed twice, and the receipt kept until it was noted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cms.core.models import Topic
from portal.common import clock
from portal.consultations.asking.content import Content
from portal.consultations.asking.filling import Filled
from portal.consultations.asking.forms import ConsentForm, WantedForm
from portal.consultations.asking.hints import danger_of, limitation_near
from portal.consultations.models import IntakeDraft, PrivacyRules, RiskNotice, ServiceAgreement
from portal.consultations.models.choices import AgeBand, Channel
from portal.consultations.services.intake.drafts import KEPT, begin_draft, changed_draft
from portal.consultations.services.intake.submitting import Agreed, AskedQuestion, ContactWish, submit_question


def send_draft(key: str, *, citizen: Any = None) -> str:
    """Send what a session's draft holds; gives the receipt number. Sent already, it gives the number of then.

    One transaction: the case, and the draft that becomes its receipt. Double press, back button, a lost answer and a second tab
    wait for the draft's lock and find the receipt. Raises DraftGone, ValidationError.
    """
    with changed_draft(key) as (draft, content):
        if content.receipt_number:
            return content.receipt_number
        case = submit_question(asked_from(content, draft), citizen=citizen)
        content.become_receipt(case.receipt_number)
        draft.expires_at = clock.now() + KEPT
        return case.receipt_number


@transaction.atomic
def send_at_once(content: Content, *, citizen: Any = None, **about: Any) -> IntakeDraft:
    """Send what was filled in on one page and never kept before; gives the receipt, kept 24 hours or until it was noted.

    ``about`` are further members of ``AskedQuestion`` (channel, entered_by). Raises ValidationError.
    """
    case = submit_question(asked_from(content, None, **about), citizen=citizen)
    content.become_receipt(case.receipt_number)
    return begin_draft(content)


def asked_from(content: Content, draft: IntakeDraft | None, **about: Any) -> AskedQuestion:
    """The question that a content is. Raises ValidationError where a screen is not as it should be."""
    filled = Filled(content, clock.today())
    if filled.wrong:
        raise ValidationError(_("有一处还没有填好，请核对：%(screen)s。") % {"screen": filled.wrong[0].title})
    said = filled.said
    urgent = _why_urgent(content, bool(limitation_near(said, filled.today)))
    return AskedQuestion(
        submission_key=content.submission_key,
        passphrase=content.passphrase,
        question=content.question,
        agreed=_agreed(content, said["consent"]),
        topic=Topic.objects.filter(code=said["topic"]["topic"]).first(),
        in_proceedings=said["proceedings"]["in_proceedings"],
        happened=said["when"]["happened"],
        happened_from=said["when"]["happened_from"],
        happened_until=said["when"]["happened_until"],
        place=said["where"]["place"],
        for_whom=said["for-whom"]["for_whom"],
        age_band=said["age"]["age_band"],
        guardian=said["guardian"]["guardian"] if said["age"]["age_band"] == AgeBand.UNDER_14 else "",
        other_side=said["other-side"]["other_side"],
        wanted=WantedForm.words(said["wanted"]),
        contact=_wish(said["contact"]),
        draft=draft,
        says_in_danger=content.says_in_danger,
        is_urgent=bool(urgent),
        urgent_because=urgent,
        **{"channel": Channel.MESSAGE, **about},
    )


def _why_urgent(content: Content, is_near: bool) -> str:
    """What was said to the citizen on the way holds from the first moment, before the rules look again."""
    if danger_of(content) is not None:
        return _("可能有危险")
    return _("期限可能临近") if is_near else ""


def _wish(said: Mapping[str, Any]) -> ContactWish:
    return ContactWish(
        phone=said["phone"],
        email=said["email"],
        by_sms=bool(said["phone"]),
        by_email=bool(said["email"]),
        safe_from=said["safe_from"],
        safe_until=said["safe_until"],
        safe_contact=said["safe_contact"],
    )


def _agreed(content: Content, said: Mapping[str, Any]) -> Agreed | None:
    """The versions that were shown; whether they still hold is asked by ``submit_question``."""
    if not content.notice or not content.agreed:
        return None
    agreement, privacy_rules = content.agreed["version"].split("-")
    return Agreed(
        risk_notice=RiskNotice.objects.get(pk=content.notice["version"]),
        agreement=ServiceAgreement.objects.get(pk=agreement),
        privacy_rules=PrivacyRules.objects.get(pk=privacy_rules),
        purposes=ConsentForm.purposes(dict(said)),
        risk_notice_at=datetime.fromisoformat(content.notice["at"]),
        agreed_at=datetime.fromisoformat(content.agreed["at"]),
    )
