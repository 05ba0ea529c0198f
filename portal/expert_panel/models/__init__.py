"""The expert panel's tables, one concern a module."""

from portal.expert_panel.models.members import PanelMember, PanelRecusal, PanelTerm
from portal.expert_panel.models.referrals import ExpertReferral, ReferralReason, ReferralState
from portal.expert_panel.models.reviews import (
    AnswerReview,
    Criterion,
    Mark,
    Overall,
    ReviewMark,
    ReviewSample,
    SampledBecause,
)
from portal.expert_panel.models.settings import PanelSettings
from portal.expert_panel.models.suggestions import RevisionSuggestion, SuggestionState
from portal.expert_panel.models.training import TrainingCase, TrainingTry

__all__ = [
    "AnswerReview",
    "Criterion",
    "ExpertReferral",
    "Mark",
    "Overall",
    "PanelMember",
    "PanelRecusal",
    "PanelSettings",
    "PanelTerm",
    "ReferralReason",
    "ReferralState",
    "ReviewMark",
    "ReviewSample",
    "RevisionSuggestion",
    "SampledBecause",
    "SuggestionState",
    "TrainingCase",
    "TrainingTry",
]
