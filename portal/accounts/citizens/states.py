"""Where an account and its real identity stand; words and moves as data."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

REVIEW = "accounts.review_identity"
"""The permission to look at identity data and to decide on them and on false accounts."""


class AccountState(TextChoices):
    """Whether an account is good."""

    ACTIVE = "active", _("正常")
    UNDER_HEARING = "under_hearing", _("等待本人说明")
    CANCELLED = "cancelled", _("已注销")
    CLOSED = "closed", _("本人已删除")


class Verification(TextChoices):
    """What is known of the real identity."""

    UNVERIFIED = "unverified", _("未核验")
    NEEDS_REVIEW = "needs_review", _("等待人工核验")
    VERIFIED = "verified", _("已核验")
    REJECTED = "rejected", _("未通过核验")


class AccountAct(TextChoices):
    """What is done to an account; kept as its events."""

    OPENED = "opened", _("开通账户")
    PHONE_CHANGED = "phone_changed", _("更换手机号码")
    PHONE_LEFT = "phone_left", _("手机号码久未验证，已与账户分开")
    IDENTITY_GIVEN = "identity_given", _("填写身份信息")
    IDENTITY_VERIFIED = "identity_verified", _("身份信息通过核验")
    IDENTITY_REJECTED = "identity_rejected", _("身份信息未通过核验")
    IDENTITY_SUPERSEDED = "identity_superseded", _("同一证件已在另一账户核验")
    HEARING_OPENED = "hearing_opened", _("发现信息可能不实，请本人说明")
    HEARD = "heard", _("本人作出说明")
    KEPT = "kept", _("核实后保留账户")
    CANCELLED = "cancelled", _("注销账户")
    CLOSED = "closed", _("本人删除账户")


@dataclass(frozen=True, slots=True)
class Move:
    """An act on an account: where it may begin, where it leads."""

    begins: frozenset[AccountState]
    leads_to: AccountState


_OPEN = frozenset({AccountState.ACTIVE, AccountState.UNDER_HEARING})
_HEARING = frozenset({AccountState.UNDER_HEARING})
MOVES = {
    AccountAct.HEARING_OPENED: Move(frozenset({AccountState.ACTIVE}), AccountState.UNDER_HEARING),
    AccountAct.HEARD: Move(_HEARING, AccountState.UNDER_HEARING),
    AccountAct.KEPT: Move(_HEARING, AccountState.ACTIVE),
    AccountAct.CANCELLED: Move(_HEARING, AccountState.CANCELLED),
    AccountAct.CLOSED: Move(_OPEN, AccountState.CLOSED),
}
"""No account is cancelled that was not under hearing before: the table knows no such move."""
MAY_SIGN_IN = _OPEN
