"""A file is checked before anything is written, shown as differences, confirmed; what is wrong is said by line."""

from __future__ import annotations

import pytest
from django.test import Client

from cms.directory.models import DirectoryImport, ImportJob, Practitioner
from cms.directory.services import import_jobs, import_steps
from portal.common.audit.models import AuditEntry
from portal.common.outbox.models import OutboxRow
from tests.directory import builders
from tests.directory.admin.imports.uploading import IMPORTS, brought_in, csv, people, send, upload, words

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def test_a_file_is_checked_and_nothing_is_written_before_somebody_confirms(clerk: Client) -> None:
    firm = builders.institution()
    known = builders.practitioner(firm, name="示例旧名", licence_number="10000202110000000")

    response = upload(clerk, people(firm, 3))
    page = words(clerk.get(f"{response.url}?status=updated"))

    known.refresh_from_db()
    assert (known.name, Practitioner.objects.count()) == ("示例旧名", 1)
    assert not DirectoryImport.objects.exists()
    assert "姓名" in page or "名称" in page
    assert "<del>示例旧名</del> → <ins>示例000</ins>" in page
    assert "确认导入3条" in page


def test_confirmed_it_goes_in_with_who_did_it_and_the_file_is_gone(clerk: Client) -> None:
    firm = builders.institution()

    run = brought_in(clerk, people(firm, 3))

    assert Practitioner.objects.count() == 3
    assert (run.by.username, run.totals["created"]) == ("directory_clerk", 3)
    assert ImportJob.objects.get().content is None
    listed = words(clerk.get(f"{IMPORTS}/"))
    assert "名单.csv" in listed
    assert "示例directory_clerk" in listed
    entry = AuditEntry.objects.get(act="imported")
    assert (entry.actor_name, entry.subject_name, entry.details) == ("directory_clerk", "名单.csv", {"rows": 3})


def test_what_was_imported_is_in_the_search_index_when_the_page_says_it_is_done(clerk: Client) -> None:
    """Without a worker nobody else comes to drain what bulk writing left."""
    firm = builders.institution()

    brought_in(clerk, people(firm, 70))

    assert OutboxRow.objects.filter(key__startswith="practitioner:").count() >= 70
    assert not OutboxRow.objects.filter(done_at=None).exists()


def test_two_clicks_on_confirm_import_once(clerk: Client) -> None:
    address = upload(clerk, people(builders.institution(), 3)).url

    send(clerk, address, act="confirm")
    again = send(clerk, address, act="confirm")

    assert "已经导入" in words(clerk.get(again.url))
    assert DirectoryImport.objects.count() == 1


def test_errors_are_said_by_line_and_column_and_can_be_downloaded(clerk: Client) -> None:
    firm = builders.institution()
    address = upload(
        clerk,
        csv(
            f"律师,示例甲,10000202110000001,{firm.name}",
            "律师,示例乙,10000202110000002,没有的机构",
            "木匠,示例丙,,",
            f"律师,{'11010119900307'}0038,10000202110000003,{firm.name}",
        ),
    ).url

    page = words(clerk.get(address))
    file = clerk.get(f"{address}errors.csv")
    errors = b"".join(file.streaming_content).decode()
    report = b"".join(clerk.get(f"{address}report.csv").streaming_content).decode()

    assert "执业机构：名录中没有这一名称的机构。" in page
    assert "类别：没有这一类别" in page
    assert "像是身份证件号码" in page
    assert "确认导入1条" in page
    assert errors.count("\n") == 4
    assert "示例乙" in errors
    assert "示例甲" in report
    for told in (page, errors, report):
        assert "0038" not in told
    assert AuditEntry.objects.filter(act="exported").count() == 2


def test_a_file_that_cannot_be_used_is_refused_in_words_at_the_form(clerk: Client) -> None:
    refused = {
        ("a.pdf", b"%PDF"): "只能导入.csv或者.xlsx文件",
        ("a.csv", csv(head="甲,乙")): "第一行应为列名",
        ("a.csv", csv()): "没有数据行",
        ("a.xlsx", b"no workbook"): "不是可以读取的.xlsx文件",
        ("a.csv", b""): "文件是空的",
    }

    for (name, content), expected in refused.items():
        assert expected in words(upload(clerk, content, name)), name
    assert "请选择文件" in words(clerk.post(f"{IMPORTS}/upload/", {}))
    assert not ImportJob.objects.exists()


def test_a_file_that_is_too_large_is_refused_in_words(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "MOST_MEGABYTES", 1)

    assert "文件超过1 MB" in words(upload(clerk, b"x" * (1024 * 1024 + 1)))


def test_more_lines_than_may_be_are_refused_in_words(clerk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_steps, "MOST_LINES_AT_ONCE", 2)

    address = upload(clerk, people(builders.institution(), 3)).url

    assert "文件有3行，一次最多导入2行" in words(clerk.get(address))
    assert ImportJob.objects.get().content is None
