"""The life of an application (article 12) as data: which act leads from where to where, and who may do it.

Pages, admin and tests read this table; ``services`` is the only code that walks it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

APPLY = "institution_notices.add_noticeapplication"
DECIDE = "institution_notices.decide_noticeapplication"


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回修改")
    REFUSED = "refused", _("不予发布")
    APPROVED = "approved", _("已发布")


class Act(StrEnum):
    """What a person does to an application."""

    WRITE = "write"
    DISCARD = "discard"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    RETURN = "return"
    REFUSE = "refuse"
    APPROVE = "approve"


ACT_LABELS = {
    Act.WRITE: _("修改"),
    Act.DISCARD: _("删除草稿"),
    Act.SUBMIT: _("提交申请"),
    Act.TAKE_BACK: _("撤回修改"),
    Act.RETURN: _("退回"),
    Act.REFUSE: _("不予发布"),
    Act.APPROVE: _("批准并发布"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """An act: where it may begin, where it leads (None: nowhere else), the permission it takes, whether it is for the
    institution's own people, and whether a reason must be given."""

    begins: frozenset[str]
    leads_to: ApplicationState | None
    permission: str
    is_own: bool = False
    wants_reason: bool = False


_WRITABLE = frozenset({ApplicationState.DRAFT, ApplicationState.RETURNED})
_SUBMITTED = frozenset({ApplicationState.SUBMITTED})

TRANSITIONS: dict[Act, Transition] = {
    Act.WRITE: Transition(_WRITABLE, None, APPLY, is_own=True),
    Act.DISCARD: Transition(frozenset({ApplicationState.DRAFT}), None, APPLY, is_own=True),
    Act.SUBMIT: Transition(_WRITABLE, ApplicationState.SUBMITTED, APPLY, is_own=True),
    Act.TAKE_BACK: Transition(_SUBMITTED, ApplicationState.DRAFT, APPLY, is_own=True),
    Act.RETURN: Transition(_SUBMITTED, ApplicationState.RETURNED, DECIDE, wants_reason=True),
    Act.REFUSE: Transition(_SUBMITTED, ApplicationState.REFUSED, DECIDE, wants_reason=True),
    Act.APPROVE: Transition(_SUBMITTED, ApplicationState.APPROVED, DECIDE),
}
