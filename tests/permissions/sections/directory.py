"""The directory: public pages, its API, its part of the admin."""

from __future__ import annotations

from typing import Any

from cms.directory.models import (
    AdministrativePenalty,
    DirectoryImport,
    DirectoryNotice,
    ErrorReport,
    ImportJob,
    PenaltyKind,
    ProfessionalSanction,
    SanctionKind,
)
from cms.directory.services import records
from cms.directory.services.error_reports import report_error
from portal.accounts.models import User
from portal.common import clock
from tests.directory import builders
from tests.permissions.actors import ADMIN_STAFF, APPROVERS, AUDITOR, CLERKS, DIRECTORY, EVERYBODY, NOBODY, Who
from tests.permissions.declaring import Section
from tests.permissions.world import World, thing

READERS = DIRECTORY | AUDITOR
SECTION = Section("directory")
add = SECTION.add


# -- things -----------------------------------------------------------------------------------------------------------
@thing
def institution(world: World, owner: User) -> int:
    return builders.institution().pk


@thing
def practitioner(world: World, owner: User) -> int:
    return builders.practitioner().pk


@thing
def institution_slug(world: World, owner: User) -> str:
    return builders.institution().slug


@thing
def practitioner_slug(world: World, owner: User) -> str:
    return builders.practitioner().slug


def _drafted(model: Any, owner: User) -> Any:
    """A draft: of the owner, if they may write one."""
    values = builders.penalty_values if model is AdministrativePenalty else builders.sanction_values
    writes = owner.has_perm(f"directory.add_{model._meta.model_name}")
    return records.draft_record(model, values(builders.practitioner()), by=owner if writes else builders.clerk())


def _submitted(model: Any, owner: User) -> Any:
    record = _drafted(model, owner)
    return records.submit_record(record, by=record.drafted_by, today=clock.today())


def _shown(model: Any) -> Any:
    return records.approve_record(_submitted(model, builders.clerk()), by=builders.approver(), today=clock.today())


@thing
def drafted_penalty(world: World, owner: User) -> int:
    return _drafted(AdministrativePenalty, owner).pk


@thing
def submitted_penalty(world: World, owner: User) -> int:
    return _submitted(AdministrativePenalty, owner).pk


@thing
def shown_penalty(world: World, owner: User) -> int:
    return _shown(AdministrativePenalty).pk


@thing
def drafted_sanction(world: World, owner: User) -> int:
    return _drafted(ProfessionalSanction, owner).pk


@thing
def submitted_sanction(world: World, owner: User) -> int:
    return _submitted(ProfessionalSanction, owner).pk


@thing
def shown_sanction(world: World, owner: User) -> int:
    return _shown(ProfessionalSanction).pk


@thing
def penalty_kind(world: World, owner: User) -> int:
    return PenaltyKind.objects.order_by("pk").first().pk


@thing
def sanction_kind(world: World, owner: User) -> int:
    return SanctionKind.objects.order_by("pk").first().pk


@thing
def error_report(world: World, owner: User) -> int:
    report_error("电话打不通", page_path="/directory/", moment=clock.now())
    return ErrorReport.objects.latest("pk").pk


@thing
def letter(world: World, owner: User) -> int:
    subject = builders.practitioner()
    made = DirectoryNotice.objects.create(
        event="published",
        record_key="示范",
        practitioner=subject,
        document_number="示司罚决字〔2026〕第1号",
        text="示范正文。",
        created_at=clock.now(),
    )
    return made.pk


@thing
def import_run(world: World, owner: User) -> int:
    made = DirectoryImport.objects.create(
        file_name="示范.csv", file_digest="0" * 64, by=owner, started_at=clock.now(), ended_at=clock.now()
    )
    return made.pk


@thing
def import_job(world: World, owner: User) -> int:
    return ImportJob.objects.create(file_name="示范.csv", by=owner, created_at=clock.now(), moved_at=clock.now()).pk


# -- public pages and the API -----------------------------------------------------------------------------------------
PLACES = {"institutions": {"slug": "institution_slug"}, "practitioners": {"slug": "practitioner_slug"}}
add("directory/", EVERYBODY)
add("directory/records/", EVERYBODY)
for kind, filled in PLACES.items():
    add(f"directory/{kind}/<slug:slug>/", EVERYBODY, None, things=filled)
    add(f"api/v2/^{kind}/$", EVERYBODY)
    add(rf"api/v2/^{kind}/(?P<slug>[0-9a-z-]+)/$", EVERYBODY, None, things=filled)
add(r"api/v2/^institutions/(?P<slug>[0-9a-z-]+)/team/$", EVERYBODY, None, things=PLACES["institutions"])
add(r"api/v2/^administrative-penalties/$", EVERYBODY)
add(r"api/v2/^professional-sanctions/$", EVERYBODY)
add("corrections/", EVERYBODY, EVERYBODY)
add("corrections/new/", EVERYBODY, EVERYBODY, query="?about=/directory/")
add("corrections/receipt/", EVERYBODY, None)


# -- the admin --------------------------------------------------------------------------------------------------------
def rows(folder: str, pk: str, pages: dict[str, tuple[Who, Who | None]]) -> None:
    """The addresses of modeladmin for one model."""
    for page, (read, send) in pages.items():
        if page in ("", "create/"):
            add(f"admin/^directory/{folder}/{page}$", read, send)
        else:
            route = rf"admin/^directory/{folder}/{page}(?P<instance_pk>[-\w]+)/$"
            add(route, read, send, things={"instance_pk": pk})


KEEPS = (CLERKS, CLERKS)
READS = (READERS, None)
for folder, pk in (("institutions", "institution"), ("practitioners", "practitioner")):
    pages = {"create/": KEEPS, "edit/": KEEPS, "delete/": KEEPS}
    rows(folder, pk, {"": READS, "inspect/": READS, "history/": READS, **pages})
    add(f"admin/^directory/{folder}/$", READERS, READERS, case="export", query="?export=csv")
for folder, pk in (("penalties", "drafted_penalty"), ("sanctions", "drafted_sanction")):
    rows(folder, pk, {"": READS, "inspect/": READS, "history/": READS, "create/": KEEPS, "edit/": KEEPS})
for folder, pk in (("penalty-kinds", "penalty_kind"), ("sanction-kinds", "sanction_kind")):
    rows(folder, pk, {"": READS, "history/": READS, "create/": KEEPS, "edit/": KEEPS})
rows("reports", "error_report", {"": READS, "history/": READS})
rows("notices", "letter", {"": READS, "history/": READS})
rows("imports", "import_run", {"": READS})
ROW = r"inspect/(?P<instance_pk>[-\w]+)/$"
REPORT, LETTER, RUN = ({"instance_pk": name} for name in ("error_report", "letter", "import_run"))
add(f"admin/^directory/reports/{ROW}", READERS, CLERKS, things=REPORT, idle=READERS - CLERKS)
add(f"admin/^directory/notices/{ROW}", READERS, CLERKS, things=LETTER)
add(f"admin/^directory/imports/{ROW}", READERS, CLERKS, things=RUN, data={"act": "undo"})
add("admin/directory/notices/print/<int:pk>/", READERS, READERS, things={"pk": "letter"})
add("admin/directory/approvals/", APPROVERS)
add("admin/directory/withdrawals/", READERS)
for folder, name in (("penalties", "penalty"), ("sanctions", "sanction")):
    route = f"admin/directory/{folder}/act/<int:pk>/<str:act>/"
    for act, thing_name, who in (
        ("submit", f"drafted_{name}", CLERKS),
        ("discard", f"drafted_{name}", CLERKS),
        ("approve", f"submitted_{name}", APPROVERS),
        ("return", f"submitted_{name}", APPROVERS),
        ("note_alteration", f"shown_{name}", CLERKS),
        ("withdraw", f"shown_{name}", APPROVERS),
    ):
        add(route, who, who, case=act, things={"pk": thing_name, "act": f"={act}"}, steps_up="all")
    # Four eyes: who drafted a record is led back to it, and nothing is approved.
    own = {"pk": f"own_submitted_{name}", "act": "=approve"}
    others = APPROVERS - {"administrator"}
    add(route, APPROVERS, others, case="approve, own", things=own, steps_up="all", idle=APPROVERS - others)

for model in ("institution", "practitioner"):
    chooser = f"admin/directory/choose-{model}/"
    for part in ("", "results/", "chosen-multiple/"):
        add(f"{chooser}{part}", READERS)
    add(f"{chooser}chosen/<str:pk>/", READERS, None, things={"pk": model})
    add(f"{chooser}create/", NOBODY, NOBODY)
add("admin/modeladmin/jsi18n/", ADMIN_STAFF)
add("admin/directory/imports/upload/", CLERKS, CLERKS)
FILE = {"what": "=institutions", "form": "=csv"}
add("admin/directory/imports/template/<str:what>.<str:form>", CLERKS, CLERKS, things=FILE)
JOB = {"pk": "import_job"}
add("admin/directory/imports/job/<int:pk>/", READERS, CLERKS, things=JOB, data={"act": "discard"})
add("admin/directory/imports/job/<int:pk>/progress/", READERS, READERS, things=JOB)
REPORT_FILE = {**JOB, "what": "=report"}
add("admin/directory/imports/job/<int:pk>/<str:what>.csv", READERS, READERS, things=REPORT_FILE)
