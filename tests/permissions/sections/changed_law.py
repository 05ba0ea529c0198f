"""Answers in doubt: the resident who has the case, the back office of who is gone, supervisors; who may say that one is wrong."""

from __future__ import annotations

from portal.accounts.models import User
from portal.changed_law.models import SecondLook
from portal.common import clock
from portal.consultations.models import Answer, Consultation
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

RESIDENT, OFFICE = frozenset({"resident"}), frozenset({"back_office"})
SUPERVISOR = frozenset({"supervisor"})
PORTAL = frozenset({"moderator", "supervisor"})
HERE = RESIDENT | OFFICE | SUPERVISOR
SECTION = Section("changed_law")
add = SECTION.add


@thing
def look_at_answer(world: World, owner: User) -> int:
    """An answer in doubt: of the owner's case, or of somebody else's."""
    name = "own_answered_case" if owner.username in ("resident", "back_office") else "answered_case"
    case = Consultation.objects.get(receipt_number=world.get(name, owner.username))
    answer = Answer.objects.filter(consultation=case).latest("pk")
    change = {"instrument_slug": "shi-fan", "locator": "1", "digest_now": "gone"}
    told = {"written": "示范法第一条", "read_on": clock.today(), "state": "gone", "raised_at": clock.now()}
    look, _made = SecondLook.objects.get_or_create(
        answer=answer, consultation=case, because="law", **change, defaults=told
    )
    return look.pk


@thing
def answer_to_doubt(world: World, owner: User) -> int:
    """The answer of the case that is the actor's own, whoever they are."""
    number = world.get("own_answered_case", owner.username)
    return Answer.objects.get(consultation=Consultation.objects.get(receipt_number=number)).pk


ONE = "workbench/changed-law/<int:pk>/"
add("workbench/changed-law/", HERE)
# The resident of the back office's case is there: it is not the office's to decide.
add(ONE, RESIDENT | SUPERVISOR, RESIDENT | SUPERVISOR, case="own", things={"pk": "own_look_at_answer"}, knows=OFFICE)
add(ONE, SUPERVISOR, SUPERVISOR, case="another's", things={"pk": "look_at_answer"}, knows=RESIDENT | OFFICE)
DOUBT = "workbench/changed-law/doubt/<slug:number>/<int:pk>/"
OWN = {"number": "own_answered_case", "pk": "own_answer_to_doubt"}
OTHERS = {"number": "answered_case", "pk": "sent_answer"}
ROUND = frozenset({"institution_publisher", "expert", "auditor", "administrator"})
add(DOUBT, PORTAL | RESIDENT, PORTAL | RESIDENT, case="own", things=OWN, knows=OFFICE | ROUND)
add(DOUBT, PORTAL, PORTAL, case="another's", things=OTHERS, knows=RESIDENT | OFFICE | ROUND)
