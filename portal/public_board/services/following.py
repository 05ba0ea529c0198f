"""What happens to a case happens to its publication: an answer is corrected, danger is found, it is quarantined or erased."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, ConsultationEvent
from portal.consultations.services.case.telling import Told, tell_citizen
from portal.consultations.states import Act
from portal.public_board.barred import LASTING, barred
from portal.public_board.models import (
    LIVE_STATES,
    Publication,
    PublicationConsent,
    PublicationState,
    RemovalRequest,
    WithdrawnBecause,
)
from portal.public_board.parts import source_of
from portal.public_board.services.moving import EMPTY, changed
from portal.public_board.services.wanting import begin
from portal.public_board.services.withdrawing import take_off
from portal.public_board.states import Doer, PublicationAct

SAYS_SOMETHING_ELSE = frozenset(
    (Act.ANSWER, Act.ANSWER_FURTHER, Act.CORRECT, Act.EXPERT_ANSWER, "mask", "detach", "file_infected")
)
"""After these the page that was agreed to is no longer what the case says, or shows what somebody hid since."""
ADDS = frozenset((Act.GIVE_FACTS, "add_facts", "attach", Act.REVIVE))
"""After these a page that is being prepared must be prepared anew; one that is public stays as it was agreed to."""
_OWN = frozenset(PublicationAct)


def follow(sender: Any, *, case: Consultation, event: ConsultationEvent, **kwargs: Any) -> None:
    """Receive ``event_written``, in the transaction of the act."""
    if event.act in _OWN or event.act == Act.SUBMIT:
        return
    publication = Publication.objects.filter(consultation=case, state__in=LIVE_STATES).first()
    if publication is None:
        return
    publication.consultation = case
    reasons = [one for one in barred(case, source_of(case).texts.values()) if one in LASTING]
    if reasons:
        _end(publication, [str(one) for one in reasons])
    elif event.act in SAYS_SOMETHING_ELSE or event.act in ADDS:
        _begin_anew(publication, event.act)


def _end(publication: Publication, reasons: list[str]) -> None:
    """The rules forbid it since: off the board, or never on it."""
    if publication.state == PublicationState.PUBLIC:
        take_off(publication, PublicationAct.TAKE_DOWN, WithdrawnBecause.FORBIDDEN, SYSTEM, Doer.SYSTEM)
        tell_citizen(publication.consultation, Told.HANDLED)
        return
    values = {**EMPTY, "spans": "[]", "note": ""}
    content = {"reasons": reasons}
    changed(publication, PublicationAct.REFUSE, SYSTEM, Doer.SYSTEM, at=clock.now(), said=content, **values)


def _begin_anew(publication: Publication, act: str) -> None:
    if publication.state == PublicationState.PUBLIC:
        if act not in SAYS_SOMETHING_ELSE:
            return
        take_off(publication, PublicationAct.TAKE_DOWN, WithdrawnBecause.ANSWER_CHANGED, SYSTEM, Doer.SYSTEM)
        begin(publication.consultation, SYSTEM, Doer.SYSTEM)
        return
    values = {**EMPTY, "spans": "[]"}
    changed(publication, PublicationAct.BEGIN_ANEW, SYSTEM, Doer.SYSTEM, at=clock.now(), **values)


def forget(case: Consultation) -> Iterable[str]:
    """Erasure: off the board at once, and nothing is left of what was prepared or asked about it."""
    live = Publication.objects.filter(consultation=case, state__in=LIVE_STATES).first()
    if live is not None:
        live.consultation = case
        if live.state == PublicationState.PUBLIC:
            take_off(live, PublicationAct.TAKE_DOWN, WithdrawnBecause.ERASED, SYSTEM, Doer.SYSTEM)
        else:
            changed(live, PublicationAct.REFUSE, SYSTEM, Doer.SYSTEM, at=clock.now(), **EMPTY)
    found = Publication.objects.filter(consultation=case)
    for row in found:
        row.spans, row.content, row.note, row.cleared = "[]", "{}", "", "[]"
        row.save(update_fields=["spans", "content", "note", "cleared"])
    asked = RemovalRequest.objects.filter(publication__consultation=case)
    for request in asked:
        request.text, request.contact, request.salt, request.outcome = "", "", "", ""
        request.save(update_fields=["text", "contact", "salt", "outcome"])
    return ["publication"] if found or PublicationConsent.objects.filter(publication__consultation=case) else []
