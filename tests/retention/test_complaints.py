"""Article 32 for complaints: kept two years from their result, held, purged by two people; the statistics stay as they were."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.test import Client, TestCase

from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.complaints.choices import About
from portal.complaints.figures import by_cause, by_subject
from portal.complaints.models import Complaint, PurgedComplaint
from portal.complaints.services import deciding
from portal.consultations.models import Consultation
from portal.notifications.models import Delivery, Notification
from portal.retention.due import verdict_of
from portal.retention.due_complaints import complaint_verdicts, verdict_of_complaint
from portal.retention.models import LegalHold, PurgeItem, PurgeRun
from portal.retention.services import holding, purge_runs, purging
from portal.retention.services.holding import Which
from portal.service_figures.rooms import COMPLAINTS
from portal.service_figures.rows import rows_of
from tests.complaints import builders as complaints
from tests.consultations import builders
from tests.retention import filling
from tests.retention.test_purging import YEARS, closed, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
PHONE = "13900001234"
TEXT = "示范律师王某某一直没有回答。"
PARTLY = replace(complaints.FOUNDED, outcome="partly", late_explanation="核实需要时间，抱歉。")


def purge(complaint: Complaint) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        purging.purge_complaint(complaint.pk, run_of())


def gone(complaint: Complaint) -> bool:
    return not Complaint.objects.filter(pk=complaint.pk).exists()


def statistics() -> Any:
    """投诉统计 and the complaints of the service's figures, over everything there ever was in whole months."""
    span = date(2020, 1, 1), date(2045, 12, 31)
    every = [(clock.now() - timedelta(days=7000), clock.now() + timedelta(days=7000))]
    rows = [
        (row.at.strftime("%Y-%m"), row.topic, row.district, row.channel, row.institution, row.code, row.kind, row.value)
        for row in rows_of("complaints", every)
    ]
    return by_cause(*span), by_subject(*span), sorted(rows, key=str)


# -- how long ---------------------------------------------------------------------------------------------------------
def test_a32_a_complaint_without_a_case_stays_two_full_years_from_its_last_result(travel: Any) -> None:
    complaint = complaints.decided(complaints.filed())
    travel(days=10)
    deciding.look_again(complaint, "再看。", by=complaints.follower(complaint))
    complaint = complaints.decided(Complaint.objects.get(pk=complaint.pk))
    earliest = verdict_of_complaint(complaint, clock.today()).earliest
    assert earliest is not None
    assert earliest.year - clock.today().year in (2, 3)
    travel(days=(earliest - clock.today()).days - 1)
    with pytest.raises(purging.NotPurged, match="保存期限还没有到"):
        purge(complaint)
    travel(days=1)
    purge(complaint)
    assert gone(complaint)


def test_a_complaint_that_has_no_result_never_goes(travel: Any) -> None:
    waiting, in_hand = complaints.filed(), complaints.taken(complaints.filed())
    travel(days=4000)
    for complaint in (waiting, in_hand):
        with pytest.raises(purging.NotPurged, match="还没有结果"):
            purge(complaint)


def test_a_complaint_of_a_case_goes_with_its_case_and_keeps_it_for_its_own_two_years(travel: Any) -> None:
    case = closed()
    travel(days=600)
    complaint = complaints.decided(complaints.of_case(case))
    travel(days=200)
    assert list(complaint_verdicts(clock.today())) == []
    with pytest.raises(purging.NotPurged, match="和咨询一起清理"):
        purge(complaint)
    assert any("没有满保存年限" in reason for reason in verdict_of(case, clock.today()).reasons)
    travel(days=600)
    assert verdict_of(case, clock.today()).may_go


# -- holds ------------------------------------------------------------------------------------------------------------
def test_a_hold_keeps_a_complaint_without_a_case_until_another_person_releases_it(travel: Any) -> None:
    complaint = complaints.decided(complaints.filed())
    first, second = builders.person("supervisor"), builders.person("supervisor")
    hold = holding.place(Which((complaint.written_number,)), "示范法院", "（2026）示1号", "案件需要", by=first)
    assert list(hold.complaints.all()) == [complaint]
    travel(**YEARS)
    with pytest.raises(purging.NotPurged, match="依法保存：示范法院"):
        purge(complaint)
    with pytest.raises(PermissionDenied, match="另一个人"):
        holding.release(hold, "不需要了", by=first)
    holding.release(hold, "案件结束", by=second)
    purge(complaint)
    assert gone(complaint)
    assert not LegalHold.objects.exists(), "a released hold of nothing says nothing any more"


def test_a_released_hold_of_a_complaint_stays_when_a_case_is_purged(travel: Any) -> None:
    case, complaint = closed(), complaints.filed()
    hold = holding.place(Which((complaint.number,)), "示范法院", "", "案件", by=builders.person("supervisor"))
    holding.release(hold, "结束", by=builders.person("supervisor"))
    travel(**YEARS)
    purging.purge_case(case.pk, run_of())
    assert LegalHold.objects.get() == hold


def test_nobody_holds_by_number_what_they_may_not_open_nor_by_filter_a_complaint() -> None:
    home = builders.resident_institution()
    complaint = complaints.of_resident(builders.answered(builders.resident(home)))
    alone = complaints.filed()
    by = builders.person("supervisor")
    with pytest.raises(ValidationError, match="没有这个咨询编号"):
        holding.place(Which((complaint.number,)), "示范局", "", "检查", by=by)
    with pytest.raises(ValidationError, match="没有这个咨询编号"):
        holding.place(Which((alone.number,), institution=home), "示范局", "", "检查", by=by)


# -- by whom ----------------------------------------------------------------------------------------------------------
def test_one_proposes_another_approves_and_complaints_go_with_cases(travel: Any, client: Client) -> None:
    case, complaint, young = closed(), complaints.decided(complaints.filed()), complaints.filed()
    travel(**YEARS)
    first, second = builders.person("supervisor"), builders.person("administrator")
    client.force_login(first)
    page = client.get("/workbench/purges/new/").content.decode()
    assert f'name="complaint" value="{complaint.pk}"' in page
    assert young.number not in page
    with pytest.raises(ValidationError, match="现在不能清理"):
        purge_runs.propose([case.pk], [young.pk], by=first)
    run = purge_runs.propose([case.pk], [complaint.pk], by=first)
    assert complaint.number in client.get(f"/workbench/purges/{run.pk}/").content.decode()
    with pytest.raises(PermissionDenied):
        purge_runs.approve(run, by=first)
    with TestCase.captureOnCommitCallbacks(execute=True):
        purge_runs.approve(run, by=second)
    assert set(run.items.values_list("outcome", flat=True)) == {"purged"}
    assert (Consultation.objects.count(), list(Complaint.objects.all())) == (0, [young])
    entries = AuditEntry.objects.filter(act=Act.PURGED)
    assert {entry.subject_name for entry in entries} == {str(case.pk), str(complaint.pk)}


def test_nobody_proposes_or_decides_the_purge_of_a_complaint_about_themselves(travel: Any) -> None:
    home = builders.resident_institution()
    staff = builders.resident(home)
    complaint = complaints.filed(about="resident", staff_code=staff.code)
    complaint = complaints.decided(complaint, complaints.NOT_FOUNDED)
    travel(**YEARS)
    of_the_house = builders.person("supervisor")
    of_the_house.institution = home.institution
    of_the_house.save()
    with pytest.raises(ValidationError, match="现在不能清理"):
        purge_runs.propose([], [complaint.pk], by=of_the_house)
    run = purge_runs.propose([], [complaint.pk], by=builders.person("supervisor"))
    decider = builders.person("administrator")
    decider.institution = home.institution
    decider.save()
    with pytest.raises(PermissionDenied, match="和您有关的投诉"):
        purge_runs.approve(run, by=decider)


def test_an_item_of_a_run_is_a_case_or_a_complaint_and_never_both() -> None:
    from django.db import IntegrityError, transaction

    run = PurgeRun.objects.create(proposed_at=clock.now())
    for values in ({}, {"case_id": 1, "complaint_id": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PurgeItem.objects.create(run=run, **values)


def test_the_command_lists_and_purges_complaints(travel: Any, capsys: pytest.CaptureFixture[str]) -> None:
    free, open_ = complaints.decided(complaints.filed()), complaints.filed()
    travel(**YEARS)
    call_command("purge_records", dry_run=True)
    said = capsys.readouterr().out
    assert f"may go: complaint {free.number}" in said
    assert f"stays: complaint {open_.number}: 投诉还没有结果" in said
    assert "complaints: may go: 1; not over: 1; kept for their time: 0" in said
    call_command("purge_records")
    assert "purged: 1, kept: 0" in capsys.readouterr().out
    assert list(Complaint.objects.all()) == [open_]


# -- what stays -------------------------------------------------------------------------------------------------------
def test_a8_a32_the_statistics_of_complaints_are_the_same_before_and_after(travel: Any) -> None:
    case = closed(topic=builders.topic("labour"), place="朝阳区和平路")
    of_case = complaints.decided(complaints.of_case(case))
    alone = complaints.taken(complaints.filed(about="content", concerning="/"))
    complaints.filed()
    travel(days=30)
    deciding.decide(alone, PARTLY, by=alone.handler)
    travel(**YEARS)
    before = statistics()
    purging.purge_case(case.pk, run_of())
    purge(alone)
    assert gone(of_case)
    assert gone(alone)
    assert statistics() == before
    assert [row.late for row in before[0]] == [1, 0]
    assert len(list(COMPLAINTS.rows([(clock.now() - timedelta(days=7000), clock.now())]))) == 1


def test_what_a_complaint_leaves_is_counted_in_the_month_of_its_result_alone(travel: Any) -> None:
    complaint = complaints.decided(complaints.filed())
    month = complaint.decided_at.astimezone(clock.SHANGHAI).date().replace(day=1)
    travel(**YEARS)
    purge(complaint)
    assert [row.total for row in by_cause(month, month + timedelta(days=27))] == [1]
    assert by_cause(month - timedelta(days=27), month - timedelta(days=1)) == []
    assert by_cause(month + timedelta(days=32), month + timedelta(days=60)) == []


def test_what_is_left_of_a_complaint_names_nobody(travel: Any) -> None:
    case = closed()
    of_case = complaints.decided(complaints.of_case(case, text=TEXT))
    alone = complaints.decided(complaints.filed(text=TEXT, contact=PHONE, concerning="示范机构"))
    assert [sent.address for sent in Delivery.objects.all()] == [PHONE]
    travel(**YEARS)
    assert Notification.objects.filter(url__contains=alone.number).exists()
    purging.purge_case(case.pk, run_of())
    purge(alone)
    words = (PHONE, "王某某", "示范机构", alone.number, of_case.number, case.receipt_number)
    assert set(filling.rows_with(*words)) == set()
    left = PurgedComplaint.objects.first()
    assert (left.filed_month.day, left.decided_month.day, left.about) == (1, 1, About.PORTAL)


def test_a_number_that_was_purged_is_answered_like_one_that_never_was(travel: Any, client: Client) -> None:
    from portal.complaints.services import filing

    complaint, passphrase = filing.file_complaint(complaints.written(), network="192.0.2.9")
    complaints.decided(complaint)
    travel(**YEARS)
    purge(complaint)
    said = [
        client.post("/complaints/mine/", {"number": number, "passphrase": passphrase}).status_code
        for number in (complaint.number, complaints.filed().number)
    ]
    assert said[0] == said[1]
