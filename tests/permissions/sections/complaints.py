"""投诉: everybody may complain; one's own complaint and nobody else's; handled by the portal's people who stand outside of it."""

from __future__ import annotations

from portal.accounts.models import User
from portal.complaints.models import ComplaintSettings
from portal.complaints.services import handling
from portal.complaints.services.filing import complain_of_case
from portal.consultations.models import ResidentStaff
from tests.complaints import builders as complaints
from tests.consultations import builders
from tests.permissions.actors import ADMIN_STAFF, ADMINISTRATOR, CITIZENS, EVERYBODY, NOBODY, WORKBENCH_STAFF
from tests.permissions.declaring import Section, Shut
from tests.permissions.sections.consultations_workbench import as_resident
from tests.permissions.world import World, thing

MODERATORS = frozenset({"moderator"})
SUPERVISORS = frozenset({"supervisor"})
HANDLERS = MODERATORS | SUPERVISORS
RESIDENTS = frozenset({"resident"})
SECTION = Section("complaints")
add = SECTION.add


@thing
def citizens_complaint(world: World, owner: User) -> str:
    """A complaint of the owner about their own case."""
    case = builders.answered(by=owner)
    return complain_of_case(case, complaints.written(), by=owner).number


@thing
def complaint_number(world: World, owner: User) -> str:
    """A complaint that waits, of somebody without an account."""
    return complaints.filed().number


@thing
def complaint_in_hand(world: World, owner: User) -> str:
    """A complaint about a resident, which the owner has in hand if they may."""
    complaint = complaints.filed(about="resident", staff_code=builders.resident().code)
    handler = owner if owner.has_perm("complaints.handle_complaint") else builders.person("moderator")
    return handling.take(complaint, by=handler).number


@thing
def statement_asked(world: World, owner: User) -> int:
    """A statement that the owner is asked for, if they are a resident; else another."""
    bearer = as_resident(owner) if owner.username == "resident" else builders.resident()
    return _statement(bearer)


@thing
def complaint_settings(world: World, owner: User) -> int:
    return ComplaintSettings.load().pk


def _statement(bearer: ResidentStaff) -> int:
    complaint = complaints.filed(about="resident", staff_code=bearer.code)
    handler = builders.person("moderator")
    return handling.ask_statement(handling.take(complaint, by=handler), "请说明。", by=handler).pk


OWN, ANOTHERS = {"number": "own_citizens_complaint"}, {"number": "citizens_complaint"}
add("complaints/", EVERYBODY)
add("complaints/new/", EVERYBODY, EVERYBODY, idle=EVERYBODY)
add("complaints/receipt/", EVERYBODY, EVERYBODY, idle=EVERYBODY)
add("complaints/mine/", EVERYBODY, EVERYBODY, idle=EVERYBODY)
add("complaints/mine/leave/", None, EVERYBODY, idle=EVERYBODY)
ONE = "complaints/mine/<slug:number>/"
add(ONE, CITIZENS, None, case="own", things=OWN, shut=Shut.ABSENT)
add(ONE, NOBODY, None, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
for act in ("more", "again"):
    add(f"{ONE}<slug:act>/", CITIZENS, CITIZENS, case=f"own {act}", things=OWN | {"act": f"={act}"}, shut=Shut.ABSENT)
    add(
        f"{ONE}<slug:act>/",
        NOBODY,
        NOBODY,
        case=f"another's {act}",
        things=ANOTHERS | {"act": f"={act}"},
        shut=Shut.ABSENT,
    )
CASE, OTHERS_CASE = {"number": "own_citizens_case_number"}, {"number": "citizens_case_number"}
add("complaints/of/<slug:number>/", CITIZENS, CITIZENS, case="own", things=CASE, shut=Shut.ABSENT)
add("complaints/of/<slug:number>/", NOBODY, NOBODY, case="another's", things=OTHERS_CASE, shut=Shut.ABSENT)

add("workbench/complaints/", HANDLERS)
add("workbench/complaints/", HANDLERS, None, case="export", query="?export=csv")
add("workbench/complaints/figures/", SUPERVISORS)
add("workbench/complaints/figures/", SUPERVISORS, None, case="export", query="?export=csv")
WAITING, HELD, OWN_HELD = (
    {"number": "complaint_number"},
    {"number": "complaint_in_hand"},
    {"number": "own_complaint_in_hand"},
)
STAFF = "workbench/complaints/<slug:number>/"
add(STAFF, HANDLERS, None, case="waiting", things=WAITING)
add(STAFF, SUPERVISORS, None, case="another has it", things=HELD, knows=MODERATORS)
add(f"{STAFF}do/<slug:code>/", HANDLERS, HANDLERS, case="take", things=WAITING | {"code": "=take"})
add(f"{STAFF}do/<slug:code>/", HANDLERS, HANDLERS, case="decide", things=OWN_HELD | {"code": "=decide"})
add(f"{STAFF}person/", HANDLERS, HANDLERS, case="own", things=OWN_HELD, steps_up="all")
add(f"{STAFF}person/", NOBODY, NOBODY, case="another has it", things=HELD, steps_up="all", knows=HANDLERS)
add("workbench/complaints/statements/", WORKBENCH_STAFF)
STATEMENT = "workbench/complaints/statements/<int:pk>/"
add(
    STATEMENT,
    RESIDENTS,
    RESIDENTS,
    case="own",
    things={"pk": "own_statement_asked"},
    knows=WORKBENCH_STAFF - RESIDENTS,
)
add(STATEMENT, NOBODY, NOBODY, case="another's", things={"pk": "statement_asked"}, knows=WORKBENCH_STAFF)

KIND = "admin/settings/<slug:app_name>/<slug:model_name>/"
RULES = {"app_name": "=complaints", "model_name": "=complaintsettings", "pk": "complaint_settings"}
add(KIND, ADMIN_STAFF, ADMIN_STAFF, case="complaints/complaintsettings", things=RULES)
add(f"{KIND}<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, case="of complaints", things=RULES)
