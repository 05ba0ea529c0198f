"""纠错, 告知书, kinds and the first page: what is due is listed, late ones are marked, each is done once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cms.directory.models import DirectoryImport, DirectoryNotice, ErrorReport, PenaltyKind
from cms.directory.services.error_reports import find_report, report_error
from portal.common import clock
from tests.directory import builders

pytestmark = pytest.mark.django_db

REPORTS, NOTICES, KINDS = "/admin/directory/reports", "/admin/directory/notices", "/admin/directory/penalty-kinds"


def words(response: Any) -> str:
    return str(response.content.decode())


def reported(text: str = "电话打不通", days_ago: int = 0) -> tuple[ErrorReport, str]:
    person = builders.practitioner(builders.institution(), name="张国成")
    moment = clock.now() - timedelta(days=days_ago)
    return report_error(text, page_path=person.get_absolute_url(), entry=person, moment=moment)


def test_a_report_is_listed_with_its_day_and_late_ones_are_marked(clerk: Client) -> None:
    reported("最近的")
    reported("很久以前的", days_ago=30)

    page = words(clerk.get(f"{REPORTS}/"))

    assert page.index("很久以前的") < page.index("最近的")
    assert page.count("已超期") >= 1
    assert [row.text for row in clerk.get(f"{REPORTS}/?state=late").context["object_list"]] == ["很久以前的"]
    assert "1件已超期" in words(clerk.get("/admin/"))


def test_a_report_is_taken_and_answered_and_the_reporter_reads_the_answer(clerk: Client) -> None:
    report, code = reported()
    address = f"{REPORTS}/inspect/{report.pk}/"

    clerk.post(address, {"act": "take"})
    assert "示例directory_clerk" in words(clerk.get(address))
    assert [row.pk for row in clerk.get(f"{REPORTS}/?state=mine").context["object_list"]] == [report.pk]
    clerk.post(address, {"act": "answer", "corrected": "yes", "answer": "已改为新的号码"})

    found = find_report(code)
    assert found is not None
    assert (found.state, found.answer) == ("answered", "已改为新的号码")
    assert clerk.get(f"{REPORTS}/").context["result_count"] == 0
    assert clerk.get(f"{REPORTS}/?state=answered").context["result_count"] == 1


def test_an_answer_without_words_or_with_an_identity_number_is_refused_and_stays_typed(clerk: Client) -> None:
    report, _code = reported()
    address = f"{REPORTS}/inspect/{report.pk}/"

    empty = clerk.post(address, {"act": "answer", "corrected": "no", "answer": ""})
    number = clerk.post(address, {"act": "answer", "corrected": "no", "answer": f"查无{'11010119900307'}0038"})

    assert "请填写答复" in words(empty)
    assert "请不要填写身份证件号码" in words(number)
    assert "查无" in words(number)
    report.refresh_from_db()
    assert report.state == "open"


def test_a_report_is_answered_once(clerk: Client) -> None:
    report, _code = reported()
    address = f"{REPORTS}/inspect/{report.pk}/"
    clerk.post(address, {"act": "answer", "corrected": "no", "answer": "经核实无误"})

    again = clerk.post(address, {"act": "answer", "corrected": "yes", "answer": "别的"})

    assert "已经答复" in words(again)
    report.refresh_from_db()
    assert report.answer == "经核实无误"


def test_what_a_report_names_as_its_page_is_linked_only_if_it_is_ours(clerk: Client) -> None:
    report, _code = report_error("有误", page_path="javascript:alert(1)", moment=clock.now())

    page = words(clerk.get(f"{REPORTS}/inspect/{report.pk}/"))

    assert 'href="javascript:' not in page
    assert "javascript:alert(1)" in page


def letter(clerk: Client) -> DirectoryNotice:
    with builders.committed():
        builders.shown_penalty(builders.practitioner(name="张国成"))
    return DirectoryNotice.objects.get()


def test_a_letter_is_printed_alone_and_marked_as_sent_once(clerk: Client) -> None:
    notice = letter(clerk)
    address = f"{NOTICES}/inspect/{notice.pk}/"

    assert "张国成：" in words(clerk.get(f"{NOTICES}/print/{notice.pk}/"))
    assert "尚未寄送的告知书" in words(clerk.get("/admin/"))
    clerk.post(address)
    again = clerk.post(address, follow=True)

    notice.refresh_from_db()
    assert notice.sent_by is not None
    assert "已经寄送" in words(again)
    assert clerk.get(f"{NOTICES}/?state=open").context["result_count"] == 0


def test_only_the_clerk_sends_letters(browser: Callable, clerk: Client) -> None:
    notice = letter(clerk)

    for role in ("directory_approver", "auditor"):
        client = browser(role)
        assert "标为已寄送" not in words(client.get(f"{NOTICES}/inspect/{notice.pk}/"))
        client.post(f"{NOTICES}/inspect/{notice.pk}/")
    assert browser("content_editor").get(f"{NOTICES}/print/{notice.pk}/").status_code == 302

    notice.refresh_from_db()
    assert notice.sent_at is None


KIND = {
    "subject_kind": "lawyer",
    "legal_basis": "示范条例第一条",
    "name": "责令停止执业",
    "effect": "suspends",
    "months_min": "1",
    "months_max": "2",
    "amount_min": "",
    "amount_max": "",
    "is_active": "on",
    "position": "99",
}


def test_a_kind_is_added_and_offered_to_its_profession(clerk: Client) -> None:
    clerk.post(f"{KINDS}/create/", KIND)

    lawyer = builders.practitioner()
    page = words(clerk.get(f"/admin/directory/penalties/create/?practitioner={lawyer.pk}"))
    assert "责令停止执业（1个月至2个月）" in page
    assert "责令停止执业" in words(clerk.get(f"{KINDS}/?subject=lawyer"))


def test_a_range_that_ends_before_it_begins_is_refused_beside_the_field(clerk: Client) -> None:
    response = clerk.post(f"{KINDS}/create/", KIND | {"months_min": "3"})

    assert "上限不能小于下限" in words(response)
    assert not PenaltyKind.objects.filter(name="责令停止执业").exists()


def test_what_a_used_kind_says_is_fixed_and_it_can_be_switched_off(clerk: Client) -> None:
    record = builders.shown_penalty(builders.practitioner())
    kind = record.kind
    same = {
        "subject_kind": kind.subject_kind,
        "legal_basis": kind.legal_basis,
        "name": kind.name,
        "effect": kind.effect,
        "months_min": "",
        "months_max": "",
        "amount_min": "",
        "amount_max": "",
        "position": kind.position,
    }

    refused = clerk.post(f"{KINDS}/edit/{kind.pk}/", same | {"effect": "ends", "is_active": "on"})
    clerk.post(f"{KINDS}/edit/{kind.pk}/", same)

    assert "已有记录使用这一种类，不能更改" in words(refused)
    kind.refresh_from_db()
    assert (kind.effect, kind.is_active) == ("none", False)
    assert "已停用" in words(clerk.get(f"{KINDS}/?q=警告"))


def test_the_first_page_marks_a_month_without_an_import(clerk: Client, browser: Callable) -> None:
    DirectoryImport.objects.create(file_name="旧名单.csv", file_digest="x", started_at=clock.now() - timedelta(days=40))

    assert "已40天没有导入更新" in words(clerk.get("/admin/"))
    assert "名录待办" not in words(browser("content_editor").get("/admin/"))
    assert "名录待办" not in words(browser("auditor").get("/admin/"))
