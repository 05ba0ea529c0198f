"""Copies and files of cases. A citizen's own; of others', and of staff at a citizen's address, nothing is said to exist."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from portal.accounts.models import User
from portal.consultations.models import Consultation
from portal.consultations.services.intake import attaching
from tests.consultations import builders
from tests.core.uploads import picture
from tests.permissions.actors import CITIZENS, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing

SECTION = Section("consultations_files")
add = SECTION.add
CASE_READERS = frozenset({"moderator", "supervisor"})


def _filed(owner: Any) -> Consultation:
    case = builders.submitted(owner)
    attaching.attach_to_case(case, [SimpleUploadedFile("a.png", picture("PNG"))], by=builders.asker(case))
    return case


@thing
def filed_case(world: World, owner: User) -> str:
    """A case with a file, of a citizen."""
    return _filed(owner if hasattr(owner, "citizen") else builders.citizen()).receipt_number


@thing
def filed_file(world: World, owner: User) -> str:
    """The file of that case."""
    number = world.get("filed_case")
    return str(Consultation.objects.get(receipt_number=number).attachments.get().key)


@thing
def filed_own_file(world: World, owner: User) -> str:
    """The file of the citizen's own case."""
    actor = next(name for name, user in world.users.items() if user == owner)
    number = world.get("own_filed_case", actor)
    return str(Consultation.objects.get(receipt_number=number).attachments.get().key)


OWN, ANOTHERS = {"number": "own_filed_case"}, {"number": "filed_case"}
for what in ("download.txt", "download.pdf", "print/"):
    route = f"consultations/mine/<slug:number>/{what}"
    add(route, CITIZENS, case="own", things=OWN, shut=Shut.ABSENT)
    add(route, NOBODY, case="another's", things=ANOTHERS, shut=Shut.ABSENT)
FILE = "consultations/mine/<slug:number>/files/<uuid:key>/"
add(FILE, CITIZENS, case="own", things=OWN | {"key": "own_filed_own_file"}, shut=Shut.ABSENT)
add(FILE, NOBODY, case="another's", things=ANOTHERS | {"key": "filed_file"}, shut=Shut.ABSENT)
add(
    "workbench/cases/<slug:number>/files/<uuid:key>/",
    CASE_READERS,
    things=ANOTHERS | {"key": "filed_file"},
    shut=Shut.ABSENT,
)
