"""A citizen's own cases: by account; whoever else comes gets 404, as for what does not exist."""

from __future__ import annotations

from portal.accounts.models import User
from tests.consultations import builders
from tests.permissions.actors import CITIZENS, EVERYBODY, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing

SECTION = Section("consultations_mine")
add = SECTION.add


@thing
def citizens_case_number(world: World, owner: User) -> str:
    """A case of the owner's account, waiting for a resident."""
    return builders.accepted(owner).receipt_number


OWN, ANOTHERS = {"number": "own_citizens_case_number"}, {"number": "citizens_case_number"}
add("consultations/mine/", EVERYBODY, EVERYBODY, idle=EVERYBODY)
add("consultations/mine/leave/", None, EVERYBODY, idle=EVERYBODY)
add("consultations/mine/lost/", EVERYBODY, EVERYBODY, idle=EVERYBODY)
add("consultations/mine/lost/code/", EVERYBODY, EVERYBODY, idle=EVERYBODY)
for route in ("", "reminder.ics", "next-steps/"):
    address = f"consultations/mine/<slug:number>/{route}"
    add(address, CITIZENS, None, case="own", things=OWN, shut=Shut.ABSENT)
    add(address, NOBODY, None, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
add("consultations/mine/<slug:number>/join/", None, CITIZENS, case="own", things=OWN, shut=Shut.ABSENT)
add("consultations/mine/<slug:number>/join/", None, NOBODY, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
address = "consultations/mine/<slug:number>/files/"
add(address, CITIZENS, CITIZENS, case="own", things=OWN, shut=Shut.ABSENT, idle=CITIZENS)
add(address, NOBODY, NOBODY, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
for act in ("contact", "consent", "facts", "mask", "further", "rate", "appeal", "withdraw", "erase"):
    address = "consultations/mine/<slug:number>/<slug:act>/"
    add(address, CITIZENS, CITIZENS, case=f"own {act}", things=OWN | {"act": f"={act}"}, shut=Shut.ABSENT)
    add(address, NOBODY, NOBODY, case=f"another's {act}", things=ANOTHERS | {"act": f"={act}"}, shut=Shut.ABSENT)
