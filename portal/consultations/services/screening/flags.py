"""Flags as rows, and what a flag makes of its case: what both the first look and later ones do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from portal.consultations.models import Authority, Consultation, ScreeningFlag
from portal.consultations.models.choices import AgeBand
from portal.consultations.screening.asked import RuleCode, Suggestion
from portal.consultations.screening.marked_words import stored
from portal.consultations.services.case.telling import tell_moderators, tell_supervisors

LONGEST_EXPLANATION = 300
QUEUE_URL = "/workbench/screening/"
MINORS_URL = "/workbench/minors/"


def screening_url(case: Consultation) -> str:
    """A moderator's page of a case."""
    return f"{QUEUE_URL}{case.receipt_number}/"


def write_flag(case: Consultation, one: Suggestion, at: datetime) -> None:
    """Keep what a rule says of the question; a flag that is there stays as it is."""
    details = dict(one.details)
    other = Consultation.objects.filter(receipt_number=details.get("earlier", "")).first()
    authority = Authority.objects.filter(code__in=one.authorities[:1]).first()
    ScreeningFlag.objects.get_or_create(
        consultation=case,
        rule=one.rule.value,
        other=other,
        defaults={
            "words": stored(case.question, one.spans),
            "explanation": one.explanation[:LONGEST_EXPLANATION],
            "authority": authority,
            "raised_at": at,
        },
    )


def raise_flag(case: Consultation, one: Suggestion, text: str, at: datetime) -> None:
    """Keep what a rule says of a text that was added later: it opens a flag of its rule again."""
    values = {
        "words": stored(text, one.spans),
        "explanation": one.explanation[:LONGEST_EXPLANATION],
        "raised_at": at,
        "verdict": ScreeningFlag.Verdict.OPEN,
        "decided_by": None,
        "decided_at": None,
    }
    ScreeningFlag.objects.update_or_create(consultation=case, rule=one.rule.value, other=None, defaults=values)


def mark(case: Consultation, found: Sequence[Suggestion]) -> None:
    """What the case itself says from now on: urgent, of a child, to be translated, quarantined. Saving is the caller's."""
    rules = {one.rule for one in found}
    if RuleCode.DANGER in rules or RuleCode.LIMITATION in rules:
        case.is_urgent = True
        because = _("可能有危险") if RuleCode.DANGER in rules else _("期限可能临近")
        case.urgent_because = case.urgent_because or because
    case.is_of_minor = case.is_of_minor or bool(rules & {RuleCode.MINOR, RuleCode.UNDER_14})
    case.needs_translation = case.needs_translation or RuleCode.LANGUAGE in rules
    case.is_quarantined = case.is_quarantined or RuleCode.STATE_SECRET in rules


def tell_staff(case: Consultation, rules: set[RuleCode]) -> None:
    """Tell who must look at once; of a suspected secret a supervisor alone."""
    if case.is_quarantined:  # nothing of it goes to a mailbox or a phone
        tell_supervisors(_("有一件咨询需要您在工作台处理。"), screening_url(case))
        return
    if RuleCode.UNDER_14 in rules and case.age_band == AgeBand.UNDER_14:
        tell_supervisors(_("有一件未成年人的咨询需要您指定审核的人。"), MINORS_URL)
    if RuleCode.DANGER in rules:
        tell_moderators(case, _("有一件咨询可能有危险，请马上查看。"), urgent=True, url=screening_url(case))
