"""Drafts of an answer, for the institution's people alone (article 17): kept by revision, so that colleagues who write at the
same time never overwrite each other unawares. That somebody began to write stands in the record; the words, which go when the
answer is sent, do not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import Actor
from portal.consultations.models import AnswerDraft, Consultation
from portal.consultations.policies import parties_of
from portal.consultations.services.answers.noting import signed_inside
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.recording import write_event
from portal.consultations.states import Party

DRAFTED = "internal_draft"
"""The event of a stretch of writing: who began it, when, and at which revision."""
STRETCH = timedelta(minutes=30)
"""Whoever saves again within this time is still writing: the script saves every few seconds."""
WRITERS = frozenset({Party.RESIDENT, Party.BACK_OFFICE})


class DraftConflict(Exception):
    """Somebody saved in between; ``draft`` is theirs."""

    def __init__(self, draft: AnswerDraft) -> None:
        super().__init__(_("同事刚刚改过这份草稿。"))
        self.draft = draft


def may_write(by: Actor, case: Consultation) -> bool:
    """Whether somebody may read and write the draft: who has the case, and their back office."""
    return bool(parties_of(by, case) & WRITERS)


def draft_of(case: Consultation) -> AnswerDraft | None:
    """The draft of the institution that has the case; what another firm left behind is nobody's any more."""
    if case.assigned_to is None:
        return None
    found = AnswerDraft.objects.select_related("edited_by").filter(
        consultation=case,
        resident_institution=case.assigned_to.resident_institution_id,
    )
    return found.first()


def save_draft(case: Consultation, content: str, *, seen: int, by: Any) -> AnswerDraft:
    """Keep what was written. ``seen`` is the revision it was written on, 0 where there was none.

    Raises DraftConflict where somebody saved other words in between, PermissionDenied for others than the institution's.
    """
    with transaction.atomic():
        case = locked(case)
        if not may_write(by, case):
            raise PermissionDenied(_("这份草稿只有办理机构的人可以修改。"))
        draft = draft_of(case)
        if draft is not None and draft.content == content:
            return draft
        if draft is not None and draft.revision != seen:
            raise DraftConflict(draft)
        at = clock.now()
        begins = begins_stretch(draft, by, at)
        kept = _write(case, draft, content, by, at)
        if begins:
            write_event(case, DRAFTED, signed_inside(by, case), at=at, content={"revision": kept.revision})
        return kept


def begins_stretch(draft: AnswerDraft | None, by: Any, at: datetime) -> bool:
    """Whether saving now is the beginning of a stretch of writing: the first words, another person's, or after a rest."""
    return draft is None or draft.edited_by_id != by.pk or at - draft.updated_at >= STRETCH


def _write(case: Consultation, draft: AnswerDraft | None, content: str, by: Any, at: datetime) -> AnswerDraft:
    assert case.assigned_to is not None  # who may write has the case, or is of the institution that has it
    values = {
        "resident_institution": case.assigned_to.resident_institution,
        "content": content,
        "edited_by": by,
        "revision": draft.revision + 1 if draft is not None else 1,
        "updated_at": at,
    }
    return AnswerDraft.objects.update_or_create(consultation=case, defaults=values)[0]
