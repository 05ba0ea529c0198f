"""The way of a publication: the citizen's own pages, those of who hides and who approves, the request of anybody else."""

from __future__ import annotations

from portal.accounts.models import User
from portal.consultations.models import Consultation
from portal.public_board.models import Publication
from portal.public_board.services import removing
from tests.permissions.actors import CITIZENS, EVERYBODY, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing
from tests.public_board import builders

HIDING = frozenset({"moderator"})
WORKING = HIDING | {"supervisor"}
SECTION = Section("publications")
add = SECTION.add


@thing
def publishable_case(world: World, owner: User) -> str:
    """An answered case of the owner's account."""
    return builders.answered(by=owner).receipt_number


@thing
def public_case_number(world: World, owner: User) -> str:
    """A case of the owner's account that is public."""
    return _public(owner).consultation.receipt_number


@thing
def wanted_publication(world: World, owner: User) -> str:
    """A publication that waits to be hidden; ``own_``: of this person's own question."""
    return _of(owner, "wanted").code


@thing
def prepared_publication(world: World, owner: User) -> str:
    """A publication that waits for another person."""
    return _of(owner, "prepared").code


@thing
def public_publication(world: World, owner: User) -> str:
    """A public page."""
    return _public(owner).code


@thing
def removal_request(world: World, owner: User) -> int:
    """A request to take off the public page of ``public_publication``."""
    return removing.ask_removal(Publication.objects.get(code=world.get("public_publication")), "示范").pk


def _of(owner: User, state: str) -> Publication:
    """Made for somebody with a telephone; then it is the owner's: what staff asked themselves has an account too."""
    publication = getattr(builders, state)()
    Consultation.objects.filter(pk=publication.consultation_id).update(citizen=owner)
    return Publication.objects.get(pk=publication.pk)


def _public(owner: User) -> Publication:
    return _of(owner, "public")


MINE = "consultations/mine/<slug:number>/publication/"
OWN, ANOTHERS = {"number": "own_publishable_case"}, {"number": "publishable_case"}
add(MINE, CITIZENS, None, case="own", things=OWN, shut=Shut.ABSENT)
add(MINE, NOBODY, None, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
for act in ("want", "consent", "decline"):
    add(f"{MINE}{act}/", None, CITIZENS, case="own", things=OWN, shut=Shut.ABSENT, idle=CITIZENS)
    add(f"{MINE}{act}/", None, NOBODY, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
add(f"{MINE}withdraw/", CITIZENS, CITIZENS, case="own", things={"number": "own_public_case_number"}, shut=Shut.ABSENT)
add(f"{MINE}withdraw/", NOBODY, NOBODY, case="another's", things={"number": "public_case_number"}, shut=Shut.ABSENT)
add(
    "consultations/public/<slug:code>/report/",
    EVERYBODY,
    EVERYBODY,
    things={"code": "public_publication"},
)

WORK = "workbench/publications/"
ONE = f"{WORK}<slug:code>/"
add(WORK, WORKING)
for name in ("wanted", "prepared", "public"):
    add(ONE, WORKING, None, case=name, things={"code": f"{name}_publication"})
    add(ONE, NOBODY, None, case=f"own {name}", things={"code": f"own_{name}_publication"}, knows=WORKING)
REASON = {"reason": "示范"}
add(f"{ONE}mark/", None, HIDING, things={"code": "wanted_publication"}, idle=WORKING)
add(f"{ONE}approve/", None, WORKING, things={"code": "prepared_publication"}, idle=WORKING)
add(f"{ONE}send-back/", None, WORKING, things={"code": "prepared_publication"}, data=REASON)
add(f"{ONE}refuse/", None, WORKING, things={"code": "prepared_publication"}, data=REASON)
add(
    f"{ONE}take-down/",
    None,
    WORKING,
    things={"code": "public_publication"},
    data={"because": "other", "note": "示范"},
)
add(
    f"{ONE}removals/<int:pk>/",
    None,
    WORKING,
    things={"code": "public_publication", "pk": "removal_request"},
    data={"decision": "decline", "reason": "示范"},
)
for act in ("mark", "approve", "send-back", "refuse", "take-down"):
    add(f"{ONE}{act}/", None, NOBODY, case="own", things={"code": "own_public_publication"}, knows=WORKING)
