"""An account that rests on false data is cancelled after its holder was heard (article 6): one person proposes, the holder
answers, another person decides. Nothing here touches what was asked with the account: receipts and passphrases go on."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.citizens import texts
from portal.accounts.citizens.models import CitizenProfile, Hearing
from portal.accounts.citizens.services.accounts import WrongState, locked, move, note, shut
from portal.accounts.citizens.services.identity import SHORTEST_REASON, demand_reviewer
from portal.accounts.citizens.states import AccountAct, Verification
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.clock import SHANGHAI
from portal.notifications.contacts import Contact
from portal.notifications.services import tell

LONGEST_STATEMENT = 2000


@transaction.atomic
def propose_cancellation(profile: CitizenProfile, reason: str, *, by: Any) -> Hearing:
    """Say what seems false, and ask the holder to answer within ``HEARING_DAYS``. The account stays good meanwhile."""
    demand_reviewer(by)
    _demand_reason(reason, _("请写明哪里可能不实，本人会看到。"))
    profile = locked(profile)
    move(profile, AccountAct.HEARING_OPENED)
    profile.save()
    now = clock.now()
    until = _end_of_day(now + timedelta(days=settings.HEARING_DAYS))
    hearing = Hearing.objects.create(
        profile=profile, reason=reason.strip(), proposed_by=by, proposed_at=now, answer_until=until
    )
    note(profile, AccountAct.HEARING_OPENED, by)
    record(Act.IDENTITY_DECIDED, actor=by, subject=profile, details={"account": profile.account_state})
    _tell(profile, texts.HEARING, f"hearing:{hearing.pk}", {"day": f"{until.astimezone(SHANGHAI):%m月%d日}"})
    return hearing


@transaction.atomic
def hear(profile: CitizenProfile, statement: str) -> Hearing:
    """Keep what the holder says; until it is decided they may say it anew."""
    statement = statement.strip()
    if not statement:
        raise ValidationError({"statement": _("请写下您的说明。")})
    if len(statement) > LONGEST_STATEMENT:
        raise ValidationError({"statement": _("请写在%(count)d字以内。") % {"count": LONGEST_STATEMENT}})
    profile = locked(profile)
    move(profile, AccountAct.HEARD)
    hearing = _open_hearing(profile)
    hearing.statement, hearing.heard_at = statement, clock.now()
    hearing.save()
    note(profile, AccountAct.HEARD)
    return hearing


@transaction.atomic
def cancel(profile: CitizenProfile, reason: str, *, by: Any) -> CitizenProfile:
    """Cancel the account: its sessions end at once, nobody signs in to it again; its questions stay.

    Raises PermissionDenied for who proposed it, WrongState before the holder has answered or could have.
    """
    hearing, profile = _decide(profile, reason, AccountAct.CANCELLED, by)
    if hearing.heard_at is None and clock.now() <= hearing.answer_until:
        raise WrongState(_("本人还没有说明，期限也没有过，不能注销。"))
    if profile.verification == Verification.VERIFIED:
        profile.verification, profile.verified_at, profile.verified_by = Verification.REJECTED, None, ""
    profile.reason = reason.strip()
    profile.save()
    shut(profile)
    _tell(profile, texts.CLOSED, f"cancelled:{hearing.pk}")
    return profile


@transaction.atomic
def keep(profile: CitizenProfile, reason: str, *, by: Any) -> CitizenProfile:
    """Leave the account as it was; PermissionDenied for who proposed to cancel it."""
    _hearing, profile = _decide(profile, reason, AccountAct.KEPT, by)
    profile.save()
    return profile


def open_hearing(profile: CitizenProfile) -> Hearing | None:
    """What is held against an account now."""
    return Hearing.objects.filter(profile=profile, outcome="").first()


def may_decide(hearing: Hearing, by: Any) -> bool:
    """Whether this person may decide: nobody does on what they proposed."""
    return bool(by.pk != hearing.proposed_by_id)


def _decide(profile: CitizenProfile, reason: str, act: AccountAct, by: Any) -> tuple[Hearing, CitizenProfile]:
    demand_reviewer(by)
    _demand_reason(reason, _("请写明决定的理由。"))
    profile = locked(profile)
    move(profile, act)
    hearing = _open_hearing(profile)
    if not may_decide(hearing, by):
        raise PermissionDenied(_("提出的人不能自己决定，请另一位工作人员处理。"))
    hearing.decided_by, hearing.decided_at = by, clock.now()
    hearing.outcome, hearing.decision = act, reason.strip()
    hearing.save()
    note(profile, act, by)
    record(Act.IDENTITY_DECIDED, actor=by, subject=profile, details={"account": profile.account_state})
    return hearing, profile


def _open_hearing(profile: CitizenProfile) -> Hearing:
    return Hearing.objects.select_for_update().get(profile=profile, outcome="")


def _demand_reason(reason: str, words: str) -> None:
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": words})


def _tell(profile: CitizenProfile, text: str, key: str, params: dict[str, object] | None = None) -> None:
    if profile.phone:
        tell(Contact("sms", profile.phone), text, key=key, params=params)


def _end_of_day(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI).replace(hour=23, minute=59, second=59, microsecond=0)
