"""People and pieces of the expert panel, made through its own services."""

from __future__ import annotations

from typing import Any

from portal.consultations.models import Answer, Consultation, ResidentStaff
from portal.expert_panel.models import (
    AnswerReview,
    Criterion,
    ExpertReferral,
    Mark,
    PanelMember,
    PanelSettings,
    SampledBecause,
)
from portal.expert_panel.services import appointing, referring, reviewing, sampling
from portal.expert_panel.services.suggesting import Suggested
from tests.consultations import builders

GOOD = {str(code): (int(Mark.GOOD), "") for code in Criterion}
SUGGESTED = Suggested(why="漏了经济补偿。", conclusion="公司应当支付拖欠的工资和经济补偿。")


def settle(**values: Any) -> PanelSettings:
    """Nothing is sampled but what a test asks for."""
    limits = PanelSettings.load()
    chosen = {"sampling_percent": 0, "double_percent": 0, "first_answers": 0} | values
    for name, value in chosen.items():
        setattr(limits, name, value)
    limits.save()
    return limits


def expert(*topics: str, user: Any = None, **terms: Any) -> PanelMember:
    """A member of the panel from today on."""
    chosen = appointing.Terms([builders.topic(code) for code in topics], **terms)
    account = user or builders.person("expert")
    return appointing.appoint(account, chosen, by=builders.person("supervisor"))


def proposed(staff: ResidentStaff | None = None, reason: str = "disputed", **values: Any) -> ExpertReferral:
    """A case whose resident asks for an expert."""
    case = builders.claimed(staff, **values)
    assert case.assigned_to is not None
    return referring.propose(case, reason, "两种意见都有法院采用。", by=case.assigned_to.user)


def forwarded(staff: ResidentStaff | None = None, **values: Any) -> ExpertReferral:
    """A case that is with an expert; there must be one."""
    return referring.forward(proposed(staff, **values), by=builders.person("moderator"))


def answer_of(case: Consultation) -> Answer:
    """Its latest answer."""
    found = Answer.objects.filter(consultation=case).order_by("-pk").first()
    assert found is not None
    return found


def sampled(case: Consultation | None = None, because: SampledBecause = SampledBecause.COMPLAINT) -> list[AnswerReview]:
    """The reviews of a sampled answer."""
    drawn = sampling.sample_because(case or builders.answered(), because)
    return list(AnswerReview.objects.filter(sample=drawn).order_by("pk")) if drawn is not None else []


def finished(review: AnswerReview, marks: Any = None, overall: str = "sound", **more: Any) -> AnswerReview:
    """A review that its expert has done."""
    return reviewing.finish(review, marks or GOOD, overall, "", by=review.expert.user, **more)


def marks(value: int = 3, **changed: int) -> dict[str, tuple[int, str]]:
    """The same mark by each criterion, but for those named."""
    chosen = {str(code): value for code in Criterion} | changed
    return {code: (mark, "漏了一条。" if mark == 1 else "") for code, mark in chosen.items()}


def fresh(case: Consultation) -> Consultation:
    """The case as it is now."""
    return Consultation.objects.get(pk=case.pk)
