"""Institutions ask for notices to be published; messages to those who work here."""

from __future__ import annotations

from portal.accounts.models import User
from tests.directory import builders as directory
from tests.editorial import builders as editorial
from tests.institution_notices import builders
from tests.permissions.actors import AUDITOR, EDITORS, NOBODY, REVIEWERS
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

PUBLISHER = frozenset({"institution_publisher"})
READERS = EDITORS | AUDITOR
SECTION = Section("notices")
add = SECTION.add


@thing
def application(world: World, owner: User) -> int:
    """A draft of the owner's institution; of another one, where the owner writes none."""
    if owner.username == "institution_publisher":
        owner.institution = directory.institution()
        owner.save(update_fields=["institution"])
        return builders.draft(owner).pk
    return builders.draft(builders.person("institution_publisher", directory.institution())).pk


@thing
def application_handed_in(world: World, owner: User) -> int:
    editorial.index_of("institution_notice")
    return builders.submitted(builders.person("institution_publisher", directory.institution())).pk


OWN, ANOTHERS = {"pk": "own_application"}, {"pk": "application"}
add("workbench/notices/", PUBLISHER)
add("workbench/notices/new/", PUBLISHER, PUBLISHER)
for route in ("workbench/notices/<int:pk>/", "workbench/notices/<int:pk>/edit/"):
    add(route, PUBLISHER, PUBLISHER, case="own", things=OWN)
    add(route, NOBODY, NOBODY, case="another's", things=ANOTHERS, knows=PUBLISHER)
SECTION.add_list("admin/reports/notice-applications/", READERS, exports=READERS)
HANDED_IN = {"pk": "application_handed_in"}
add("admin/reports/notice-applications/<int:pk>/", READERS, REVIEWERS, things=HANDED_IN, data={"act": "approve"})
