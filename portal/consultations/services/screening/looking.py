"""Screening a question that was just sent: rules look, flags are written, and it goes on or waits for a person.

It runs from the outbox, after the receipt was given: whatever happens here, the question is kept and its clock runs. Rules
flag and explain; they refuse nothing (decision 4).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.common import clock
from portal.common.outbox.registry import register_sink
from portal.consultations.actors import SYSTEM, Signature
from portal.consultations.models import (
    Authority,
    Consultation,
    ConsultationSettings,
    RelatedMatter,
    TextFingerprint,
)
from portal.consultations.models.choices import ActorKind, Happened
from portal.consultations.screening.asked import Asked, Earlier, RuleCode, Suggestion
from portal.consultations.screening.fingerprints import bands
from portal.consultations.screening.initial_authorities import AuthorityHints
from portal.consultations.screening.run import screen, urgent_signs
from portal.consultations.services.case.moving import move
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.case.telling import tell_supervisors
from portal.consultations.services.intake.submitting import SCREEN_SINK
from portal.consultations.services.screening.added import ADDED_SINK, look_at_added
from portal.consultations.services.screening.flags import mark, tell_staff, write_flag
from portal.consultations.states import Act, State

logger = logging.getLogger(__name__)

MOST_CANDIDATES = 50
LATELY = timedelta(hours=24)
LINK_MATTER = "link_matter"
"""The event of a case that joins a matter of many people."""


def register() -> None:
    """Make screening known to the outbox; called from ``AppConfig.ready``."""
    register_sink(SCREEN_SINK, screen_waiting, batch=20)
    register_sink(ADDED_SINK, look_at_added, batch=20)


def screen_waiting(numbers: Sequence[str]) -> None:
    """Screen the cases of these receipt numbers. Twice does no harm: only what was just submitted is looked at."""
    for number in numbers:
        screen_case(number)


def screen_case(number: str) -> None:
    """Look at one case: flags, fingerprints, what is urgent, and on to residents or to a moderator, in one transaction."""
    with transaction.atomic():
        case = (
            Consultation.objects.select_for_update(of=("self",))
            .select_related("topic")
            .filter(receipt_number=number, state=State.SUBMITTED)
            .first()
        )
        if case is None:
            return
        at = clock.now()
        earlier = _earlier(case)
        found = _suggestions(case, earlier)
        for one in found or ():
            write_flag(case, one, at)
        mark(case, found or ())
        if not case.is_quarantined:
            keep_fingerprints(case)
            _link(case, found or (), at)
        waits = found is None or any(one.waits for one in found)
        content = {"rules": sorted(one.rule.value for one in found or ())}
        if not waits:
            case.screened_at = at
        move(case, Act.HOLD if waits else Act.ACCEPT, SYSTEM, at=at, content=content)
        tell_staff(case, {one.rule for one in found or ()})


def asked_of(case: Consultation, earlier: Sequence[Earlier] = ()) -> Asked:
    """A case as the rules see it."""
    lately = 0
    if case.citizen_id is not None:
        since = case.submitted_at - LATELY
        own = Consultation.objects.filter(citizen=case.citizen_id, submitted_at__gte=since)
        lately = own.filter(submitted_at__lte=case.submitted_at).exclude(pk=case.pk).count()
    return Asked(
        text=case.question,
        says_danger=case.says_in_danger,
        in_proceedings=case.in_proceedings,
        for_whom=case.for_whom,
        age_band=case.age_band,
        topic=case.topic.code if case.topic else "",
        other_side=case.other_side,
        happened_from=case.happened_from,
        happened_to=case.happened_until,
        ongoing=case.happened == Happened.ONGOING,
        asked_lately=lately,
        earlier=tuple(earlier),
    )


def known_authorities() -> list[AuthorityHints]:
    """The authorities in use, as the rule sees them (1 query)."""
    rows = Authority.objects.filter(is_active=True)
    return [
        AuthorityHints(row.code, row.name, row.telephone, row.matters, tuple(row.hints.splitlines())) for row in rows
    ]


def _suggestions(case: Consultation, earlier: Sequence[Earlier]) -> tuple[Suggestion, ...] | None:
    """What the rules say; None where they failed: a question must not be lost for a rule, so a person looks at it."""
    try:
        found = screen(asked_of(case, earlier), clock.today(), known_authorities())
        # Danger told in words says more than the topic chosen, in whichever text the words stand.
        told = {one.rule for one in found if one.spans or one.rule is not RuleCode.DANGER}
        # What is wanted is another text: its words are not marked in the question.
        wanted = [replace(one, spans=()) for one in urgent_signs(case.wanted) if one.rule not in told]
        added = {one.rule for one in wanted}
        return (*(one for one in found if one.rule not in added), *wanted)
    except Exception as error:
        # The message of an error may quote the text: its kind alone is written down.
        logger.error("screening: the rules failed on case %s: %s", case.pk, type(error).__name__)
        return None


def _earlier(case: Consultation) -> list[Earlier]:
    """Questions that share a band, the latest first; what is quarantined has no fingerprint and is never among them."""
    wanted = {band for key in settings.LOOKUP_HASH_KEYS for band in bands(case.question, key.encode("ascii"))}
    if not wanted:
        return []
    rows = (
        Consultation.objects.filter(fingerprints__band__in=wanted)
        .exclude(Q(pk=case.pk) | Q(state=State.WITHDRAWN))
        .select_related("contact")
        .distinct()
        .order_by("-submitted_at")[:MOST_CANDIDATES]
    )
    mine = _phone(case)
    return [
        Earlier(
            key=row.receipt_number,
            text=row.question,
            same_person=_is_same_person(case, mine, row),
            answered=row.answered_at is not None,
            # Without an account nobody can say whether the passphrase is still known: asking again is then no repetition.
            lost=row.citizen_id is None,
        )
        for row in rows
    ]


def _is_same_person(case: Consultation, phone: str, other: Consultation) -> bool:
    if case.citizen_id is not None and case.citizen_id == other.citizen_id:
        return True
    return bool(phone) and phone == _phone(other)


def _phone(case: Consultation) -> str:
    contact = getattr(case, "contact", None)
    return contact.phone if contact is not None else ""


def keep_fingerprints(case: Consultation) -> None:
    """The bands of the question, with the first of the keys."""
    mine = bands(case.question, settings.LOOKUP_HASH_KEYS[0].encode("ascii"))
    TextFingerprint.objects.bulk_create([TextFingerprint(consultation=case, band=band) for band in mine])


def _link(case: Consultation, found: Sequence[Suggestion], at: datetime) -> None:
    """Join what others asked in the same words to one matter; a supervisor is told once, when it has grown large."""
    related = next((one for one in found if one.rule is RuleCode.RELATED_MATTER), None)
    if related is None:
        return
    numbers = [value for name, value in related.details if name == "earlier"]
    others = Consultation.objects.filter(receipt_number__in=numbers)
    known = others.filter(matter__takes_more=True).select_related("matter").order_by("pk").first()
    matter = known.matter if known is not None else RelatedMatter.objects.create(created_at=at)
    assert matter is not None
    case.matter = matter
    others.filter(matter__isnull=True).update(matter=matter)
    write_event(case, LINK_MATTER, Signature(ActorKind.SYSTEM), at=at, content={"matter": matter.pk})
    size = Consultation.objects.filter(matter=matter).exclude(pk=case.pk).count() + 1
    if size >= ConsultationSettings.load().group_size:
        told = RelatedMatter.objects.filter(pk=matter.pk, supervisor_told_at__isnull=True)
        if told.update(supervisor_told_at=at):
            tell_supervisors(_("有一件群体性咨询达到了报告的件数。"), matter.workbench_url)
