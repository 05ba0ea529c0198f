"""Accounts, roles, the second factor of others, the audit log. All of it but the log steps up."""

from __future__ import annotations

from tests.permissions.actors import ADMINISTRATOR, AUDITOR, NOBODY
from tests.permissions.declaring import Section

READERS = ADMINISTRATOR | AUDITOR
SECTION = Section("accounts")
add = SECTION.add

for base, thing in (("admin/users/", "account"), ("admin/groups/", "role_group")):
    kept = {"pk": thing}
    SECTION.add_list(base, READERS, steps_up="all")
    add(f"{base}new/", ADMINISTRATOR, ADMINISTRATOR, steps_up="all")
    add(f"{base}edit/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=kept, steps_up="all")
    add(f"{base}delete/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=kept, steps_up="all")
    for part in ("history", "history-results", "usage"):
        add(f"{base}{part}/<int:pk>/", ADMINISTRATOR, None, things=kept, steps_up="all")
add("admin/users/copy/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things={"pk": "account"}, steps_up="all")

OWN = {"pk": "own_account"}
add("admin/users/edit/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, case="own", things=OWN, steps_up="all")
add("admin/users/delete/<int:pk>/", NOBODY, NOBODY, case="own", things=OWN, steps_up="all")
ABOVE = {"pk": "superuser"}
add("admin/users/edit/<int:pk>/", NOBODY, NOBODY, case="a superuser's", things=ABOVE, steps_up="all")
add("admin/users/delete/<int:pk>/", NOBODY, NOBODY, case="a superuser's", things=ABOVE, steps_up="all")

RESET = "admin/second-factor/reset/<int:pk>/"
add(RESET, ADMINISTRATOR, ADMINISTRATOR, case="another's", things={"pk": "account"}, steps_up="all")
add(RESET, ADMINISTRATOR, NOBODY, case="own", things=OWN, steps_up="all", idle=ADMINISTRATOR)

for action in ("delete", "assign_role", "set_active_state"):
    SECTION.add_bulk(f"accounts/user/{action}", "account", ADMINISTRATOR, ADMINISTRATOR, steps_up="all")

for place in ("audit", "every-page", "every-image", "every-document"):
    SECTION.add_list(f"admin/reports/{place}/", READERS, exports=READERS)
PAGE = {"pk": "draft_page", "revision": "draft_revision"}
add("admin/reports/every-page/<int:pk>/", READERS, None, things=PAGE)
add("admin/reports/every-page/<int:pk>/revisions/<int:revision>/", READERS, None, things=PAGE)
