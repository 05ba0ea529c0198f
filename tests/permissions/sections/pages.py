"""Pages in the Wagtail admin: explorer, editing, review, history, the admin's own API, bulk actions."""

from __future__ import annotations

from tests.permissions.actors import ADMIN_STAFF, EDITORS, NOBODY, REVIEWERS
from tests.permissions.declaring import Section, Shut

REVIEWER = frozenset({"reviewing_editor"})
"""Who is in the group of the task; an administrator steps in by being given the role."""
SECTION = Section(
    "pages",
    things={
        "parent_page_id": "home",
        "page_id": "page",
        "page_to_move_id": "page",
        "destination_id": "home",
        "revision_id": "page_revision",
        "content_type_app_name": "=core",
        "content_type_model_name": "=standardpage",
    },
)
add = SECTION.add
BASE = "admin/pages/"
TYPE = "<slug:content_type_app_name>/<slug:content_type_model_name>/"
PAGE = f"{BASE}<int:page_id>/"

KIND = {"app_label": "=core", "model_name": "=standardpage"}
add(BASE, EDITORS)
add(f"{BASE}<int:parent_page_id>/", EDITORS)
add(f"{BASE}<int:parent_page_id>/results/", EDITORS)
add(f"{BASE}<int:parent_page_id>/add_subpage/", EDITORS, EDITORS)
add(f"{BASE}add/{TYPE}<int:parent_page_id>/", EDITORS, EDITORS)
add(f"{BASE}add/{TYPE}<int:parent_page_id>/preview/", EDITORS, EDITORS, also={"DELETE": EDITORS})
add(f"{BASE}usage/{TYPE}", EDITORS)
add(f"{BASE}usage/{TYPE}results/", EDITORS)
add(
    f"{BASE}create/<slug:app_label>/<slug:model_name>",
    EDITORS,
    EDITORS,
    things={"app_label": "=core", "model_name": "=standardpage"},
)
add(f"{BASE}search/", EDITORS)
add(f"{BASE}search/results/", EDITORS)

add(f"{PAGE}edit/", EDITORS, EDITORS)
add(f"{PAGE}edit/preview/", EDITORS, EDITORS, also={"DELETE": EDITORS})
add(f"{PAGE}view_draft/", EDITORS, EDITORS)
add(f"{PAGE}usage/", EDITORS)
add(f"{PAGE}delete/", REVIEWERS, REVIEWERS)
add(f"{PAGE}unpublish/", REVIEWERS, REVIEWERS)
add(f"{PAGE}convert_alias/", EDITORS, EDITORS, gone="all")
add(f"{BASE}<int:page_to_move_id>/move/", REVIEWERS, REVIEWERS)
add(f"{BASE}<int:page_to_move_id>/move/<int:destination_id>/confirm/", EDITORS, REVIEWERS)
add(f"{BASE}<int:page_to_move_id>/set_position/", REVIEWERS, REVIEWERS)
add(f"{PAGE}copy/", EDITORS, EDITORS, data={"new_parent_page": "{page_id}"})
add(f"{PAGE}privacy/", REVIEWERS, REVIEWERS)
add(f"{PAGE}lock/", None, REVIEWERS)
add(f"{PAGE}unlock/", None, REVIEWERS)
add(f"{PAGE}revisions/", EDITORS, EDITORS)
add(f"{PAGE}revisions/<int:revision_id>/view/", EDITORS)
add(f"{PAGE}revisions/<int:revision_id>/revert/", EDITORS, EDITORS)
add(f"{PAGE}revisions/<int:revision_id>/unschedule/", REVIEWERS, REVIEWERS)
add(
    rf"{BASE}^(\d+)/revisions/compare/(live|earliest|\d+)\.\.\.(live|latest|\d+)/$",
    EDITORS,
    things={"page": "page"},
    path=BASE + "{page}/revisions/compare/earliest...latest/",
)
add(f"{PAGE}history/", EDITORS)
add(f"{PAGE}history/results/", EDITORS)

REVIEWED = {
    "page_id": "page_in_review",
    "task_state_id": "task_state",
    "workflow_state_id": "workflow_state",
    "task_id": "task",
}
for action in ("approve", "reject"):
    things = {**REVIEWED, "action_name": f"={action}"}
    for door in ("action", "collect_action_data"):
        route = f"{BASE}workflow/{door}/<int:page_id>/<slug:action_name>/<int:task_state_id>/"
        add(route, REVIEWER, REVIEWER, case=action, things=things)
add(f"{BASE}workflow/confirm_cancellation/<int:page_id>/", EDITORS, EDITORS, things=REVIEWED)
add(f"{BASE}workflow/preview/<int:page_id>/<int:task_id>/", REVIEWER, None, things=REVIEWED)
add(f"{PAGE}workflow_history/", EDITORS, things=REVIEWED)
add(f"{PAGE}workflow_history/detail/<int:workflow_state_id>/", EDITORS, things=REVIEWED)

# -- the admin's own API ----------------------------------------------------------------------------------------------
API = "admin/api/main/^pages/"
add(API, EDITORS)
add(f"{API}<int:pk>/", EDITORS, things={"pk": "page"})
add(f"{API}find/", EDITORS, query="?id=0", gone="all")
# None of Wagtail's actions is left here: pages are published by one service (cms/core/admin/publishing_door.py).
PUBLISH = {"pk": "page", "action_name": "=publish"}
add(f"{API}<int:pk>/action/<str:action_name>/", None, EDITORS, things=PUBLISH, gone="all")

# -- bulk actions, and who else has a page open ------------------------------------------------------------------------
for action in ("delete", "move", "publish", "unpublish"):
    SECTION.add_bulk(f"wagtailcore/page/{action}", "page", EDITORS, REVIEWERS)

SESSION = {"app_label": "=core", "model_name": "=standardpage", "object_id": "page"}
PING = "admin/editing-sessions/ping/<str:app_label>/<str:model_name>/<str:object_id>/<int:session_id>/"
RELEASE = "admin/editing-sessions/release/<int:session_id>/"
add(PING, None, EDITORS, case="own", things={**SESSION, "session_id": "own_editing_session"}, shut=Shut.ABSENT)
add(PING, None, EDITORS, case="another's", things={**SESSION, "session_id": "editing_session"}, shut=Shut.ABSENT)
add(RELEASE, None, ADMIN_STAFF, case="own", things={"session_id": "own_editing_session"})
add(RELEASE, None, NOBODY, case="another's", things={"session_id": "editing_session"}, shut=Shut.IDLE)

# -- reports ----------------------------------------------------------------------------------------------------------
for name, who in {
    "locked": REVIEWERS,
    "workflow": EDITORS,
    "workflow_tasks": EDITORS,
    "aging-pages": EDITORS,
}.items():
    SECTION.add_list(f"admin/reports/{name}/", who, exports=who)
SECTION.add_list("admin/reports/page-types-usage/", EDITORS)
# Whose rows it shows is asked row by row: pages one may explore, models one has permissions on.
SECTION.add_list("admin/reports/site-history/", ADMIN_STAFF, exports=ADMIN_STAFF)
