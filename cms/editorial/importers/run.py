"""One import from beginning to end: rows in, report out. Each page is a transaction; a row that is wrong is reported and the rest
goes in. A second run of a file changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.urls import reverse
from django.utils.translation import gettext as _

from cms.editorial.catalogue import PAGE_MODELS
from cms.editorial.import_runs import EditorialImport
from cms.editorial.importers.checking import Draft, check_rows
from cms.editorial.importers.columns import columns_of, label_of
from cms.editorial.importers.matching import Decision, Known, Pages, decide
from cms.editorial.importers.report import Report, Status
from cms.editorial.importers.resolving import resolve
from cms.editorial.importers.rows import ImportFile
from cms.editorial.services import importing
from cms.editorial.services.announcing import indexed_later

Progress = Callable[[int], object]
"""Told how many more rows are done."""
_FILLED_BY_SAVING = ["path", "depth", "slug", "url_path", "draft_title", "content_type", "locale"]


def run_import(
    file: ImportFile,
    *,
    today: date,
    by: Any = None,
    dry_run: bool = False,
    publish: bool = False,
    has_approved: bool = False,
    again: bool = False,
    run: EditorialImport | None = None,
    progress: Progress = lambda done: None,
) -> Report:
    """Bring a file in as drafts, or with ``publish`` for everybody to read (``has_approved``: ``by`` is the reviewer; ``again``:
    also what editors have deleted; ``run``: an upload that was confirmed). With ``dry_run`` nothing is written, and the report
    says what would happen."""
    drafts = check_rows(file)
    report = Report(file.name, file.kind, dry_run, [draft.report for draft in drafts], file.ignored)
    resolved = resolve(drafts, today)
    pages = Pages(file.kind)
    if not dry_run and run is None:
        run = importing.begin(file.kind, file.name, file.digest, by)
    with indexed_later():
        for draft, meant in zip(drafts, resolved, strict=True):
            if not draft.report.errors:
                draft.notes += meant.notes
                decision = decide(draft, meant, pages, again=again)
                _bring_in(draft, decision, run, publish, has_approved)
            progress(1)
    if run is not None:
        report.import_id = importing.end(run, report)
    return report


def _bring_in(draft: Draft, decision: Decision, run: EditorialImport | None, publish: bool, has_approved: bool) -> None:
    row = draft.report
    row.status, row.reason = decision.status, decision.reason
    row.url = _address(decision.known) if decision.known else ""
    if decision.status not in (Status.CREATED, Status.UPDATED):
        return
    try:
        _validate(draft, decision)
        if run is None:
            return
        page = importing.write_page(draft, decision, run, publish=publish, has_approved=has_approved)
    except ValidationError as error:
        _say(draft, error)
    except importing.ChangedMeanwhile:
        row.status, row.reason = Status.SKIPPED, str(_("导入时有人正在保存这个页面。"))
    except (IntegrityError, DataError):
        row.fail("", _("与已有的内容冲突，没有写入。"))
    else:
        page.refresh_from_db(fields=["live"])
        row.url = page.get_url() or "" if page.live else reverse("wagtailadmin_pages:edit", args=[page.pk])
    if row.errors:
        row.status = Status.FAILED


def _validate(draft: Draft, decision: Decision) -> None:
    """What saving would refuse, found out without saving; on a page of its own, so that the draft stays as it was read."""
    page = PAGE_MODELS[draft.kind]()
    for name, value in decision.values.items():
        setattr(page, "institution_id" if name == "institution" else name, value)
    page.clean_fields(exclude=[*_FILLED_BY_SAVING, *_not_given(draft, decision)])
    if draft.kind == "typical_case" and decision.status is Status.CREATED:
        page.clean()


def _not_given(draft: Draft, decision: Decision) -> list[str]:
    given = set(decision.values) if decision.status is Status.UPDATED else set()
    if decision.status is Status.CREATED:
        return []
    return [field.name for field in PAGE_MODELS[draft.kind]._meta.fields if field.name not in given]


def _say(draft: Draft, error: ValidationError) -> None:
    columns = columns_of(draft.kind)
    for name, messages in (error.message_dict if hasattr(error, "error_dict") else {"": error.messages}).items():
        label = label_of(draft.kind, columns[name]) if name in columns else ""
        for message in messages:
            draft.report.fail("" if name == "__all__" else name, f"{label}：{message}" if label else str(message))


def _address(known: Known) -> str:
    """Where a page that is there is read, or edited while it is not public."""
    if not known.live:
        return reverse("wagtailadmin_pages:edit", args=[known.pk])
    return "/" + known.url_path.strip("/").partition("/")[2] + "/"
