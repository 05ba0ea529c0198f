"""People of an institution and what they ask for."""

from __future__ import annotations

import itertools
from typing import Any

from cms.directory.models import Institution
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.services import applying

_numbers = itertools.count(1)
VALUES = {
    "notice_kind": "notice",
    "title": "示范中心国庆期间值班安排",
    "summary": "国庆期间照常接待。",
    "text": "第一段。\n\n第二段，\n另一行。",
    "holds_until": None,
}


def person(role: str, institution: Institution | None = None) -> User:
    """Somebody with a role, of an institution where one is given."""
    name = f"{role}-{next(_numbers)}"
    user = User.objects.create_user(
        name, f"{name}@example.invalid", "secret-enough-1", display_name=f"示范{name}", institution=institution
    )
    user.groups.add(group_of(role))
    return User.objects.get(pk=user.pk)


def draft(by: User, **values: Any) -> NoticeApplication:
    """A draft of a person's institution."""
    return applying.write_application({**VALUES, **values}, by=by)


def submitted(by: User, **values: Any) -> NoticeApplication:
    """One that waits for an editor."""
    return applying.submit_application(draft(by, **values), by=by)
