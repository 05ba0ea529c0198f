"""A signed, expiring word that shows one draft to another front end, and nothing else.

It names one revision: what is typed later is not shown, and a revision that is gone shows nothing. Whoever has the word may
read; it is therefore short-lived, never kept by caches, and written into the audit log when it is given.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.models import Page, Revision, RevisionMixin

from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record

SALT = "fawang.draft"
LASTS = timedelta(hours=1)


class TokenExpired(Exception):
    """The word was good once."""


class TokenInvalid(Exception):
    """The word was never given by us, or its draft is gone."""


def may_share(thing: RevisionMixin, user: Any) -> bool:
    """Whether somebody may show drafts of a page or snippet to others: who may edit it."""
    if isinstance(thing, Page):
        return bool(thing.permissions_for_user(user).can_edit())
    return bool(user.has_perm(f"{thing._meta.app_label}.change_{thing._meta.model_name}"))


def issue(thing: RevisionMixin, *, by: Any) -> tuple[str, datetime]:
    """Give a token for the latest draft of a page or snippet, and when it ends; PermissionDenied for who may not edit it,
    TokenInvalid where nothing was ever saved."""
    if not may_share(thing, by):
        raise PermissionDenied
    revision = thing.get_latest_revision()
    if revision is None:
        raise TokenInvalid
    with transaction.atomic():
        record(Act.DRAFT_SHARED, actor=by, subject=thing, details={"revision": revision.pk})
    ends = clock.now() + LASTS
    return signing.dumps({"revision": revision.pk, "ends": ends.timestamp()}, salt=SALT), ends


def draft_of(token: str) -> tuple[Any, datetime]:
    """Give the draft a token shows, as it was when the token was given, and when the token ends.

    Raises ``TokenExpired`` and ``TokenInvalid``.
    """
    try:
        said = signing.loads(token, salt=SALT)
        key, ends = said["revision"], datetime.fromtimestamp(said["ends"], UTC)
    except (signing.BadSignature, KeyError, TypeError, ValueError) as error:
        raise TokenInvalid from error
    if ends <= clock.now():
        raise TokenExpired
    revision = Revision.objects.filter(pk=key).first()
    if revision is None or revision.content_object is None:
        raise TokenInvalid
    return revision.as_object(), ends
