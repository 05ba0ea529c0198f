"""Telling the people of the panel, and those who wait for them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.consultations.models import Deadline
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.neighbours import Owed
from portal.expert_panel.models import ExpertReferral, PanelMember, ReferralState
from portal.notifications.services import notify

HOME = "/workbench/panel/"
PROPOSALS = "/workbench/panel/proposals/"
SUGGESTIONS = "/workbench/panel/suggestions/"


def referral_url(referral: ExpertReferral) -> str:
    """Where the expert reads a referred case."""
    return f"{HOME}referrals/{referral.consultation.receipt_number}/"


def tell_expert_of_referral(referral: ExpertReferral) -> None:
    """A case was forwarded to them."""
    assert referral.expert is not None
    notify([referral.expert.user], _("有一件咨询转交您办理。"), url=referral_url(referral))


def tell_expert_of_review(member: PanelMember, url: str) -> None:
    """An answer waits for their review; nothing says whose."""
    notify([member.user], _("有一份答复请您审阅。"), url=url)


def tell_expert(member: PanelMember, words: str) -> None:
    """Anything else."""
    notify([member.user], words, url=HOME)


def owed_by_experts(deadline: Deadline) -> Owed | None:
    """Who owes a referral's deadline: the expert who has it."""
    if deadline.kind != DeadlineKind.EXPERT_REFERRAL:
        return None
    referral = _open_referral(deadline.consultation)
    if referral is None or referral.expert is None:
        return None
    return Owed((referral.expert.user,), referral_url(referral))


def _open_referral(case: Any) -> ExpertReferral | None:
    rows = ExpertReferral.objects.filter(consultation=case, state=ReferralState.FORWARDED)
    return rows.select_related("expert__user", "consultation").first()
