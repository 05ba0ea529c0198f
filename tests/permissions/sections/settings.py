"""The site and its settings, redirects, reviews, forms: the administrator's."""

from __future__ import annotations

from portal.accounts.models import User
from portal.consultations.models import ConsultationSettings
from tests.permissions.actors import ADMIN_STAFF, ADMINISTRATOR, EDITORS, NOBODY
from tests.permissions.declaring import Section, Shut
from tests.permissions.world import World, thing

SECTION = Section(
    "settings", things={"redirect_id": "redirect", "task_id": "task", "page_pk": "page", "workflow_pk": "workflow"}
)
add = SECTION.add


@thing
def consultation_settings(world: World, owner: User) -> int:
    return ConsultationSettings.load().pk


SITE = {"pk": "site"}
SECTION.add_list("admin/sites/", ADMINISTRATOR)
add("admin/sites/new/", ADMINISTRATOR, ADMINISTRATOR)
for part in ("edit", "delete", "copy"):
    add(f"admin/sites/{part}/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=SITE)
for part in ("history", "history-results", "usage"):
    add(f"admin/sites/{part}/<int:pk>/", ADMINISTRATOR, None, things=SITE)

KIND = "admin/settings/<slug:app_name>/<slug:model_name>/"
FILLED = {"app_name": "=core", "model_name": "=sitesettings", "pk": "site"}
add(KIND, ADMINISTRATOR, ADMINISTRATOR, case="core/sitesettings", things=FILLED)
add(f"{KIND}<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=FILLED)
RULES = {"app_name": "=consultations", "model_name": "=consultationsettings", "pk": "consultation_settings"}
# Of what stands once for the installation Wagtail leads everybody on to the page that asks.
add(KIND, ADMIN_STAFF, ADMIN_STAFF, case="consultations/consultationsettings", things=RULES)
add(f"{KIND}<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, case="of consultations", things=RULES)
GONE = {"things": FILLED, "gone": "all"}  # settings have no preview
add(f"{KIND}<int:pk>/preview/", ADMINISTRATOR, ADMINISTRATOR, also={"DELETE": ADMINISTRATOR}, **GONE)

SECTION.add_list("admin/redirects/", ADMINISTRATOR, exports=ADMINISTRATOR)
add("admin/redirects/add/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/redirects/<int:redirect_id>/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/redirects/<int:redirect_id>/delete/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/redirects/import/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/redirects/import/process/", None, ADMINISTRATOR, fails="Wagtail opens a file that no session knows")

FLOW, TASK = {"pk": "workflow"}, {"pk": "task"}
SECTION.add_list("admin/workflows/list/", ADMINISTRATOR)
SECTION.add_list("admin/workflows/tasks/index/", ADMINISTRATOR)
add("admin/workflows/add/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/workflows/edit/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=FLOW)
add("admin/workflows/enable/<int:pk>/", None, ADMINISTRATOR, things=FLOW)
add("admin/workflows/disable/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=FLOW)
SECTION.add_list("admin/workflows/usage/<int:pk>/", ADMINISTRATOR, things=FLOW)
add("admin/workflows/remove/<int:page_pk>/", None, ADMINISTRATOR)
add("admin/workflows/remove/<int:page_pk>/<int:workflow_pk>/", None, ADMINISTRATOR)
add(
    "admin/workflows/tasks/add/<str:app_label>/<str:model_name>/",
    ADMINISTRATOR,
    ADMINISTRATOR,
    things={"app_label": "=wagtailcore", "model_name": "=groupapprovaltask"},
)
add("admin/workflows/tasks/select_type/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/workflows/tasks/edit/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=TASK)
add("admin/workflows/tasks/enable/<int:pk>/", None, ADMINISTRATOR, things=TASK)
add("admin/workflows/tasks/disable/<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, things=TASK)
SECTION.add_list("admin/workflows/task_chooser/", ADMINISTRATOR)
add("admin/workflows/task_chooser/create/", ADMINISTRATOR, ADMINISTRATOR)
add("admin/workflows/task_chooser/<int:task_id>/", ADMINISTRATOR, ADMINISTRATOR)

# No page of the portal is a form of Wagtail's: the list is empty, and of no page are there submissions.
SECTION.add_list("admin/forms/", EDITORS)
for part in ("", "results/"):
    add(f"admin/forms/submissions/<int:page_id>/{part}", NOBODY, NOBODY, things={"page_id": "page"}, shut=Shut.ABSENT)
add("admin/forms/submissions/<int:page_id>/delete/", NOBODY, NOBODY, things={"page_id": "page"})
