"""What is typed before it is sent: begun, changed under its lock, erased. Kept 24 hours from its beginning; staff never read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from portal.common import clock
from portal.consultations.asking.content import Content
from portal.consultations.attachments.storage import remove_file
from portal.consultations.models import IntakeDraft

KEPT = timedelta(hours=24)


class DraftGone(Exception):
    """There is no such draft: erased after its 24 hours, sent and noted, or never begun."""


def begin_draft(content: Content) -> IntakeDraft:
    """Keep something that was just begun, for 24 hours."""
    now = clock.now()
    return IntakeDraft.objects.create(content=content.as_json(), created_at=now, updated_at=now, expires_at=now + KEPT)


def read_draft(key: str) -> tuple[IntakeDraft, Content]:
    """A draft by the key of a session. Raises DraftGone; one whose time is over is gone, swept away or not."""
    return _opened(IntakeDraft.objects.all(), key)


@contextmanager
def changed_draft(key: str) -> Iterator[tuple[IntakeDraft, Content]]:
    """Change a draft: what is done to its content inside is saved at the end. Two tabs wait for each other.

    Raises DraftGone. An exception inside saves nothing.
    """
    with transaction.atomic():
        draft, content = _opened(IntakeDraft.objects.select_for_update(), key)
        yield draft, content
        draft.content, draft.updated_at = content.as_json(), clock.now()
        draft.save(update_fields=["content", "updated_at", "expires_at"])


@transaction.atomic
def discard_draft(key: str) -> None:
    """Erase a draft with its files, at once; one that is gone already is no fault."""
    try:
        draft = IntakeDraft.objects.select_for_update().get(pk=uuid.UUID(key))
    except (IntakeDraft.DoesNotExist, ValueError):
        return
    for attachment in draft.attachments.filter(removed_at__isnull=True):
        remove_file(attachment)
    draft.delete()


def _opened(drafts: QuerySet[IntakeDraft], key: str) -> tuple[IntakeDraft, Content]:
    try:
        draft = drafts.get(pk=uuid.UUID(key), expires_at__gt=clock.now())
    except (IntakeDraft.DoesNotExist, ValidationError, ValueError) as missing:
        raise DraftGone from missing
    return draft, Content.from_json(draft.content)
