"""Hiding more of what one wrote (article 30): the question, the other side, what was wished, what was added, 追问.

The new text takes the place of the old, with a salt of its own; the record keeps digests of both, an event a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor, signature_of
from portal.consultations.models import Consultation
from portal.consultations.models.choices import ActorKind
from portal.consultations.policies import demand_citizen
from portal.consultations.screening.marked_words import standing_in, words_of
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import digest_of_details, new_salt, salted_digest, write_event
from portal.consultations.services.screening.added import Added, owe_a_look

LONGEST = 5_000
QUESTION, OTHER_SIDE, WANTED = "text", "other_side", "wanted"
"""What the question, the other side and the wish are called among the texts of a case."""
MASK = "mask"
"""The event of the record."""


def texts_of(case: Consultation) -> dict[str, str]:
    """Everything of a case that its citizen wrote and may mask, by name; ``fact-12`` and ``further-3`` are rows (two queries)."""
    told = {QUESTION: case.question, OTHER_SIDE: case.other_side, WANTED: case.wanted}
    kept = {name: text for name, text in told.items() if text or name == QUESTION}
    return {**kept, **{name: row.text for name, (row, _kind) in _rows(case)}}


def mask(case: Consultation, texts: Mapping[str, str], *, by: Actor) -> Consultation:
    """Put new texts in the place of old ones, by the names of ``texts_of``; what is the same or is none of the case's stays.

    Raises PermissionDenied, ValidationError by field for what is too long, and for a question or an added text without words.
    """
    with transaction.atomic():
        case = locked(case)
        demand_citizen(by, case)
        before = texts_of(case)
        changed = {name: text.strip() for name, text in texts.items() if name in before}
        changed = {name: text for name, text in changed.items() if text != before[name].strip()}
        _demand(changed)
        _mask_the_case(case, changed, by)
        for name, (row, kind) in _rows(case):
            if name in changed:
                _mask_row(case, row, kind, changed[name], by)
        if changed:
            _forget_marked_words(case)
    return case


def _rows(case: Consultation) -> Iterator[tuple[str, tuple[Any, Added]]]:
    found: Any = case
    for fact in found.facts.filter(kind="added", actor_kind=ActorKind.CITIZEN):
        yield f"fact-{fact.pk}", (fact, Added.FACT)
    for row in found.further.all():
        yield f"further-{row.pk}", (row, Added.FURTHER)


def _demand(changed: Mapping[str, str]) -> None:
    errors = {}
    for name, text in changed.items():
        if not text and name not in (OTHER_SIDE, WANTED):
            errors[name] = _("请写下内容。")
        elif len(text) > LONGEST:
            errors[name] = _("最多%d个字。") % LONGEST
    if errors:
        raise ValidationError(errors)


def _mask_the_case(case: Consultation, changed: Mapping[str, str], by: Actor) -> None:
    """One digest, salted with the question's salt, covers all that was answered beside it: a new salt for both."""
    own = {name: changed[name] for name in (QUESTION, OTHER_SIDE, WANTED) if name in changed}
    if not own:
        return
    before = {
        "before": salted_digest(case.question_salt, case.question),
        "details_before": digest_of_details(case),
    }
    case.question = own.get(QUESTION, case.question)
    case.other_side = own.get(OTHER_SIDE, case.other_side)
    case.wanted = own.get(WANTED, case.wanted)
    case.question_salt = new_salt()
    case.save(update_fields=["question", "question_salt", "other_side", "wanted"])
    if QUESTION in own:
        owe_a_look(Added.MASKED, case)
    after = {"question": salted_digest(case.question_salt, case.question), "details": digest_of_details(case)}
    write_event(case, MASK, signature_of(by, ActorKind.CITIZEN), at=clock.now(), content={**before, **after})


def _mask_row(case: Consultation, row: Any, kind: Added, text: str, by: Actor) -> None:
    before = salted_digest(row.salt, row.text)
    row.text, row.salt = text, new_salt()
    row.save(update_fields=["text", "salt"])
    owe_a_look(kind, row)
    content = {str(kind): row.pk, "before": before, "text": salted_digest(row.salt, text)}
    write_event(case, MASK, signature_of(by, ActorKind.CITIZEN), at=clock.now(), content=content)


def _forget_marked_words(case: Consultation) -> None:
    """Screening keeps the words that led to a flag: those that stand nowhere any more go."""
    left = "\n".join(texts_of(case).values())
    flags: Any = case
    for flag in flags.flags.all():
        kept = standing_in(flag.words, left)
        if words_of(kept) != words_of(flag.words):
            flag.words = kept
            flag.save(update_fields=["words"])
