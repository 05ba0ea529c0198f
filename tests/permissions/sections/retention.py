"""Keeping: the public's anchors and check of a record; holds, purges, exports for inquiries, who opened what."""

from __future__ import annotations

from portal.accounts.models import User
from portal.accounts.roles import ROLES
from portal.common import clock
from portal.retention.models import InquiryExport, LegalHold, PurgeItem, PurgeRun, RetentionSettings
from tests.permissions.actors import ADMIN_STAFF, ADMINISTRATOR, EVERYBODY
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

SECTION = Section("retention")
add = SECTION.add


@thing
def legal_hold(world: World, owner: User) -> int:
    return LegalHold.objects.create(authority="示范法院", reason="示范", placed_by=owner, placed_at=clock.now()).pk


@thing
def purge_run(world: World, owner: User) -> int:
    run = PurgeRun.objects.create(proposed_by=owner, proposed_at=clock.now())
    PurgeItem.objects.create(run=run, case_id=0)
    return run.pk


@thing
def inquiry_export(world: World, owner: User) -> int:
    return InquiryExport.objects.create(
        authority="示范机关", document_number="示1号", reason="示范", asked_by=owner, asked_at=clock.now()
    ).pk


def who(permission: str) -> frozenset[str]:
    return frozenset(code for code, role in ROLES.items() if permission in role.permissions)


KEEPERS = frozenset({"supervisor"})
APPROVERS = frozenset({"administrator"})
READERS = frozenset({"supervisor", "auditor"})
for permission, people in (
    ("retention.place_hold", KEEPERS),
    ("retention.propose_purge", KEEPERS),
    ("retention.export_for_inquiry", KEEPERS),
    ("retention.approve_purge", APPROVERS),
    ("retention.view_openings", READERS),
):
    assert who(permission) == people, permission

add("records/anchors/", EVERYBODY)
add("records/anchors/all.jsonl", EVERYBODY)
add("records/anchors/<str:day>.json", EVERYBODY, gone="all", things={"day": "=2000-01-01"})
# An empty form is told what is missing.
add("records/verify/", EVERYBODY, EVERYBODY)
add("workbench/holds/", KEEPERS, steps_up="send")
add("workbench/holds/new/", KEEPERS, KEEPERS, steps_up="send")
add(
    "workbench/holds/<int:pk>/", KEEPERS, KEEPERS, things={"pk": "legal_hold"}, data={"reason": "示范"}, steps_up="send"
)
add("workbench/purges/", READERS | APPROVERS, steps_up="send")
add("workbench/purges/new/", KEEPERS, KEEPERS, steps_up="send")
# Who proposes and who audits open it and decide nothing: a press of theirs is refused by the service.
add(
    "workbench/purges/<int:pk>/",
    READERS | APPROVERS,
    APPROVERS,
    things={"pk": "purge_run"},
    data={"approve": "1"},
    steps_up="send",
)
add("workbench/inquiries/", KEEPERS, steps_up="all")
add("workbench/inquiries/new/", KEEPERS, KEEPERS, steps_up="all")
add("workbench/inquiries/<int:pk>/", KEEPERS, things={"pk": "inquiry_export"}, steps_up="all")
# Another's: even who may order one does not get it.
add("workbench/inquiries/<int:pk>/file/", None, frozenset(), things={"pk": "inquiry_export"}, steps_up="all")
add("workbench/openings/", READERS)
add("workbench/openings/", READERS, case="export", query="?export=csv")


@thing
def retention_settings(world: World, owner: User) -> int:
    return RetentionSettings.load().pk


KIND = "admin/settings/<slug:app_name>/<slug:model_name>/"
RULES = {"app_name": "=retention", "model_name": "=retentionsettings", "pk": "retention_settings"}
add(KIND, ADMIN_STAFF, ADMIN_STAFF, case="retention/retentionsettings", things=RULES)
add(f"{KIND}<int:pk>/", ADMINISTRATOR, ADMINISTRATOR, case="of retention", things=RULES)
