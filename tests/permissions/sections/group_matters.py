"""Matters of many people: who oversees them, who takes and answers them. A matter that is nobody's here is not there."""

from __future__ import annotations

from portal.accounts.models import User
from portal.consultations.models import Consultation
from portal.consultations.services.residents import claiming, conflicts
from tests.consultations import builders
from tests.group_matters.people import drafted, matter_of
from tests.permissions.actors import NOBODY
from tests.permissions.declaring import Section
from tests.permissions.sections.consultations_workbench import as_resident
from tests.permissions.world import World, thing

RESIDENT, SUPERVISOR = frozenset({"resident"}), frozenset({"supervisor"})
PORTAL = frozenset({"moderator", "supervisor"})
EVERYBODY_HERE = RESIDENT | PORTAL
SECTION = Section("group_matters")
add = SECTION.add
TEXTS = {
    "resident": "物业公司把小区的车位全部卖给了外人，业主没有地方停车，投票也没有开过，我们业主能要求撤销吗？",
    "other": "培训机构突然关门，预交的课时费一直不退，电话没有人接，店里也搬空了，我们家长应该怎么追回来？",
}


@thing
def group_matter(world: World, owner: User) -> int:
    """A matter in the hands of the owner; of somebody else, where the owner is no resident."""
    is_own = owner.username == "resident"
    staff = as_resident(owner) if is_own else builders.resident(most_open=50)
    matter, cases = matter_of(2, questions=[TEXTS["resident" if is_own else "other"]] * 2)
    for case in cases:
        conflicts.declare_none(claiming.claim(case, by=staff.user), by=staff.user)
    drafted(Consultation.objects.get(pk=cases[0].pk))
    return matter.pk


def _numbers(matter: int) -> list[str]:
    return list(Consultation.objects.filter(matter=matter).order_by("pk").values_list("receipt_number", flat=True))


@thing
def case_of_matter(world: World, owner: User) -> str:
    """One of its cases."""
    name = "own_group_matter" if owner.username == "resident" else "group_matter"
    return _numbers(world.get(name, owner.username))[0]


OWN, OTHERS = {"pk": "own_group_matter"}, {"pk": "group_matter"}
ONE = "workbench/matters/<int:pk>/"
add("workbench/matters/", EVERYBODY_HERE)
add("workbench/matters/join/", SUPERVISOR, SUPERVISOR)
add(ONE, PORTAL, None, case="another's", things=OTHERS, knows=RESIDENT)
add(ONE, EVERYBODY_HERE, None, case="own", things=OWN)
for part in ("claim/",):
    add(f"{ONE}{part}", None, RESIDENT, case="own", things=OWN)
    add(f"{ONE}{part}", None, NOBODY, case="another's", things=OTHERS, knows=RESIDENT)
for part in ("conflict/", "answer/"):
    add(f"{ONE}{part}", RESIDENT, RESIDENT, case="own", things=OWN)
    add(f"{ONE}{part}", NOBODY, NOBODY, case="another's", things=OTHERS, knows=RESIDENT)
OFFER = {"number": "case_of_matter"}
add(f"{ONE}offer/<slug:number>/", NOBODY, NOBODY, case="another's", things=OTHERS | OFFER, knows=RESIDENT)
add(f"{ONE}split/<slug:number>/", SUPERVISOR, SUPERVISOR, things=OTHERS | OFFER)
