"""Moderators screen; the table of authorities."""

from __future__ import annotations

from portal.accounts.models import User
from portal.consultations.models import Consultation
from tests.consultations.screening import cases
from tests.permissions.actors import ADMINISTRATOR, NOBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

MODERATORS = frozenset({"moderator"})
SUPERVISORS = frozenset({"supervisor"})
SCREENERS = MODERATORS | SUPERVISORS
SECTION = Section("consultations_screening")
add = SECTION.add


@thing
def held_case(world: World, owner: User) -> str:
    """A flagged question; ``own_``: one that this person asked themselves."""
    return _held(owner).receipt_number


@thing
def held_flag(world: World, owner: User) -> str:
    held = Consultation.objects.get(receipt_number=world.get("held_case"))
    return f"{held.flags.get().pk}:agreed"


@thing
def quarantined_case(world: World, owner: User) -> str:
    return cases.screened(cases.SECRET, owner).receipt_number


def _held(owner: User) -> Consultation:
    return cases.screened(cases.PENDING, owner)


HELD, OWN, SHUT = {"number": "held_case"}, {"number": "own_held_case"}, {"number": "quarantined_case"}
ONE = "workbench/screening/<slug:number>/"
add("workbench/screening/", SCREENERS)
add(ONE, SCREENERS, MODERATORS, things=HELD, data={"act": "accept"})
add(ONE, NOBODY, NOBODY, case="own", things=OWN, data={"act": "accept"}, knows=SCREENERS)
add(ONE, SUPERVISORS, SUPERVISORS, case="quarantined", things=SHUT, data={"act": "lift"}, knows=MODERATORS)
add(
    f"{ONE}verdict/",
    None,
    SCREENERS,
    things=HELD | {"flag": "held_flag"},
    data={"verdict": "{flag}"},
)
ACTS = f"{ONE}do/<slug:code>/"
add(
    ACTS,
    SCREENERS,
    MODERATORS,
    things=HELD | {"code": "=ask"},
    case="ask",
    data={"text": "请补充时间。"},
    idle=SUPERVISORS,
)
add(
    ACTS,
    SCREENERS,
    SCREENERS,
    things=HELD | {"code": "=report"},
    case="report",
    data={"told": "派出所", "note": "已报告。"},
)
add(ACTS, NOBODY, NOBODY, things=OWN | {"code": "=ask"}, case="own", data={"text": "请补充时间。"}, knows=SCREENERS)
AUTHORITY = {"code": "=tax"}
EDITORS = MODERATORS | ADMINISTRATOR
add("workbench/authorities/", EDITORS)
add("workbench/authorities/new/", EDITORS, EDITORS)
add("workbench/authorities/<slug:code>/", EDITORS, EDITORS, things=AUTHORITY)
