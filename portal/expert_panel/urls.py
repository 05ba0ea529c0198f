"""Addresses of 专家组, all of them in the workbench."""

from django.urls import URLPattern, URLResolver, include, path

from portal.expert_panel.views import (
    agreement,
    answering,
    expert,
    members,
    referring,
    reviewing,
    suggesting,
    training,
)

_panel = [
    path("", expert.panel, name="panel"),
    path("referrals/<slug:number>/", expert.referral, name="panel_referral"),
    path("referrals/<slug:number>/return/", expert.give_back, name="panel_return"),
    path("referrals/<slug:number>/recuse/", expert.keep_away, name="panel_referral_recuse"),
    path("referrals/<slug:number>/answer/", answering.answer_referral, name="panel_answer"),
    path("reviews/<int:pk>/", reviewing.review, name="panel_review"),
    path("reviews/<int:pk>/recuse/", reviewing.keep_away, name="panel_review_recuse"),
    path("reviews/<int:pk>/answer/", answering.answer_review, name="panel_review_answer"),
    path("proposals/", referring.proposals, name="panel_proposals"),
    path("proposals/<int:pk>/", referring.proposal, name="panel_proposal"),
    path("suggestions/", suggesting.suggestions, name="panel_suggestions"),
    path("suggestions/<int:pk>/", suggesting.suggestion, name="panel_suggestion"),
    path("training/", training.cases, name="panel_training"),
    path("training/<int:pk>/", training.case, name="panel_training_case"),
    path("agreement/", agreement.agreement, name="panel_agreement"),
    path("members/", members.members, name="panel_members"),
    path("members/appoint/", members.appoint, name="panel_appoint"),
    path("members/<int:pk>/", members.member, name="panel_member"),
]
urlpatterns: list[URLPattern | URLResolver] = [path("workbench/panel/", include(_panel))]
