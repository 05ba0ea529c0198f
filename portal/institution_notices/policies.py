"""Who may do what to an application, read from ``states.TRANSITIONS``."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from portal.institution_notices.models import NoticeApplication
from portal.institution_notices.states import TRANSITIONS, Act, ApplicationState


class WrongState(ValidationError):
    """The application is not where this act may begin."""


def may(actor: Any, act: Act, application: NoticeApplication) -> bool:
    """Whether a person may do an act to an application at all, whatever its state."""
    transition = TRANSITIONS[act]
    if actor is None or not actor.is_active or not actor.has_perm(transition.permission):
        return False
    if transition.is_own:
        return bool(actor.institution_id) and actor.institution_id == application.institution_id
    # Nobody decides on what their own institution asks for.
    return actor.institution_id != application.institution_id


def demand(actor: Any, act: Act, application: NoticeApplication) -> None:
    """Raise PermissionDenied or WrongState unless a person may do an act to an application now."""
    if not may(actor, act, application):
        raise PermissionDenied(_("您没有进行这一操作的权限。"))
    if application.state not in TRANSITIONS[act].begins:
        label = ApplicationState(application.state).label
        raise WrongState(_("申请现在是“%(state)s”，不能进行这一操作。可能刚刚有人处理过，请刷新。") % {"state": label})


def acts_for(actor: Any, application: NoticeApplication) -> list[Act]:
    """What a page offers a person."""
    return [
        act
        for act, transition in TRANSITIONS.items()
        if application.state in transition.begins and may(actor, act, application)
    ]
