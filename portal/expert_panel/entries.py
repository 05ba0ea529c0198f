"""The panel's rooms on the workbench's landing page, with what waits in each."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.common.workbench import add_entry
from portal.consultations.models.querysets import ANSWER, MODERATE, SUPERVISE
from portal.consultations.policies import resident_of
from portal.expert_panel.membership import KEEP, REVIEW, member_of
from portal.expert_panel.models import ExpertReferral, ReferralState, SuggestionState, TrainingTry
from portal.expert_panel.services.proposals import proposals_for
from portal.expert_panel.services.reviewing import open_reviews
from portal.expert_panel.services.suggesting import suggestions_of
from portal.expert_panel.services.training import cases_for, cases_open_to


def owed_by_expert(user: Any) -> int:
    """Referrals and reviews that wait for an expert."""
    member = member_of(user)
    if member is None:
        return 0
    held = ExpertReferral.objects.filter(expert=member, state=ReferralState.FORWARDED)
    return held.count() + open_reviews(member).count()


def to_be_forwarded(user: Any) -> int:
    """Requests for an expert that wait for a moderator."""
    return proposals_for(user).count()


def to_be_answered(user: Any) -> int:
    """Suggestions that wait for a resident."""
    return suggestions_of(user).filter(state=SuggestionState.OPEN).count()


def to_be_tried(user: Any) -> int:
    """Training cases that a resident has not tried."""
    staff = resident_of(user)
    if staff is None:
        return 0
    return cases_for(staff).exclude(pk__in=TrainingTry.objects.filter(staff=staff).values("case")).count()


def to_be_released(user: Any) -> int:
    """Training cases that wait for a supervisor."""
    return cases_open_to(user).filter(released_at__isnull=True).count()


def register() -> None:
    """Called from ``AppConfig.ready``."""
    add_entry("panel", _("专家组：转交和审阅"), "panel/", REVIEW, 10, owed_by_expert)
    add_entry("panel-proposals", _("提请专家组的咨询"), "panel/proposals/", MODERATE, 6, to_be_forwarded)
    add_entry("panel-suggestions", _("专家组的修改意见"), "panel/suggestions/", ANSWER, 22, to_be_answered)
    add_entry("panel-training", _("培训案例"), "panel/training/", ANSWER, 42, to_be_tried)
    add_entry("panel-oversight", _("未采纳的修改意见"), "panel/suggestions/", SUPERVISE, 22)
    add_entry("panel-candidates", _("培训案例的审定"), "panel/training/", SUPERVISE, 42, to_be_released)
    add_entry("panel-agreement", _("专家尺度是否一致"), "panel/agreement/", SUPERVISE, 49)
    add_entry("panel-members", _("专家组成员"), "panel/members/", KEEP, 61)
