"""Citizens' sign-in and account; identity data on the workbench, which step up."""

from __future__ import annotations

from portal.accounts.citizens.services.accounts import enter
from portal.accounts.models import User
from tests.permissions.actors import CITIZENS, EVERYBODY, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing

REVIEWERS = frozenset({"moderator", "supervisor"})
SECTION = Section("citizens")
add = SECTION.add


@thing
def citizen_profile(world: World, owner: User) -> int:
    return enter("13900008888").pk


add("sign-in/", EVERYBODY, EVERYBODY)
add("sign-in/code/", NOBODY, NOBODY, case="nothing was sent to this browser", shut=Shut.SIGN_IN)
add("sign-out/", EVERYBODY, EVERYBODY)
add("personal-data/", EVERYBODY)
for part in ("", "confirm/", "phone/", "phone/code/", "identity/", "data/", "close/", "hearing/"):
    add(f"account/{part}", CITIZENS, CITIZENS, shut=Shut.SIGN_IN)
add("workbench/identities/", REVIEWERS, REVIEWERS, steps_up="all")
add("workbench/identities/<int:pk>/", REVIEWERS, REVIEWERS, things={"pk": "citizen_profile"}, steps_up="all")
