"""The life of a record in the admin: every act on a page of its own that shows what the public will see; four eyes; the log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cms.directory.models import AdministrativePenalty, DirectoryNotice, PenaltyKind, SanctionKind
from cms.directory.services import records
from portal.common.audit.models import AuditEntry
from tests.directory import builders
from tests.directory.admin.typed import RECORD
from tests.directory.builders import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

PENALTIES = "/admin/directory/penalties"


def words(response: Any) -> str:
    return str(response.content.decode())


def kind(code: str) -> int:
    return PenaltyKind.objects.get(code=code).pk


def drafted(clerk: Client, subject: Any, **changed: Any) -> AdministrativePenalty:
    """What a clerk typed and saved."""
    sent = RECORD | {"kind": kind("lawyers-47-warning")} | changed
    response = clerk.post(f"{PENALTIES}/create/?{subject._meta.model_name}={subject.pk}", sent)
    assert response.status_code == 302, words(response)
    return AdministrativePenalty.objects.latest("pk")


def do(client: Client, record: Any, act: str, **typed: Any) -> Any:
    """Open the page of an act, then send it as the page asks."""
    address = f"{PENALTIES}/act/{record.pk}/{act}/"
    page = client.get(address)
    seen = page.context["form"]["seen"].value() if page.status_code == 200 else ""
    return client.post(address, {"seen": seen, **typed}, follow=True)


def state(record: Any) -> str:
    record.refresh_from_db()
    return str(record.state)


def test_a_new_record_first_asks_whom_it_is_about(clerk: Client) -> None:
    page = words(clerk.get(f"{PENALTIES}/create/"))
    neither = words(clerk.get(f"{PENALTIES}/create/?practitioner=&institution="))

    assert "先选择对象" in page
    assert "只选一个" in neither


def test_only_kinds_of_the_subjects_profession_are_offered_with_their_range(clerk: Client) -> None:
    lawyer = builders.practitioner(kind="lawyer")

    page = words(clerk.get(f"{PENALTIES}/create/?practitioner={lawyer.pk}"))

    assert '<optgroup label="律师法第四十八条">' in page
    assert "停止执业（3个月至6个月）" in page
    assert "罚款（5,000元以下）" in page
    assert "公证法第四十一条" not in page
    assert '<optgroup label="行政处罚法第九条">' in page  # for anybody


def test_a_fine_outside_its_range_is_refused_beside_the_field_and_all_typed_is_kept(clerk: Client) -> None:
    lawyer = builders.practitioner()
    sent = RECORD | {"kind": kind("lawyers-47-fine"), "amount": "9000"}

    response = clerk.post(f"{PENALTIES}/create/?practitioner={lawyer.pk}", sent)

    assert "金额超出这一种类的幅度" in words(response)
    assert RECORD["cause"] in words(response)
    assert RECORD["document_number"] in words(response)
    assert not AdministrativePenalty.objects.exists()


def test_a_suspension_without_its_days_is_refused_in_words(clerk: Client) -> None:
    lawyer = builders.practitioner()

    response = clerk.post(
        f"{PENALTIES}/create/?practitioner={lawyer.pk}", RECORD | {"kind": kind("lawyers-48-suspension")}
    )

    assert "须填写停止执业的起止日期" in words(response)


def test_from_the_draft_to_the_public_page_and_away_again(clerk: Client, approver: Client) -> None:
    lawyer = builders.practitioner(builders.institution())
    record = drafted(clerk, lawyer)
    visitor = Client()

    do(clerk, record, "submit")
    assert state(record) == "submitted"
    assert RECORD["cause"] not in words(visitor.get(lawyer.get_absolute_url()))

    waiting = words(approver.get("/admin/directory/approvals/"))
    assert record.document_number in waiting
    with builders.committed():
        done = do(approver, record, "approve")
    assert state(record) == "approved"
    assert "已审核通过" in words(done)
    assert RECORD["cause"] in words(visitor.get(lawyer.get_absolute_url()))

    noted = {"withdrawal_reason": "revoked", "alteration_notified_on": "2026-03-09"}
    do(clerk, record, "note_alteration", **noted)
    due = words(clerk.get("/admin/directory/withdrawals/"))
    assert "2026年3月12日" in due
    with builders.committed():
        do(approver, record, "withdraw", **noted)
    assert state(record) == "withdrawn"
    page = words(visitor.get(lawyer.get_absolute_url()))
    assert RECORD["cause"] not in page
    assert "原决定被撤销" in page
    assert DirectoryNotice.objects.count() == 2


def test_publishing_and_withdrawing_stand_in_the_log_with_who_approved(clerk: Client, approver: Client) -> None:
    record = drafted(clerk, builders.practitioner())
    do(clerk, record, "submit")
    do(approver, record, "approve")
    do(approver, record, "withdraw", withdrawal_reason="void", alteration_notified_on="2026-03-10")

    published = AuditEntry.objects.get(act="published")
    withdrawn = AuditEntry.objects.get(act="withdrawn")
    assert published.actor_name == withdrawn.actor_name == "directory_approver"
    assert published.details == {"drafted_by": "directory_clerk", "approved_by": "directory_approver"}
    assert withdrawn.details["reason"] == "原决定被确认违法或者无效"
    assert RECORD["cause"] not in str(published.content)


def test_nobody_approves_what_they_wrote_and_the_page_says_why(browser: Callable) -> None:
    """An administrator may write and approve; not the same record."""
    both, other = browser("administrator"), browser("administrator", "administrator-2")
    record = drafted(both, builders.practitioner())
    do(both, record, "submit")

    page = words(both.get(f"{PENALTIES}/inspect/{record.pk}/"))
    refused = both.post(f"{PENALTIES}/act/{record.pk}/approve/", {"seen": record.updated_at.isoformat()}, follow=True)

    assert "须由另一人审核" in page
    assert f"{PENALTIES}/act/{record.pk}/approve/" not in page
    assert "起草或者修改过的人不能审核" in words(refused)
    assert state(record) == "submitted"
    assert record.document_number not in words(both.get("/admin/directory/approvals/"))
    assert record.document_number in words(other.get("/admin/directory/approvals/"))
    do(other, record, "approve")
    assert state(record) == "approved"


def test_the_approver_sees_the_whole_record_and_what_was_changed_since_the_draft(
    clerk: Client, approver: Client
) -> None:
    record = drafted(clerk, builders.practitioner())
    clerk.post(f"{PENALTIES}/edit/{record.pk}/", RECORD | {"kind": kind("lawyers-47-warning"), "cause": "更正后的事由"})
    do(clerk, record, "submit")

    page = words(approver.get(f"{PENALTIES}/act/{record.pk}/approve/"))

    assert "公众将看到的内容" in page
    assert "更正后的事由" in page
    assert f"<del>{RECORD['cause']}</del>" in page


def test_a_record_that_changed_since_it_was_read_is_not_approved(clerk: Client, approver: Client) -> None:
    record = drafted(clerk, builders.practitioner())
    do(clerk, record, "submit")
    page = approver.get(f"{PENALTIES}/act/{record.pk}/approve/")
    seen = page.context["form"]["seen"].value()
    writer = builders.clerk()
    record.refresh_from_db()
    records.return_record(record, "请更正", by=builders.approver(), today=TODAY)
    records.edit_record(record, {"cause": "另一个事由"}, by=writer, today=TODAY)
    records.submit_record(record, by=writer, today=TODAY)

    response = approver.post(f"{PENALTIES}/act/{record.pk}/approve/", {"seen": seen}, follow=True)

    assert "有改动，请重新核对" in words(response)
    assert state(record) == "submitted"


def test_a_return_wants_a_reason_which_the_writer_reads(clerk: Client, approver: Client) -> None:
    record = drafted(clerk, builders.practitioner())
    do(clerk, record, "submit")

    assert "请写明退回理由" in words(do(approver, record, "return", return_reason="  "))
    do(approver, record, "return", return_reason="文号有误")

    assert state(record) == "returned"
    assert "文号有误" in words(clerk.get(f"{PENALTIES}/edit/{record.pk}/"))
    assert "退回给我的行政处罚" in words(clerk.get("/admin/"))


def test_a_withdrawal_wants_its_reason_and_a_possible_day(clerk: Client, approver: Client) -> None:
    record = builders.shown_penalty(builders.practitioner())

    without = do(approver, record, "withdraw", alteration_notified_on="2026-03-10")
    too_late = do(approver, record, "withdraw", withdrawal_reason="altered", alteration_notified_on="2026-04-10")

    assert "请选择撤下理由" in words(without)
    assert "也不能晚于今天" in words(too_late)
    assert "2026-04-10" in words(too_late)
    assert state(record) == "approved"


def test_an_overdue_withdrawal_is_marked(clerk: Client) -> None:
    from datetime import date

    record = builders.shown_penalty(builders.practitioner())
    records.note_alteration(record, "altered", date(2026, 2, 2), by=builders.clerk(), today=TODAY)

    assert "已超期" in words(clerk.get("/admin/directory/withdrawals/"))
    assert "已超期" in words(clerk.get(f"{PENALTIES}/inspect/{record.pk}/"))
    assert "1件已超期" in words(clerk.get("/admin/"))


def test_the_new_decision_follows_a_withdrawn_one(clerk: Client, approver: Client) -> None:
    lawyer = builders.practitioner()
    record = builders.shown_penalty(lawyer)
    do(approver, record, "withdraw", withdrawal_reason="altered", alteration_notified_on="2026-03-10")

    page = words(clerk.get(f"{PENALTIES}/create/?replaces={record.pk}"))
    sent = RECORD | {"kind": kind("lawyers-47-warning"), "document_number": "示司罚决字〔2026〕第78号"}
    clerk.post(f"{PENALTIES}/create/?replaces={record.pk}", sent)

    new = AdministrativePenalty.objects.get(document_number="示司罚决字〔2026〕第78号")
    assert record.document_number in page
    assert (new.replaces, new.practitioner, new.state) == (record, lawyer, "drafted")
    assert clerk.get(f"{PENALTIES}/create/?replaces={new.pk}").status_code == 404


def test_what_is_submitted_or_public_is_not_edited(clerk: Client) -> None:
    record = builders.shown_penalty(builders.practitioner())

    response = clerk.post(f"{PENALTIES}/edit/{record.pk}/", RECORD | {"cause": "别的"}, follow=True)

    assert "不能修改" in words(response)
    record.refresh_from_db()
    assert record.cause != "别的"


def test_an_act_that_is_none_is_not_found(clerk: Client) -> None:
    record = drafted(clerk, builders.practitioner())

    for act in ("edit", "draft", "replace", "nothing"):
        assert clerk.get(f"{PENALTIES}/act/{record.pk}/{act}/").status_code == 404


def test_a_discarded_draft_is_gone_and_its_history_stays(clerk: Client) -> None:
    record = drafted(clerk, builders.practitioner())

    do(clerk, record, "discard")

    assert not AdministrativePenalty.objects.exists()
    assert AdministrativePenalty.history.filter(history_type="-").exists()


def test_acts_are_sent_and_never_done_by_opening_a_page(clerk: Client) -> None:
    record = drafted(clerk, builders.practitioner())

    clerk.get(f"{PENALTIES}/act/{record.pk}/submit/")

    assert state(record) == "drafted"
    forged = Client(enforce_csrf_checks=True)
    forged.cookies = clerk.cookies
    assert forged.post(f"{PENALTIES}/act/{record.pk}/submit/").status_code == 403
    assert state(record) == "drafted"


def test_sanctions_live_the_same_life(clerk: Client, approver: Client) -> None:
    lawyer = builders.practitioner()
    admonition = SanctionKind.objects.get(code="bar-admonition")
    clerk.post(f"/admin/directory/sanctions/create/?practitioner={lawyer.pk}", RECORD | {"kind": admonition.pk})
    record = builders.ProfessionalSanction.objects.get()

    records.submit_record(record, by=builders.clerk(), today=TODAY)
    address = f"/admin/directory/sanctions/act/{record.pk}/approve/"
    seen = approver.get(address).context["form"]["seen"].value()
    approver.post(address, {"seen": seen})

    assert state(record) == "approved"


def test_records_are_listed_by_phase_subject_kind_year_and_found_by_number_and_name(clerk: Client) -> None:
    firm = builders.institution(name="示范天平律师事务所")
    shown = builders.shown_penalty(builders.practitioner(firm, name="张国成"))
    builders.shown_penalty(firm, code="lawyers-50-warning")

    def numbers(query: str) -> list[str]:
        return [row.document_number for row in clerk.get(f"{PENALTIES}/?{query}").context["object_list"]]

    assert len(numbers("")) == 2
    assert numbers("q=zgc") == [shown.document_number]
    assert numbers(f"q={shown.document_number[4:]}") == [shown.document_number]
    assert numbers("subject=practitioner") == [shown.document_number]
    assert len(numbers("phase=shown")) == 2
    assert numbers("phase=drafted") == []
    assert len(numbers("year=2026&kind=警告")) == 2


def test_the_list_writes_days_as_people_do(clerk: Client) -> None:
    record = builders.shown_penalty(builders.practitioner())
    page = words(clerk.get("/admin/directory/penalties/"))
    day = record.decided_on
    assert f"{day.year}年{day.month}月{day.day}日" in page
    assert day.isoformat() not in page
