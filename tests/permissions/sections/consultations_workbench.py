"""The workbench of the message board: queue, cases, roster, figures, residents. Another's case is 404, as what there is not."""

from __future__ import annotations

from portal.accounts.models import User
from portal.common import clock
from portal.consultations.models import Consultation, ResidentInstitution, ResidentStaff
from portal.consultations.services.intake.numbers import allocate_staff_code
from tests.consultations import builders
from tests.permissions.actors import ADMINISTRATOR, NOBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

RESIDENT = frozenset({"resident"})
OFFICE = frozenset({"back_office"})
INSIDE = RESIDENT | OFFICE
PORTAL = frozenset({"moderator", "supervisor"})
CASE_STAFF = INSIDE | PORTAL
APPROVERS = frozenset({"supervisor"})
SECTION = Section("consultations_workbench")
add = SECTION.add


def as_resident(owner: User) -> ResidentStaff:
    """An actor as the resident they are."""
    found = ResidentStaff.objects.filter(user=owner).first()
    if found is not None:
        return found
    lawyer = builders.resident().practitioner
    home: ResidentInstitution = lawyer.resident.resident_institution
    ResidentStaff.objects.filter(practitioner=lawyer).delete()
    owner.institution = home.institution
    owner.save(update_fields=["institution"])
    return ResidentStaff.objects.create(
        user=owner,
        practitioner=lawyer,
        resident_institution=home,
        staff_code=allocate_staff_code(),
        joined_on=clock.today(),
    )


@thing
def case_number(world: World, owner: User) -> str:
    """A case in the hands of the owner, or of the owner's institution; of somebody else, where the owner holds none."""
    if owner.username == "resident":
        return builders.claimed(as_resident(owner)).receipt_number
    holder = builders.resident()
    if owner.username == "back_office":
        owner.institution = holder.resident_institution.institution
        owner.save(update_fields=["institution"])
    return builders.claimed(holder).receipt_number


@thing
def staff_code(world: World, owner: User) -> str:
    held = Consultation.objects.get(receipt_number=world.get("case_number"))
    return held.assigned_to.code if held.assigned_to is not None else ""


OWN, ANOTHERS = {"number": "own_case_number"}, {"number": "case_number"}
ASK = {"code": "=ask"}

add("workbench/queue/", RESIDENT)
add("workbench/queue/take/", None, RESIDENT)
add("workbench/cases/", CASE_STAFF)
add("workbench/cases/", CASE_STAFF, None, case="export", query="?export=csv")
add("workbench/cases/<slug:number>/", CASE_STAFF, None, case="own", things=OWN)
add("workbench/cases/<slug:number>/", PORTAL, None, case="another's", things=ANOTHERS, knows=INSIDE)
add("workbench/cases/<slug:number>/conflict/", None, CASE_STAFF, case="own", things=OWN)
add("workbench/cases/<slug:number>/conflict/", None, PORTAL, case="another's", things=ANOTHERS, knows=INSIDE)
add("workbench/cases/<slug:number>/notes/", None, INSIDE, case="own", things=OWN, knows=PORTAL)
add("workbench/cases/<slug:number>/notes/", None, NOBODY, case="another's", things=ANOTHERS, knows=CASE_STAFF)
add("workbench/cases/<slug:number>/do/<slug:code>/", CASE_STAFF, CASE_STAFF, case="own", things=OWN | ASK)
add(
    "workbench/cases/<slug:number>/do/<slug:code>/",
    PORTAL,
    PORTAL,
    case="another's",
    things=ANOTHERS | ASK,
    knows=INSIDE,
)
add("workbench/minors/", APPROVERS, APPROVERS)
add("workbench/roster/", INSIDE, INSIDE)
add("workbench/figures/", RESIDENT)
for part in ("", "appoint/"):
    add(f"workbench/residents/{part}", ADMINISTRATOR, ADMINISTRATOR, steps_up="all")
add("workbench/residents/<str:code>/", ADMINISTRATOR, ADMINISTRATOR, things={"code": "staff_code"}, steps_up="all")
