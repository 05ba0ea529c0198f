"""An import is undone by the entry and as a whole; its file is kept no longer than needed, and work that was broken off
begins again."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cms.directory.admin.imports.templates import MODELS, table
from cms.directory.importers.reading import read_bytes
from cms.directory.importers.run import run_import
from cms.directory.models import DirectoryImport, ImportJob, ImportRow, Institution, Practitioner
from cms.directory.models.enums import ImportState
from cms.directory.services import import_jobs, import_steps
from cms.directory.services.entries import save_entry
from portal.common import clock
from tests.directory import builders
from tests.directory.admin.imports.uploading import IMPORTS, brought_in, csv, people, send, upload, words
from tests.directory.builders import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_of_200_practitioners_imported_one_is_undone(clerk: Client) -> None:
    firm = builders.institution()
    run = brought_in(clerk, people(firm, 200))
    one = Practitioner.objects.get(name="示例007")

    page = words(clerk.get(f"{IMPORTS}/inspect/{run.pk}/?q=示例007"))
    response = clerk.post(
        f"{IMPORTS}/inspect/{run.pk}/", {"act": "undo", "what": "practitioners", "key": one.pk}, follow=True
    )

    assert page.count("示例007") >= 1
    assert "示例008" not in page
    assert "由这次导入新建，已删除" in words(response)
    assert Practitioner.objects.count() == 199
    assert not Practitioner.objects.filter(name="示例007").exists()
    assert "已撤销" in words(clerk.get(f"{IMPORTS}/inspect/{run.pk}/?q=示例007"))


def test_an_undone_change_is_what_it_was_before(clerk: Client) -> None:
    firm = builders.institution()
    known = builders.practitioner(firm, name="示例旧名", licence_number="10000202110000000")
    run = brought_in(clerk, people(firm, 1))

    clerk.post(f"{IMPORTS}/inspect/{run.pk}/", {"act": "undo", "what": "practitioners", "key": known.pk})

    known.refresh_from_db()
    assert known.name == "示例旧名"


def test_what_was_changed_since_is_not_undone_and_the_page_says_so(clerk: Client) -> None:
    run = brought_in(clerk, people(builders.institution(), 1))
    person = Practitioner.objects.get()
    save_entry(person, {"languages": "粤语"}, by=builders.clerk())

    response = clerk.post(
        f"{IMPORTS}/inspect/{run.pk}/", {"act": "undo", "what": "practitioners", "key": person.pk}, follow=True
    )

    assert "之后又有修改，不能撤销" in words(response)
    assert "之后又有修改" in words(clerk.get(f"{IMPORTS}/inspect/{run.pk}/"))
    assert Practitioner.objects.exists()


def test_a_whole_import_is_undone_and_what_cannot_be_is_listed(clerk: Client) -> None:
    head = "类别,名称,执业证号,执业机构,所在区"
    lines = ["律师事务所,示范新所,,,示范区"] + [f"律师,示例{n},1000020211000000{n},示范新所," for n in range(3)]
    run = brought_in(clerk, csv(*lines, head=head))
    assert (Institution.objects.count(), Practitioner.objects.count()) == (1, 3)
    kept = Practitioner.objects.get(name="示例1")
    save_entry(kept, {"languages": "粤语"}, by=builders.clerk())

    asked = words(clerk.get(f"{IMPORTS}/inspect/{run.pk}/?undo_all=1"))
    response = send(clerk, f"{IMPORTS}/inspect/{run.pk}/", act="undo_all")
    page = words(clerk.get(response.url))

    assert "新建的条目将被删除" in asked
    assert "撤销了2条，2条没有撤销" in page
    assert "示例1" in page
    assert "有执业人员，不能删除" in page
    assert list(Practitioner.objects.all()) == [kept]
    assert "已整体撤销" in words(clerk.get(f"{IMPORTS}/"))


def test_a_move_that_an_import_made_is_found_and_undone(clerk: Client) -> None:
    old, new = builders.institution(), builders.institution()
    person = builders.practitioner(old, name="示例000", licence_number="10000202110000000")
    run = brought_in(clerk, people(new, 1))
    assert person.affiliations.get(ended_on=None).institution == new

    assert "示例000" in words(clerk.get(f"{IMPORTS}/inspect/{run.pk}/?q=示例000"))
    clerk.post(f"{IMPORTS}/inspect/{run.pk}/", {"act": "undo", "what": "practitioners", "key": person.pk})

    assert person.affiliations.get(ended_on=None).institution == old


def test_a_discarded_file_leaves_nothing(clerk: Client) -> None:
    address = upload(clerk, people(builders.institution(), 3)).url

    send(clerk, address, act="discard")

    job = ImportJob.objects.get()
    assert (job.state, job.content, job.rows.count()) == (ImportState.DISCARDED, None, 0)
    assert not Practitioner.objects.exists()


def test_a_file_that_nobody_confirms_is_gone_after_a_day_and_lines_after_a_month(clerk: Client) -> None:
    firm = builders.institution()
    brought_in(clerk, people(firm, 2))
    upload(clerk, people(firm, 3))

    import_jobs.tidy(clock.now() + timedelta(hours=20))
    assert ImportJob.objects.filter(content__isnull=False).count() == 1
    import_jobs.tidy(clock.now() + timedelta(hours=25))
    assert not ImportJob.objects.filter(content__isnull=False).exists()
    assert ImportRow.objects.count() == 2
    import_jobs.tidy(clock.now() + timedelta(days=31))
    assert not ImportRow.objects.exists()
    assert DirectoryImport.objects.count() == 1


def test_a_step_whose_worker_is_gone_can_be_begun_again_and_writes_nothing_twice(clerk: Client) -> None:
    firm = builders.institution()
    address = upload(clerk, people(firm, 3)).url
    job = ImportJob.objects.get()
    run = DirectoryImport.objects.create(file_name="名单.csv", file_digest="x", by=job.by, started_at=clock.now())
    run_import(read_bytes("a.csv", people(firm, 2)), today=TODAY, by=job.by, run=run)
    moved = clock.now() - timedelta(minutes=10)
    ImportJob.objects.update(state=ImportState.RUNNING, run=run, moved_at=moved)

    page = words(clerk.get(address))
    send(clerk, address, act="restart")

    assert "可能已经中断" in page
    assert Practitioner.objects.count() == 3
    assert DirectoryImport.objects.get().totals["unchanged"] == 2
    assert ImportJob.objects.get().state == ImportState.DONE


def test_what_is_in_progress_is_not_begun_again(clerk: Client) -> None:
    address = upload(clerk, people(builders.institution(), 1)).url
    ImportJob.objects.update(state=ImportState.RUNNING, moved_at=clock.now())

    response = send(clerk, address, act="restart")

    assert "不必重新开始" in words(clerk.get(response.url))


def test_an_unexpected_error_is_told_and_logged(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("boom")

    address = upload(clerk, people(builders.institution(), 1)).url
    with monkeypatch.context() as patched:
        patched.setattr(import_steps, "run_import", broken)
        send(clerk, address, act="confirm")
    page = words(clerk.get(address))
    send(clerk, address, act="restart")

    assert "没有全部完成" in page
    assert Practitioner.objects.count() == 1


def test_the_page_of_work_in_progress_reloads_itself_and_answers_a_script(clerk: Client) -> None:
    address = upload(clerk, people(builders.institution(), 1)).url
    ImportJob.objects.update(state=ImportState.RUNNING, moved_at=clock.now(), lines_total=400, lines_done=100)

    page = words(clerk.get(address))
    told = clerk.get(f"{address}progress/").json()

    assert '<noscript><meta http-equiv="refresh"' in page
    assert (told["percent"], told["is_busy"], told["label"]) == (25, True, "正在执行")


@pytest.mark.parametrize("what", sorted(MODELS))
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_templates_can_be_imported_as_they_are(clerk: Client, what: str, form: str) -> None:
    response = clerk.get(f"{IMPORTS}/template/{what}.{form}")

    report = run_import(read_bytes(f"{what}.{form}", response.content), today=TODAY, dry_run=True)

    assert [row.errors for row in report.rows] == [[]]
    assert "示例" in report.rows[0].name
    assert report.ignored_columns == []
    assert len(table(MODELS[what])) == 2


def test_a_workbook_goes_in_as_well(clerk: Client) -> None:
    import openpyxl

    firm = builders.institution()
    book = openpyxl.Workbook()
    for row in (["类别", "姓名", "执业证号", "执业机构"], ["律师", "示例甲", "10000202110000001", firm.name]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)

    address = upload(clerk, content.getvalue(), "名单.xlsx").url
    send(clerk, address, act="confirm")

    assert Practitioner.objects.get().name == "示例甲"


def test_who_may_not_import_finds_no_door_and_who_may_read_only_reads(browser: Callable, clerk: Client) -> None:
    firm = builders.institution()
    run = brought_in(clerk, people(firm, 2))
    waiting = upload(clerk, people(firm, 3)).url
    auditor, editor = browser("auditor"), browser("content_editor")
    person = Practitioner.objects.first()
    assert person is not None

    for address in (
        f"{IMPORTS}/",
        f"{IMPORTS}/inspect/{run.pk}/",
        waiting,
        f"{waiting}progress/",
        f"{waiting}report.csv",
    ):
        assert auditor.get(address).status_code == 200, address
        assert editor.get(address).status_code == 302, address
    for client in (auditor, editor):
        assert client.get(f"{IMPORTS}/upload/").status_code == 302
        assert client.get(f"{IMPORTS}/template/institutions.csv").status_code == 302
        assert upload(client, people(firm, 1)).url == "/admin/"
        for address, sent in (
            (waiting, {"act": "confirm"}),
            (waiting, {"act": "discard"}),
            (f"{IMPORTS}/inspect/{run.pk}/", {"act": "undo_all"}),
            (f"{IMPORTS}/inspect/{run.pk}/", {"act": "undo", "what": "practitioners", "key": person.pk}),
        ):
            assert client.post(address, sent).url == "/admin/"
    assert Practitioner.objects.count() == 2
    assert ImportJob.objects.count() == 2


def test_an_uploaded_file_has_no_address(clerk: Client) -> None:
    """It lies in the database alone: nothing below the folder of public files knows of it."""
    from pathlib import Path

    from django.conf import settings

    before = set(Path(settings.MEDIA_ROOT).rglob("*"))
    upload(clerk, people(builders.institution(), 1))

    assert set(Path(settings.MEDIA_ROOT).rglob("*")) == before
    assert ImportJob.objects.get().content is not None


def test_a_broker_that_is_gone_loses_no_file_and_the_work_can_be_begun_later(
    clerk: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waking a worker fails at once; the page says so after a while and offers to begin again."""
    from portal.celery import app

    firm = builders.institution()
    settings.CELERY_TASK_ALWAYS_EAGER = False  # Celery reads it through: what is set on its own settings would stay
    with monkeypatch.context() as patched:
        patched.setitem(app.conf, "broker_url", "redis://127.0.0.1:1/0")
        response = upload(clerk, people(firm, 2))
    job = ImportJob.objects.get()
    assert response.status_code == 302
    assert job.state == ImportState.WAITING
    settings.CELERY_TASK_ALWAYS_EAGER = True
    ImportJob.objects.update(moved_at=clock.now() - timedelta(minutes=5))

    page = words(clerk.get(response.url))
    send(clerk, response.url, act="restart")

    assert "可能已经中断" in page
    job.refresh_from_db()
    assert job.state == ImportState.CHECKED
