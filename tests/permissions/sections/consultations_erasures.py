"""Requests to erase personal data: decided by the portal's people, never by who asked."""

from __future__ import annotations

from portal.accounts.models import User
from portal.consultations.services.citizen import acts as citizen_acts
from tests.consultations import builders
from tests.permissions.actors import NOBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

DECIDING = frozenset({"moderator", "supervisor"})
SECTION = Section("consultations_erasures")
add = SECTION.add


@thing
def erasure_case(world: World, owner: User) -> str:
    """A case whose citizen asked for erasure; ``own_``: this person's own."""
    case = builders.submitted(owner)
    citizen_acts.request_erasure(case, "", by=owner)
    return case.receipt_number


ONE, SAID = "workbench/erasures/<slug:number>/", {"decision": "decline", "reasons": "示范"}
add("workbench/erasures/", DECIDING)
add(ONE, DECIDING, DECIDING, things={"number": "erasure_case"}, data=SAID)
add(ONE, NOBODY, NOBODY, case="own", things={"number": "own_erasure_case"}, data=SAID, knows=DECIDING)
