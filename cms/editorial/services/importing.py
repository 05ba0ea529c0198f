"""Writing one imported page: page, revision, history, what is owed to the index, and what the import will know it by, in one
transaction. Killed anywhere, a page is in whole or not at all."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.editorial.base import EditorialPage
from cms.editorial.building import index_models
from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.import_runs import EditorialImport, ImportedPage, RunState
from cms.editorial.importers.checking import Draft
from cms.editorial.importers.matching import Decision
from cms.editorial.importers.report import Report, Status
from cms.editorial.sections import SectionIndexPage
from portal.common import clock
from portal.common.audit.models import Act
from portal.common.audit.record import record
from portal.common.clock import SHANGHAI

EARLIEST = time(9, 0)


def begin(kind: str, file_name: str, file_digest: str, by: Any) -> EditorialImport:
    """Write down that an import begins."""
    return EditorialImport.objects.create(
        kind=kind, file_name=file_name[:300], file_digest=file_digest, by=by, started_at=clock.now()
    )


@transaction.atomic
def end(run: EditorialImport, report: Report) -> int | None:
    """Write down what came of an import: with the run, and in the audit log. One by command that found nothing new leaves no
    trace: gives the number of the run, or None."""
    is_by_command = run.moved_at is None
    if is_by_command and all(row.status is Status.UNCHANGED for row in report.rows):
        run.delete()
        return None
    report.import_id = run.pk
    told = report.as_json()
    run.totals, run.report, run.ended_at = told["totals"], told, clock.now()
    run.state, run.content, run.problem = RunState.DONE, None, ""
    run.save(update_fields=["totals", "report", "ended_at", "state", "content", "problem"])
    record(
        Act.IMPORTED, actor=run.by, subject=run, name=run.file_name, details={"kind": run.kind, "totals": run.totals}
    )
    return run.pk


def fill(page: EditorialPage, decision: Decision, draft: Draft) -> EditorialPage:
    """Set what a row says on a page that is not saved."""
    for name, value in decision.values.items():
        setattr(page, "institution_id" if name == "institution" else name, value)
    for name, keys in decision.sets.items():
        related = page._meta.get_field(name).related_model
        setattr(page, name, list(related._default_manager.filter(pk__in=keys)))
    page.import_key = draft.key
    page.import_notes = "\n".join(draft.notes)
    return page


@transaction.atomic
def write_page(
    draft: Draft, decision: Decision, run: EditorialImport, *, publish: bool, has_approved: bool = False
) -> EditorialPage:
    """Create or change a page as a draft; with ``publish`` it is public at once, unless an editor withdrew it or its words are
    refused: then the draft stays, and the report says why. Only with ``has_approved`` the one who imports is its reviewer."""
    page = (
        _create(draft, decision, run, publish) if decision.status is Status.CREATED else _change(draft, decision, run)
    )
    revision = page.get_latest_revision()
    if publish:
        _publish(revision, draft, decision, run.by if has_approved else None)
    ImportedPage.objects.update_or_create(
        run=run,
        page_id=page.pk,
        defaults={
            "key": draft.key,
            "is_new": decision.status is Status.CREATED,
            "digest": decision.digest,
            "digests": decision.digests,
            "revision_id": revision.pk,
        },
    )
    return page


def _publish(revision: Revision, draft: Draft, decision: Decision, user: Any) -> None:
    if decision.known is not None and decision.known.was_withdrawn:
        draft.report.warnings.append(_("页面已被撤下，修改只存为草稿。"))
        return
    try:
        with transaction.atomic():
            revision.publish(user=user, skip_permission_checks=True)
    except ValidationError as error:
        draft.report.warnings.append(_("没有发布，存为草稿：%(why)s") % {"why": "；".join(error.messages)})


def _create(draft: Draft, decision: Decision, run: EditorialImport, publish: bool) -> EditorialPage:
    page = fill(PAGE_MODELS[draft.kind](live=False, owner=run.by), decision, draft)
    if publish and draft.published_on is not None:
        page.first_published_at = datetime.combine(draft.published_on, EARLIEST, SHANGHAI)
    _section(draft.kind).add_child(instance=page)
    page.save_revision(user=run.by, log_action="wagtail.create", clean=False)
    return page


def _change(draft: Draft, decision: Decision, run: EditorialImport) -> EditorialPage:
    assert decision.page is not None
    assert decision.known is not None
    model: Any = PAGE_MODELS[draft.kind]
    there = model.objects.select_for_update().get(pk=decision.known.pk)
    if there.latest_revision_id != decision.known.latest_revision:
        raise ChangedMeanwhile
    page = fill(decision.page, decision, draft)
    if not page.live:
        page.save()
    else:
        model.objects.filter(pk=page.pk).update(import_key=page.import_key)
    page.save_revision(user=run.by, log_action=True, clean=False)
    return page


class ChangedMeanwhile(Exception):
    """Somebody saved the page while the import was at it."""


def _section(kind: str) -> SectionIndexPage:
    """The section, locked: two imports at once would give two pages one place."""
    model: Any = next(model for model in index_models() if model.kind == kind)
    return model.objects.select_for_update().get()
