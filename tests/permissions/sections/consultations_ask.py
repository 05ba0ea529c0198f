"""Asking a question: everybody's, staff's too; what staff enter for somebody else."""

from __future__ import annotations

from portal.accounts.roles import ROLES
from portal.consultations.initial_texts import FIRST_VERSION
from portal.consultations.views.asking.entering import ENTER_FOR_OTHERS
from portal.consultations.views.texts import TEXTS
from tests.permissions.actors import EVERYBODY
from tests.permissions.declaring import Section

SECTION = Section("consultations_ask")
add = SECTION.add

add("ask/", EVERYBODY)
add("ask/without/", EVERYBODY)
add("ask/erased/", EVERYBODY)
add("ask/noted/", EVERYBODY)
add("ask/erase/", None, EVERYBODY)
add("ask/all/", EVERYBODY, EVERYBODY)
add("ask/<slug:name>/", EVERYBODY, EVERYBODY, things={"name": "=question"})
# Without a draft of their own everybody is told that there is none (410).
for route in ("ask/files/", "ask/personal/", "ask/check/", "ask/receipt/"):
    add(route, EVERYBODY, EVERYBODY)
ENTERING = frozenset(code for code, role in ROLES.items() if ENTER_FOR_OTHERS in role.permissions)
add("workbench/enter/", ENTERING, ENTERING)
add("workbench/enter/receipt/", ENTERING, ENTERING)
for name in TEXTS:
    add(f"consultations/{name}/", EVERYBODY)
    add(f"consultations/{name}/<str:version>/", EVERYBODY, things={"version": f"={FIRST_VERSION}"})
