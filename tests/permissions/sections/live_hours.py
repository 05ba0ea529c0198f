"""Live hours and answers on paper. Another's conversation is 404, as what there is not."""

from __future__ import annotations

from portal.accounts.models import User
from portal.accounts.roles import ROLES
from portal.consultations.models.choices import Channel
from portal.consultations.services.residents import claiming, conflicts
from portal.live_hours.models import LiveHoursSettings
from portal.live_hours.services.paper import ENTER
from tests.consultations import builders
from tests.permissions.actors import ADMIN_STAFF, ADMINISTRATOR, CITIZENS, EVERYBODY, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.sections.consultations_workbench import CASE_STAFF, INSIDE, PORTAL, RESIDENT, as_resident
from tests.permissions.world import World, thing

SECTION = Section("live_hours")
add = SECTION.add
ENTERING = frozenset(code for code, role in ROLES.items() if ENTER in role.permissions)


@thing
def citizens_live_number(world: World, owner: User) -> str:
    """A live conversation of the owner's account, waiting for a resident."""
    return builders.accepted(owner, channel=Channel.LIVE).receipt_number


@thing
def live_number(world: World, owner: User) -> str:
    """A live conversation in the hands of the owner, or of the owner's institution; of somebody else for all others."""
    holder = as_resident(owner) if owner.username == "resident" else builders.resident()
    if owner.username == "back_office":
        owner.institution = holder.resident_institution.institution
        owner.save(update_fields=["institution"])
    case = claiming.claim(builders.accepted(builders.citizen(), channel=Channel.LIVE), by=holder.user)
    return conflicts.declare_none(case, by=holder.user).receipt_number


@thing
def paper_number(world: World, owner: User) -> str:
    """A question asked by phone that was answered."""
    return builders.answered(channel=Channel.PHONE).receipt_number


@thing
def live_settings(world: World, owner: User) -> int:
    return LiveHoursSettings.load().pk


MINE, ANOTHERS = {"number": "own_citizens_live_number"}, {"number": "citizens_live_number"}
add("ask/live/", EVERYBODY, EVERYBODY)
for route, read, send in (("", CITIZENS, CITIZENS), ("lines/", CITIZENS, None), ("leave/", None, CITIZENS)):
    address = f"consultations/mine/<slug:number>/live/{route}"
    add(address, read, send, case="own", things=MINE, shut=Shut.ABSENT)
    nobody = [None if who is None else NOBODY for who in (read, send)]
    add(address, *nobody, case="another's", things=ANOTHERS, shut=Shut.ABSENT)

add("workbench/live/", RESIDENT)
add("workbench/live/figures/", PORTAL)
add("workbench/live/waiting/", RESIDENT)
add("workbench/live/take/", None, RESIDENT)
OWN, OTHER = {"number": "own_live_number"}, {"number": "live_number"}
add("workbench/live/<slug:number>/", CASE_STAFF, RESIDENT, case="own", things=OWN)
add("workbench/live/<slug:number>/", PORTAL, NOBODY, case="another's", things=OTHER, knows=INSIDE)
add("workbench/live/<slug:number>/lines/", CASE_STAFF, None, case="own", things=OWN)
add("workbench/live/<slug:number>/lines/", PORTAL, None, case="another's", things=OTHER, knows=INSIDE)

add("workbench/paper/", ENTERING)
add("workbench/paper/<slug:number>/", ENTERING, ENTERING, things={"number": "paper_number"})

KIND = "admin/settings/<slug:app_name>/<slug:model_name>/"
RULES = {"app_name": "=live_hours", "model_name": "=livehourssettings", "pk": "live_settings"}
add(KIND, ADMIN_STAFF, ADMIN_STAFF, case="live_hours/livehourssettings", things=RULES)
add(f"{KIND}<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, case="of live hours", things=RULES)
