"""What the record says of the panel's words (``records.claims``), and what its acts are called (``record_words``)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _t

from portal.consultations.models import Consultation
from portal.consultations.record_words import Said, register_acts
from portal.consultations.records.claims import Kept, TextKind, register_text_kind
from portal.consultations.services.case.recording import salted_digest
from portal.expert_panel.models import AnswerReview, RevisionSuggestion
from portal.expert_panel.services import answering, referring, suggesting


def _kept(salt: str, text: str) -> Kept:
    return Kept(not salt, salted_digest(salt, text))


def _suggestion(row: RevisionSuggestion) -> Kept:
    return Kept(not row.salt, suggesting.digest_of_suggestion(row))


def _referrals(case: Any) -> Any:
    return case.expert_referrals.all()


def _decided_referrals(case: Any) -> Any:
    return case.expert_referrals.exclude(words_salt="")


def _suggestions(case: Consultation) -> Any:
    return RevisionSuggestion.objects.filter(answer__consultation=case)


def _declined(case: Consultation) -> Any:
    return _suggestions(case).exclude(reason_salt="")


def _taken_over(case: Consultation) -> Any:
    return AnswerReview.objects.filter(answer__consultation=case).exclude(direct_salt="")


def register() -> None:
    """Called from ``AppConfig.ready``."""
    register_text_kind(TextKind("referral", "note", _referrals, lambda row: _kept(row.note_salt, row.note)))
    register_text_kind(
        TextKind("referral_words", "words", _decided_referrals, lambda row: _kept(row.words_salt, row.words))
    )
    register_text_kind(TextKind("suggestion", "suggested", _suggestions, _suggestion))
    register_text_kind(
        TextKind("suggestion_reason", "declined", _declined, lambda row: _kept(row.reason_salt, row.reason))
    )
    register_text_kind(
        TextKind("review", "direct_reason", _taken_over, lambda row: _kept(row.direct_salt, row.direct_reason))
    )
    register_acts(
        {
            referring.PROPOSED: Said(_t("律师提请专家组"), _t("律师提请专家组帮助解答")),
            referring.DECLINED: Said(_t("没有转交专家组"), _t("没有转交专家组，由律师答复")),
            referring.REASSIGNED: Said(_t("换一名专家办理"), _t("换了一名专家办理")),
            suggesting.SUGGESTED: Said(_t("专家组提出修改意见")),
            suggesting.ACCEPTED: Said(_t("律师采纳了修改意见")),
            suggesting.DECLINED: Said(_t("律师没有采纳修改意见")),
            answering.TAKES_OVER: Said(_t("专家组决定直接答复")),
        }
    )
