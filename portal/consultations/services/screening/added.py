"""Looking at what a citizen writes after the question was screened: facts, 追问, a question that was changed, the words of a
rating or of an appeal may tell of danger, or hold a secret."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from django.db import transaction
from django.db.models import Model

from portal.common import clock
from portal.common.outbox.write import enqueue
from portal.consultations.actors import Signature
from portal.consultations.models import (
    AddedFact,
    Consultation,
    FurtherQuestion,
    RefusalAppeal,
    SatisfactionRating,
    TextFingerprint,
)
from portal.consultations.models.choices import ActorKind
from portal.consultations.screening.asked import RuleCode
from portal.consultations.screening.run import urgent_signs
from portal.consultations.services.case.recording import write_event
from portal.consultations.services.screening.flags import mark, raise_flag, tell_staff

logger = logging.getLogger(__name__)

ADDED_SINK = "consultations.screen_added"
FLAGGED_LATER = "flagged_later"
"""The event of a case that something added later was flagged for."""


class Added(StrEnum):
    """What the outbox owes a look: the value stands in its key."""

    FACT = "fact"
    FURTHER = "further"
    MASKED = "masked"
    RATING = "rating"
    APPEAL = "appeal"


_TEXTS: dict[str, tuple[type[Model], str, str]] = {
    Added.FACT: (AddedFact, "consultation", "text"),
    Added.FURTHER: (FurtherQuestion, "consultation", "text"),
    Added.MASKED: (Consultation, "pk", "question"),
    Added.RATING: (SatisfactionRating, "consultation", "comment"),
    Added.APPEAL: (RefusalAppeal, "refusal__consultation", "text"),
}
"""Where each lies: its model, the way to its case, the field of its text."""
_kept_from_staff: set[str] = set()
"""Kinds of which those who have the case read nothing."""


def register_added_text(
    kind: str, model: type[Model], case: str, text: str, *, is_kept_from_staff: bool = False
) -> None:
    """Have a room's kind of text looked at too: its model, the way to its case, the field; called from ``AppConfig.ready``.

    ``is_kept_from_staff``: who has the case is told nothing of it. A secret shuts the case, and the flag repeats no word; for
    all else the room itself sees to it that somebody looks.
    """
    _TEXTS[kind] = (model, case, text)
    if is_kept_from_staff:
        _kept_from_staff.add(kind)


def owe_a_look(kind: str, row: Model) -> None:
    """Have the rules look at a text that was just written, in the transaction of the act."""
    enqueue(ADDED_SINK, [f"{kind}:{row.pk}"])


def look_at_added(keys: Sequence[str]) -> None:
    """Flag what was added. Twice does no harm. Nothing waits for it, but a secret shuts the case at once, whoever has it."""
    for key in keys:
        kind, _colon, number = key.partition(":")
        model, case, text = _TEXTS[kind]
        row = model._default_manager.filter(pk=int(number)).values_list(case, text).first()
        if row is not None:
            look_now(*row, says_nothing=kind in _kept_from_staff)


def look_now(case_pk: int, text: str, *, says_nothing: bool = False) -> None:
    """Look at a text at once, in the transaction of the act that wrote it where there is one. ``says_nothing``: for secrets
    alone, and without their words."""
    try:
        found = list(urgent_signs(text))
    except Exception as error:
        logger.error("screening: the rules failed on what was added to case %s: %s", case_pk, type(error).__name__)
        return
    if says_nothing:
        found = [replace(one, spans=()) for one in found if one.rule == RuleCode.STATE_SECRET]
    if not found:
        return
    with transaction.atomic():
        case = Consultation.objects.select_for_update(of=("self",)).get(pk=case_pk)
        if case.frozen_at is not None:  # erased on request since: shut already, and nothing is added to its record
            return
        at = clock.now()
        for one in found:
            raise_flag(case, one, text, at)
        mark(case, found)
        case.save(update_fields=["is_urgent", "urgent_because", "is_of_minor", "needs_translation", "is_quarantined"])
        if case.is_quarantined:
            TextFingerprint.objects.filter(consultation=case).delete()
        rules = {one.rule for one in found}
        write_event(case, FLAGGED_LATER, Signature(ActorKind.SYSTEM), at=at, content={"rules": sorted(rules)})
        tell_staff(case, rules)
