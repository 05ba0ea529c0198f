"""The public board, read by everybody alike: its list, pages, copies, feeds and API. Editors make Q&A pages of it."""

from __future__ import annotations

from portal.accounts.models import User
from tests.editorial.builders import index_of
from tests.permissions.actors import EDITORS, EVERYBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing
from tests.public_board import publications

SECTION = Section("public_board_reading")
add = SECTION.add


@thing
def public_code(world: World, owner: User) -> str:
    index_of("knowledge_qa")
    return publications.public().code


@thing
def withdrawn_code(world: World, owner: User) -> str:
    return publications.withdrawn(publications.public()).code


PUBLIC, WITHDRAWN = {"code": "public_code"}, {"code": "withdrawn_code"}
add("consultations/", EVERYBODY)
add("consultations/feed/", EVERYBODY)
add("consultations/feed/<slug:topic>/", EVERYBODY, things={"topic": "=labour"})
for part in ("", "download.txt", "download.pdf"):
    address = f"consultations/public/<slug:code>/{part}"
    add(address, EVERYBODY, case="public", things=PUBLIC)
    add(address, EVERYBODY, case="taken back, 410", things=WITHDRAWN)
add("api/v2/^consultations/$", EVERYBODY)
add("api/v2/^consultations/(?P<code>[0-9A-Za-z-]+)/$", EVERYBODY, case="public", things=PUBLIC)
add("api/v2/^consultations/(?P<code>[0-9A-Za-z-]+)/$", EVERYBODY, case="taken back, 410", things=WITHDRAWN)

SECTION.add_list("admin/reports/consultations/", EDITORS, exports=EDITORS)
add("admin/reports/consultations/<slug:code>/make/", None, EDITORS, things=PUBLIC)
