"""Filing a complaint: with a case, by whoever may open it as its citizen; without one, by anybody."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cms.directory.models import Institution
from portal.accounts.citizens.bounds import HOUR, Bound, count_use
from portal.common import clock
from portal.complaints.choices import OF_PEOPLE, About
from portal.complaints.models import Complaint
from portal.complaints.policies import Follower
from portal.complaints.services import clocks
from portal.complaints.services.moving import record
from portal.complaints.services.telling import tell_who_may_take
from portal.complaints.states import OPEN, Act
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, PrivacyRules, ResidentStaff
from portal.consultations.policies import WrongState, demand_citizen
from portal.consultations.screening.asked import RuleCode
from portal.consultations.screening.run import urgent_signs
from portal.consultations.services.case.moving import locked as locked_case
from portal.consultations.services.case.recording import new_salt, salted_digest
from portal.consultations.services.citizen.recovering import contact_of
from portal.consultations.services.intake.numbers import (
    is_staff_code,
    new_passphrase,
    new_receipt_number,
    passphrase_hash,
)
from portal.consultations.services.intake.texts import current_text
from portal.consultations.services.screening.added import owe_a_look

logger = logging.getLogger(__name__)
LONGEST = 5_000
LONGEST_CONCERNING = 200
FROM_NETWORK = Bound("complaints_network_hour", 10, HOUR)
IN_TOTAL = Bound("complaints_total_hour", 300, HOUR)
MOST_OPEN = 3
"""Complaints of one case that may be open at once."""
LOOKED_AT = "complaint"
"""What the rules that look at added texts call this one."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written. ``submission_key``: the same form sent twice is one complaint."""

    about: str
    text: str
    submission_key: str
    has_consented: bool
    staff_code: str = ""
    concerning: str = ""
    contact: str = ""


def file_complaint(written: Written, *, network: str) -> tuple[Complaint, str]:
    """File a complaint without a case; gives it with its passphrase, "" where the same form had been sent already.

    Raises ValidationError by field, TooOften by network and in all.
    """
    known = Complaint.objects.filter(submission_key=written.submission_key).first()
    if known is not None:
        return known, ""
    checked = _checked(written)
    passphrase = new_passphrase()
    try:
        with transaction.atomic():
            now = clock.now()
            count_use(FROM_NETWORK, network, now)
            count_use(IN_TOTAL, "", now)
            complaint = _create(written, checked, now, passphrase_hash=passphrase_hash(passphrase))
    except IntegrityError:  # sent twice at once: the first one counts
        return Complaint.objects.get(submission_key=written.submission_key), ""
    return complaint, passphrase


def complain_of_case(case: Consultation, written: Written, *, by: Actor) -> Complaint:
    """File a complaint about what was done, or not done, in one's own case; frozen cases too. Raises ValidationError by field,
    PermissionDenied, WrongState while too many of this case are open."""
    checked = _checked(written)
    with transaction.atomic():
        case = locked_case(case)
        demand_citizen(by, case)
        known = Complaint.objects.filter(submission_key=written.submission_key, consultation=case).first()
        if known is not None:
            return known
        if written.about == About.RESIDENT and written.staff_code not in codes_of(case):
            raise ValidationError({"staff_code": _("请选一位办理过这件咨询的律师。")})
        if Complaint.objects.filter(consultation=case, state__in=OPEN).count() >= MOST_OPEN:
            raise WrongState(_("这件咨询已经有%d件投诉在办理，请等有结果以后再提。") % MOST_OPEN)
        complaint = _create(written, checked, clock.now(), by=by, consultation=case)
        if case.frozen_at is None:
            owe_a_look(LOOKED_AT, complaint)
    return complaint


def codes_of(case: Consultation) -> list[str]:
    """The codes of residents that this case's citizen has met, the latest first."""
    rows = case.events.order_by("-sequence").values_list("actor_kind", "actor_ref", "content")
    found: list[str] = []
    for kind, ref, content in rows:
        found += [ref if kind == "resident" else "", content.get("to_staff_code", ""), content.get("staff_code", "")]
    return list(dict.fromkeys(code for code in found if is_staff_code(code)))


@dataclass(frozen=True, slots=True)
class _Checked:
    """What the text gave rise to, and what the complaint is about, as rows."""

    institution: Any
    contact: str
    privacy_rules: PrivacyRules
    is_urgent: bool
    is_shut: bool


def _checked(written: Written) -> _Checked:
    errors: dict[str, str] = {}
    if written.about not in About.values:
        errors["about"] = _("请选一项。")
    if not written.text.strip():
        errors["text"] = _("请写下发生了什么。")
    if len(written.text) > LONGEST:
        errors["text"] = _("最多%d个字。") % LONGEST
    if written.about == About.RESIDENT and not is_staff_code(written.staff_code):
        errors["staff_code"] = _(
            "统一编号是字母F和六位数字，在答复的上面。不记得的，请改选“本网的服务”，在内容里说明。"
        )
    if written.about == About.INSTITUTION and not (written.concerning.strip() or written.staff_code):
        errors["concerning"] = _("请写明是哪一家机构。")
    if len(written.concerning) > LONGEST_CONCERNING:
        errors["concerning"] = _("最多%d个字。") % LONGEST_CONCERNING
    if not written.has_consented:
        errors["consent"] = _("不同意就不能在网上办理。您可以拨打投诉电话。")
    contact = ""
    if written.contact.strip():
        try:
            contact = contact_of(written.contact).address
        except ValidationError as error:
            errors["contact"] = " ".join(error.messages)
    if errors:
        raise ValidationError(errors)
    rules = signs_in(written.text)
    return _Checked(
        institution=_institution(written),
        contact=contact,
        privacy_rules=current_text(PrivacyRules, clock.today()),
        is_urgent=RuleCode.DANGER in rules,
        is_shut=RuleCode.STATE_SECRET in rules,
    )


def signs_in(text: str) -> set[RuleCode]:
    """Danger, or a secret. A rule that fails refuses nobody."""
    try:
        return {one.rule for one in urgent_signs(text)}
    except Exception as error:
        logger.error("screening: the rules failed on a complaint: %s", type(error).__name__)
        return set()


def _institution(written: Written) -> Any:
    """Whose people must not handle it: that of the code's bearer, or the one that was named as the directory names it."""
    if written.staff_code and written.about in OF_PEOPLE:
        staff = ResidentStaff.objects.select_related("resident_institution__institution")
        found = staff.filter(staff_code__code=written.staff_code).first()
        if found is not None:
            return found.resident_institution.institution
    if written.about == About.INSTITUTION:
        return Institution.objects.filter(name=written.concerning.strip()).first()
    return None


def _create(written: Written, checked: _Checked, at: datetime, *, by: Any = None, **more: Any) -> Complaint:
    salt = new_salt()
    complaint = Complaint.objects.create(
        number=new_receipt_number(),
        about=written.about,
        staff_code=written.staff_code if written.about in OF_PEOPLE else "",
        institution=checked.institution,
        concerning=written.concerning.strip(),
        text=written.text.strip(),
        salt=salt,
        contact=checked.contact,
        privacy_rules=checked.privacy_rules,
        consented_at=at,
        is_urgent=checked.is_urgent,
        is_shut=checked.is_shut,
        filed_at=at,
        submission_key=written.submission_key,
        **more,
    )
    clocks.start(complaint, at=at)
    content = {"complaint": complaint.pk, "about": complaint.about, "text": salted_digest(salt, complaint.text)}
    record(complaint, Act.FILE, by or Follower(frozenset()), at=at, content=content)
    words = _("有一件投诉可能有危险，请马上查看。") if complaint.is_urgent else _("有一件新的投诉，等待办理。")
    tell_who_may_take(complaint, words)
    return complaint
