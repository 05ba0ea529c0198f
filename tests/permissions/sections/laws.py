"""The law library: public pages, and its snippets in the admin."""

from __future__ import annotations

from datetime import date

from cms.core.models import Topic
from cms.laws.models import InstrumentVersion
from portal.accounts.models import User
from tests.admin.builders import draft, published
from tests.permissions.actors import AUDITOR, EDITORS, EVERYBODY, NOBODY, REVIEWERS
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

SECTION = Section(
    "laws",
    things={
        "slug": "law_slug",
        "day": "=2021-03-01",
        "older": "=2021-03-01",
        "newer": "=2022-03-01",
        "locator": "=2",
        "part": "=no-such-part",
    },
)


@thing
def version(world: World, owner: User) -> int:
    """A text that everybody may read, with a revision."""
    made = published()
    made.save_revision(user=owner)
    return made.pk


@thing
def instrument(world: World, owner: User) -> int:
    return InstrumentVersion.objects.get(pk=world.get("version")).instrument_id


@thing
def law_slug(world: World, owner: User) -> str:
    return InstrumentVersion.objects.get(pk=world.get("version")).instrument.slug


@thing
def draft_version(world: World, owner: User) -> int:
    return draft(InstrumentVersion.objects.get(pk=world.get("version")).instrument, on=date(2030, 1, 1)).pk


@thing
def version_in_review(world: World, owner: User) -> int:
    made = draft(InstrumentVersion.objects.get(pk=world.get("version")).instrument, on=date(2031, 1, 1))
    made.get_workflow().start(made, owner)
    return made.pk


@thing
def version_revision(world: World, owner: User) -> int:
    return InstrumentVersion.objects.get(pk=world.get("version")).revisions.order_by("pk").first().pk


@thing
def version_task_state(world: World, owner: User) -> int:
    return InstrumentVersion.objects.get(pk=world.get("version_in_review")).current_workflow_task_state.pk


@thing
def version_workflow_state(world: World, owner: User) -> int:
    return InstrumentVersion.objects.get(pk=world.get("version_in_review")).current_workflow_state.pk


@thing
def topic(world: World, owner: User) -> int:
    return Topic.objects.order_by("pk").first().pk


# -- public pages and the API -----------------------------------------------------------------------------------------
add = SECTION.add
for route in (
    "laws/",
    "laws/<law_slug:slug>/",
    "laws/<law_slug:slug>/articles/<law_place:locator>/",
    "laws/<law_slug:slug>/<law_day:day>/",
    r"api/v2/^instruments/$",
    r"api/v2/^instruments/(?P<slug>[0-9a-z-]+)/$",
    r"api/v2/^instruments/(?P<slug>[0-9a-z-]+)/download\.json$",
    r"api/v2/^instruments/(?P<slug>[0-9a-z-]+)/download\.txt$",
    r"api/v2/^instruments/(?P<slug>[0-9a-z-]+)/provisions/$",
    r"api/v2/^instruments/(?P<slug>[0-9a-z-]+)/versions/$",
    r"api/v2/^instruments/(?P<slug>[0-9a-z-]+)/versions/(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2}|undated)/$",
):
    add(route, EVERYBODY)
add("laws/<law_slug:slug>/articles/", EVERYBODY, query="?number=2")
add("laws/<law_slug:slug>/compare/<law_day:older>..<law_day:newer>/", EVERYBODY)
add(r"api/v2/^provisions/$", EVERYBODY, things={"law": "law_slug"}, query="?instrument={law}&number=2")
for route in (
    "laws/<law_slug:slug>/undated/",
    "laws/<law_slug:slug>/undated/parts/<law_place:part>/",
    "laws/<law_slug:slug>/parts/<law_place:part>/",
    "laws/<law_slug:slug>/<law_day:day>/parts/<law_place:part>/",
):
    add(route, EVERYBODY, gone="all")

# -- the admin --------------------------------------------------------------------------------------------------------
READERS = EDITORS | AUDITOR
SECTION.add_snippet("core/topic", pk="topic", see=READERS, write=REVIEWERS, delete=REVIEWERS)
SECTION.add_snippet("laws/instrument", pk="instrument", see=READERS, write=EDITORS, delete=REVIEWERS)
SECTION.add_snippet("laws/instrumentversion", pk="version", see=READERS, write=EDITORS, delete=REVIEWERS)

V = "admin/snippets/laws/instrumentversion/"
PUBLIC = {"pk": "version", "revision_id": "version_revision"}
REVIEWED = {
    "pk": "version_in_review",
    "task_state_id": "version_task_state",
    "workflow_state_id": "version_workflow_state",
    "task_id": "task",
}
REVIEWER = frozenset({"reviewing_editor"})
add(f"{V}preview/", EDITORS, EDITORS, also={"DELETE": EDITORS})
add(f"{V}preview/<int:pk>/", EDITORS, EDITORS, things=PUBLIC, also={"DELETE": EDITORS})
add(f"{V}history/<int:pk>/revisions/<int:revision_id>/view/", EDITORS, None, things=PUBLIC)
add(f"{V}history/<int:pk>/revisions/<int:revision_id>/revert/", EDITORS, EDITORS, things=PUBLIC)
add(f"{V}history/<int:pk>/revisions/<int:revision_id>/unschedule/", REVIEWERS, REVIEWERS, things=PUBLIC)
add(
    rf"{V}history/(?P<pk>.+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)\.\.\.(?P<revision_id_b>live|latest|\d+)/$",
    EDITORS,
    things=PUBLIC,
    path=V + "history/{pk}/revisions/compare/earliest...latest/",
)
add(f"{V}unpublish/<int:pk>/", REVIEWERS, REVIEWERS, things=PUBLIC)
add(f"{V}lock/<int:pk>/", None, REVIEWERS, things=PUBLIC)
add(f"{V}unlock/<int:pk>/", None, REVIEWERS, things=PUBLIC)
for action in ("approve", "reject"):
    for door in ("action", "collect_action_data"):
        add(
            f"{V}workflow/{door}/<int:pk>/<slug:action_name>/<int:task_state_id>/",
            REVIEWER,
            REVIEWER,
            case=action,
            things={**REVIEWED, "action_name": f"={action}"},
        )
add(f"{V}workflow/confirm_cancellation/<int:pk>/", READERS, READERS, things=REVIEWED)
add(f"{V}workflow/preview/<int:pk>/<int:task_id>/", REVIEWER, None, things=REVIEWED)
add(f"{V}workflow_history/<int:pk>/", EDITORS, None, things=REVIEWED)
add(f"{V}workflow_history/<int:pk>/detail/<int:workflow_state_id>/", EDITORS, None, things=REVIEWED)
add("admin/laws/draft-link/<int:pk>/", EDITORS, EDITORS, things={"pk": "draft_version"})
add("admin/laws/upload/", EDITORS, EDITORS)
add("admin/snippets/", NOBODY)
SECTION.add_bulk("core/topic/delete", "topic", READERS, REVIEWERS)
# Laws are never deleted in bulk (cms/laws/wagtail_hooks.py).
SECTION.add_bulk("laws/instrument/delete", "instrument", NOBODY, NOBODY)
SECTION.add_bulk("laws/instrumentversion/delete", "version", NOBODY, NOBODY)
