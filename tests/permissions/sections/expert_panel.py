"""The expert panel: experts at their own referrals and reviews, moderators, residents, supervisors, who appoints."""

from __future__ import annotations

from portal.accounts.models import User
from portal.expert_panel.models import (
    ExpertReferral,
    PanelMember,
    PanelSettings,
    RevisionSuggestion,
    SampledBecause,
    TrainingCase,
)
from portal.expert_panel.services import reviewing, sampling, training
from tests.consultations import builders
from tests.expert_panel import panel
from tests.permissions.actors import ADMIN_STAFF, ADMINISTRATOR, NOBODY
from tests.permissions.declaring import Section
from tests.permissions.sections.consultations_editor import _staff_of
from tests.permissions.world import World, thing

EXPERT, MODERATOR = frozenset({"expert"}), frozenset({"moderator"})
RESIDENT, SUPERVISOR = frozenset({"resident"}), frozenset({"supervisor"})
KEEPERS = SUPERVISOR | ADMINISTRATOR
SECTION = Section("expert_panel")
add = SECTION.add


def _member(owner: User) -> PanelMember:
    """The owner as a member of the panel, or somebody else."""
    panel.settle()
    if owner.username != "expert":
        return panel.expert()
    found = PanelMember.objects.filter(user=owner).first()
    return found or panel.expert(user=owner)


@thing
def referred_case(world: World, owner: User) -> str:
    """A case that an expert has: the owner, or somebody else."""
    member = _member(owner)
    referral = panel.forwarded()
    if referral.expert != member:
        ExpertReferral.objects.filter(pk=referral.pk).update(expert=member)
    return referral.consultation.receipt_number


def _review(owner: User) -> int:
    member = _member(owner)
    drawn = sampling.sample_because(builders.answered(), SampledBecause.COMPLAINT)
    assert drawn is not None
    review = drawn.reviews.get()
    type(review).objects.filter(pk=review.pk).update(expert=member)
    return review.pk


@thing
def panel_review(world: World, owner: User) -> int:
    """A review that an expert has to do."""
    return _review(owner)


@thing
def done_review(world: World, owner: User) -> int:
    """A review that an expert has done."""
    pk = _review(owner)
    review = reviewing.AnswerReview.objects.select_related("expert__user").get(pk=pk)
    panel.finished(review)
    return pk


@thing
def proposal(world: World, owner: User) -> int:
    """A request for an expert."""
    panel.settle()
    panel.expert()
    return panel.proposed().pk


@thing
def suggestion(world: World, owner: User) -> int:
    """A suggestion that waits for the owner as a resident, or for another."""
    panel.settle()
    panel.expert()
    (review,) = panel.sampled(builders.answered(_staff_of(owner)))
    panel.finished(review, suggested=panel.SUGGESTED)
    return RevisionSuggestion.objects.get(review=review).pk


@thing
def training_case(world: World, owner: User) -> int:
    """A training case that waits for a supervisor."""
    return _disagreement().pk


@thing
def released_case(world: World, owner: User) -> int:
    """One that residents may try; the resident of the matrix is one."""
    _staff_of(world.users["resident"])
    return training.release(_disagreement(), "", by=builders.person("supervisor")).pk


def _disagreement() -> TrainingCase:
    panel.settle(double_percent=100)
    panel.expert()
    panel.expert()
    first, second = panel.sampled()
    panel.finished(first)
    panel.finished(second, panel.marks(2))
    panel.settle()
    return TrainingCase.objects.get(sample=first.sample)


@thing
def panel_member(world: World, owner: User) -> int:
    """A member of the panel."""
    return panel.expert().pk


@thing
def panel_settings(world: World, owner: User) -> int:
    return PanelSettings.load().pk


P = "workbench/panel/"
add(P, EXPERT)
OWN, OTHERS = {"number": "own_referred_case"}, {"number": "referred_case"}
CASE = f"{P}referrals/<slug:number>/"
for route, reads, sends in (
    (CASE, True, None),
    (f"{CASE}return/", True, {"words": "请按通说答复。"}),
    (f"{CASE}recuse/", False, {}),
    (f"{CASE}answer/", True, {"do": "preview"}),
):
    may = EXPERT if sends is not None else None
    reading = EXPERT if reads else None
    add(route, reading, may, case="own", things=OWN, data=sends or {})
    nobody = NOBODY if may is not None else None
    add(route, NOBODY if reads else None, nobody, case="another's", things=OTHERS, data=sends or {}, knows=EXPERT)
REVIEW = f"{P}reviews/<int:pk>/"
MINE, THEIRS = {"pk": "own_panel_review"}, {"pk": "panel_review"}
add(REVIEW, EXPERT, EXPERT, case="own", things=MINE)
add(REVIEW, NOBODY, NOBODY, case="another's", things=THEIRS, knows=EXPERT)
add(f"{REVIEW}recuse/", None, EXPERT, case="own", things=MINE)
add(f"{REVIEW}recuse/", None, NOBODY, case="another's", things=THEIRS, knows=EXPERT)
add(f"{REVIEW}answer/", EXPERT, EXPERT, case="own", things={"pk": "own_done_review"})
add(f"{REVIEW}answer/", NOBODY, NOBODY, case="another's", things={"pk": "done_review"}, knows=EXPERT)
add(f"{REVIEW}answer/", NOBODY, NOBODY, case="not done", things=MINE, knows=EXPERT)
add(f"{P}proposals/", MODERATOR)
add(f"{P}proposals/<int:pk>/", MODERATOR, MODERATOR, things={"pk": "proposal"}, data={"do": "forward"})
add(f"{P}suggestions/", RESIDENT | SUPERVISOR)
ONE = f"{P}suggestions/<int:pk>/"
ANSWERABLE = {"things": {"pk": "own_suggestion"}, "data": {"do": "accept"}, "idle": SUPERVISOR}
add(ONE, RESIDENT | SUPERVISOR, RESIDENT, case="own", **ANSWERABLE)
SEEN = {"things": {"pk": "suggestion"}, "data": {"do": "accept"}, "knows": RESIDENT, "idle": SUPERVISOR}
add(ONE, SUPERVISOR, NOBODY, case="another's", **SEEN)
add(f"{P}training/", RESIDENT | SUPERVISOR)
TRAINING = f"{P}training/<int:pk>/"
add(TRAINING, SUPERVISOR, SUPERVISOR, case="candidate", things={"pk": "training_case"}, knows=RESIDENT)
add(TRAINING, RESIDENT | SUPERVISOR, RESIDENT | SUPERVISOR, case="released", things={"pk": "released_case"})
add(f"{P}agreement/", SUPERVISOR)
add(f"{P}agreement/", SUPERVISOR, case="export", query="?export=csv")
add(f"{P}members/", KEEPERS, steps_up="send")
add(f"{P}members/appoint/", KEEPERS, KEEPERS, steps_up="send")
add(f"{P}members/<int:pk>/", KEEPERS, KEEPERS, things={"pk": "panel_member"}, data={"do": "end"}, steps_up="send")
KIND = "admin/settings/<slug:app_name>/<slug:model_name>/"
FILLED = {"app_name": "=expert_panel", "model_name": "=panelsettings", "pk": "panel_settings"}
add(KIND, ADMIN_STAFF, ADMIN_STAFF, case="expert_panel/panelsettings", things=FILLED)
add(f"{KIND}<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, case="of the panel", things=FILLED)
