"""The answer editor: the resident who has the case, and their back office for the draft. Others' cases are not there."""

from __future__ import annotations

import json

from portal.accounts.models import User
from portal.consultations.models import Answer, AnswerTemplate, Consultation, ResidentInstitution, ResidentStaff
from portal.consultations.services.answers.drafting import save_draft
from tests.consultations import builders
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

RESIDENT, BACK_OFFICE = frozenset({"resident"}), frozenset({"back_office"})
WRITERS = RESIDENT | BACK_OFFICE
SECTION = Section("consultations_editor")
add = SECTION.add


def _staff_of(owner: User) -> ResidentStaff:
    """The owner as a resident, or somebody of the owner's institution, or somebody of another one."""
    if owner.username == "resident":
        found = ResidentStaff.objects.filter(user=owner).first()
        return found or _appointed(owner)
    home = builders.resident_institution()
    if owner.username == "back_office":
        if owner.institution_id is not None:
            home = ResidentInstitution.objects.get_or_create(
                institution=owner.institution, defaults={"joined_on": home.joined_on}
            )[0]
        owner.institution = home.institution
        owner.save(update_fields=["institution"])
    return builders.resident(home)


def _appointed(owner: User) -> ResidentStaff:
    staff = builders.resident()
    ResidentStaff.objects.filter(pk=staff.pk).update(user=owner)
    return ResidentStaff.objects.get(pk=staff.pk)


@thing
def draft_case(world: World, owner: User) -> str:
    """A case in somebody's hands, with a draft of its answer."""
    case = builders.claimed(_staff_of(owner))
    words = {name: getattr(builders.ANSWER, name) for name in ("conclusion", "legal_basis", "reasoning", "next_steps")}
    assert case.assigned_to is not None
    save_draft(case, json.dumps({"words": words}), seen=0, by=case.assigned_to.user)
    return case.receipt_number


@thing
def answered_case(world: World, owner: User) -> str:
    """A case that somebody has answered."""
    return builders.answered(_staff_of(owner)).receipt_number


@thing
def sent_answer(world: World, owner: User) -> int:
    """The answer of that case."""
    name = "own_answered_case" if owner.username in WRITERS else "answered_case"
    number = world.get(name, owner.username)
    return Answer.objects.get(consultation=Consultation.objects.get(receipt_number=number)).pk


@thing
def answer_template(world: World, owner: User) -> int:
    """A template: a resident's own, or an institution's."""
    staff = _staff_of(owner)
    shared = owner.username == "back_office"
    return AnswerTemplate.objects.create(
        resident_institution=staff.resident_institution, staff=None if shared else staff, name="示范模板"
    ).pk


for route in ("workbench/cases/<slug:number>/answer/", "workbench/cases/<slug:number>/answer/preview/"):
    add(route, WRITERS, WRITERS, case="own", things={"number": "own_draft_case"})
    add(route, frozenset(), frozenset(), case="another's", things={"number": "draft_case"}, knows=WRITERS)
CORRECT = "workbench/cases/<slug:number>/answers/<int:pk>/correct/"
OWN = {"number": "own_answered_case", "pk": "own_sent_answer"}
add(CORRECT, RESIDENT, RESIDENT, case="own", things=OWN, knows=BACK_OFFICE)
OTHERS = {"number": "answered_case", "pk": "sent_answer"}
add(CORRECT, frozenset(), frozenset(), case="another's", things=OTHERS, knows=WRITERS)
LAW_READERS = WRITERS | {"expert"}
add("workbench/laws/", LAW_READERS)
add("workbench/laws/cite/", LAW_READERS)
add("workbench/templates/", WRITERS, WRITERS)
add("workbench/templates/new/", WRITERS, WRITERS)
add("workbench/templates/<int:pk>/", WRITERS, WRITERS, case="own", things={"pk": "own_answer_template"})
add(
    "workbench/templates/<int:pk>/",
    frozenset(),
    frozenset(),
    case="another's",
    things={"pk": "answer_template"},
    knows=WRITERS,
)
