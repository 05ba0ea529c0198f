"""Article 32: what is over for two years may go, nothing before; a hold keeps it; figures and anchors stay as they were."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connection
from django.test import TestCase

from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.consultations.attachments import vault
from portal.consultations.models import Consultation, Deadline
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import erasing
from portal.consultations.services.intake.submitting import ContactWish
from portal.notifications.models import Delivery, Notification
from portal.retention import blockers, counts, due
from portal.retention.anchors.making import anchor_records
from portal.retention.anchors.verifying import verify_anchors
from portal.retention.due import verdict_of
from portal.retention.models import PurgedCase, PurgedDeadline, PurgeRun, RetentionSettings
from portal.retention.numbers import number_digests
from portal.retention.services import holding, purge_runs, purging
from portal.retention.services.holding import Which
from tests.consultations import builders
from tests.consultations.records.lives import appealed, fresh, long_life
from tests.retention import filling
from tests.retention.purges import YEARS, closed, purged, run_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
PHONE = "13912345678"


# -- when -------------------------------------------------------------------------------------------------------------
def test_a32_nothing_goes_before_two_full_years_and_then_it_may(travel: Any) -> None:
    case = closed()
    earliest = verdict_of(case, clock.today()).earliest
    travel(days=(earliest - clock.today()).days - 1)
    assert not verdict_of(case, clock.today()).may_go
    with pytest.raises(purging.NotPurged, match="保存期限还没有到"):
        purged(case)
    travel(days=1)
    assert verdict_of(case, clock.today()).may_go
    purged(case)
    assert not Consultation.objects.filter(pk=case.pk).exists()


def test_an_installation_may_keep_longer_and_never_shorter(travel: Any) -> None:
    case = closed()
    row = RetentionSettings.load()
    row.years = 1
    with pytest.raises(ValidationError):
        row.full_clean()
    row.years = 3
    row.full_clean()
    row.save()
    travel(**YEARS)
    assert not verdict_of(case, clock.today()).may_go


@pytest.mark.parametrize("make", [builders.submitted, builders.claimed, builders.answered, builders.refused])
def test_a_case_that_is_not_over_never_goes(make: Any, travel: Any) -> None:
    case = make()
    travel(days=4000)
    verdict = verdict_of(case, clock.today())
    assert not verdict.may_go
    assert any("还没有办结" in reason for reason in verdict.reasons)


def test_what_else_keeps_a_case(travel: Any) -> None:
    asked, public, running = closed(), closed(), closed()
    citizen_acts.request_erasure(asked, "", by=builders.asker(asked))
    Consultation.objects.filter(pk=public.pk).update(visibility="public")
    travel(**YEARS)
    clock_ = running.deadlines.first()
    Deadline.objects.filter(pk=clock_.pk).update(
        met_at=None, cancelled_at=None, outcome="", kind=DeadlineKind.COMPLAINT
    )
    for case, words in ((asked, "删除个人信息的请求"), (public, "正在公开"), (running, "投诉办理")):
        assert any(words in reason for reason in verdict_of(case, clock.today()).reasons), words
        with pytest.raises(purging.NotPurged, match=words):
            purged(case)


def test_a32_what_is_recorded_after_a_withdrawal_does_not_keep_the_case_for_ever(travel: Any) -> None:
    case = builders.claimed()
    citizen_acts.withdraw(case, by=builders.asker(case))
    hold = holding.place(Which((case.receipt_number,)), "示范法院", "", "案件", by=builders.person("supervisor"))
    holding.release(hold, "结束", by=builders.person("supervisor"))
    travel(**YEARS)
    assert verdict_of(fresh(case), clock.today()).may_go


def test_a_room_can_keep_a_case(travel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = closed()
    travel(**YEARS)
    ours = {**blockers._blockers, "room": lambda cases: dict.fromkeys(cases, "示范原因")}
    monkeypatch.setattr(blockers, "_blockers", ours)
    assert verdict_of(case, clock.today()).reasons == ("示范原因",)


# -- what goes --------------------------------------------------------------------------------------------------------
def test_a32_everything_of_the_case_goes_and_other_cases_stay(travel: Any) -> None:
    asker = builders.citizen()
    wish = ContactWish(phone=PHONE, by_sms=True, safe_contact=PHONE)
    case = closed(by=asker, contact=wish, other_side="示范公司的王某某", question="王某某拖欠我三个月的工资怎么办？")
    whole, other = long_life(), appealed()
    assert list(vault.names())
    travel(**YEARS)
    purged(case)
    purged(whole)
    assert set(filling.rows_with(PHONE, "王某某", case.receipt_number, whole.receipt_number)) == set()
    assert list(vault.names()) == []
    assert not Notification.objects.filter(recipient=asker).exists()
    assert not Delivery.objects.filter(key__startswith=f"case:{case.pk}:").exists()
    assert list(Consultation.objects.all()) == [other]
    call_command("verify_records")


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="rows of every model are made with checks off: SQLite alone can"
)
def test_a32_every_model_of_every_room_is_emptied_by_a_purge(travel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    case = closed(by=builders.citizen())
    filled = filling.fill(case, case.citizen, builders.person("moderator"))
    assert len(filled) > 25
    before = Counter(filling.rows_with(filling.MARK))
    assert len(before) > 25
    travel(**YEARS)
    monkeypatch.setattr(blockers, "_blockers", {})
    purged(fresh(case))
    left = Counter(filling.rows_with(filling.MARK, case.receipt_number))
    assert left.keys() == filling.COUNTED


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="rows of every model are made with checks off: SQLite alone can"
)
def test_a32_erasing_on_request_leaves_no_tie_to_the_person_in_any_room() -> None:
    case, clerk = closed(by=builders.citizen()), builders.person("moderator")
    citizen = case.citizen
    rows = filling.fill(case, citizen, clerk)
    request = case.erasures.first()
    request.decided_at = None
    request.save()
    with TestCase.captureOnCommitCallbacks(execute=True):
        erasing.grant_erasure(request, "按照规范保存。", by=clerk)
    left = []
    for model, row in rows.items():
        now = model._base_manager.filter(pk=row.pk).first()
        for field in model._meta.concrete_fields if now is not None else ():
            value = getattr(now, field.attname)
            is_tie = field.name in filling.CITIZENS and value == citizen.pk
            is_contact = any(word in field.name for word in filling.CONTACTS) and filling.MARK in str(value)
            if is_tie or is_contact:
                left.append(f"{model._meta.label}.{field.name}")
    assert set(left) <= set(filling.NEEDED_YET)


def test_a_case_that_another_rests_on_is_kept(travel: Any) -> None:
    """An answer of one case that a row of another names."""
    one, other = closed(), closed()
    answer = one.answers.first()
    row = other.answers.first()
    type(row).objects.filter(pk=row.pk).update(corrects=answer)
    travel(**YEARS)
    with pytest.raises(purging.NotPurged, match="另一件咨询还引用着"):
        purged(one)


# -- what stays -------------------------------------------------------------------------------------------------------
def all_figures() -> dict[str, Any]:
    figures: dict[str, Any] = {name: counts.totals(name) for name in counts.MEASURES}
    figures["crossed"] = counts.totals("topic", "channel", "month", "first_score", agreed=True)
    figures["bounded"] = counts.totals("state", since=clock.today().replace(year=2020), until=clock.today())
    figures |= {f"clock {kind}": counts.clock_totals(kind) for kind in DeadlineKind.values}
    return {name: +count for name, count in figures.items()}


def test_a8_a32_the_statistics_are_the_same_before_and_after(travel: Any) -> None:
    cases = [
        closed(topic=builders.topic("labour"), place="示范省示范市东区和平路"),
        closed(topic=builders.topic("debt"), place="没有写"),
        long_life(),
        appealed(),
    ]
    builders.submitted()
    travel(**YEARS)
    before = all_figures()
    assert before["topic"]["labour",] == 1
    assert before["district"]["示范省示范市东区",] == 1
    for case in cases[:3]:
        purged(case)
    assert PurgedCase.objects.count() == 3
    assert all_figures() == before


def test_what_is_left_names_nobody_and_is_found_by_who_knows_the_number(travel: Any) -> None:
    case = long_life()
    travel(**YEARS)
    purged(case)
    left = PurgedCase.objects.get(number_digest__in=number_digests(case.receipt_number))
    assert (left.case_id, left.answers, left.further, left.first_score) == (case.pk, 2, 1, 4)
    assert left.asked_month.day == 1
    assert PurgedDeadline.objects.filter(purged=left, kind="first_answer", outcome="met").exists()
    entry = AuditEntry.objects.filter(act=Act.PURGED).get()
    assert case.receipt_number not in str((entry.subject_name, entry.details))


def test_a32_anchors_still_hold_and_know_that_the_case_was_purged(travel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    anchored, late = closed(), closed()
    travel(days=1)
    anchor_records()
    monkeypatch.setattr(due, "earliest_purge", lambda ended, _years: ended)  # two years of nights take their time
    supervisors = builders.person("supervisor"), builders.person("supervisor")
    hold = holding.place(Which((late.receipt_number,)), "示范法院", "", "案件", by=supervisors[0])
    holding.release(hold, "结束", by=supervisors[1])
    purged(anchored)
    purged(late)  # its last events were anchored by nobody yet
    travel(days=1)
    (after,) = anchor_records()
    assert after.heads.get().case_id == late.pk
    assert list(verify_anchors()) == []
    call_command("verify_records")
    PurgedCase.objects.all().delete()
    assert len(list(verify_anchors())) == 3


# -- by whom ----------------------------------------------------------------------------------------------------------
def test_one_proposes_another_approves_and_it_is_carried_out(travel: Any) -> None:
    cases = [closed() for _number in range(3)]
    travel(**YEARS)
    first, second = builders.person("supervisor"), builders.person("administrator")
    with pytest.raises(PermissionDenied):
        purge_runs.propose([case.pk for case in cases], by=second)
    run = purge_runs.propose([case.pk for case in cases], by=first)
    assert Notification.objects.filter(recipient=second, url=f"/workbench/purges/{run.pk}/").exists()
    with pytest.raises(PermissionDenied):
        purge_runs.approve(run, by=first)
    held = holding.place(Which((cases[1].receipt_number,)), "示范法院", "", "案件", by=first)
    with TestCase.captureOnCommitCallbacks(execute=True):
        purge_runs.approve(run, by=second)
    run.refresh_from_db()
    assert run.state == "done"
    assert list(run.items.values_list("outcome", flat=True)) == ["purged", "kept", "purged"]
    assert "依法保存" in run.items.get(outcome="kept").because
    assert list(Consultation.objects.all()) == [cases[1]] == list(held.cases.all())
    with pytest.raises(ValidationError, match="已经有了决定"):
        purge_runs.approve(run, by=second)


def test_somebody_who_holds_both_roles_still_needs_another_person(travel: Any) -> None:
    from portal.accounts.roles import group_of

    case, both = closed(), builders.person("supervisor")
    both.groups.add(group_of("administrator"))
    both = type(both).objects.get(pk=both.pk)
    travel(**YEARS)
    run = purge_runs.propose([case.pk], by=both)
    with pytest.raises(PermissionDenied, match="两个人"):
        purge_runs.approve(run, by=both)


def test_a_declined_proposal_changes_nothing_and_says_why(travel: Any) -> None:
    case = closed()
    travel(**YEARS)
    run = purge_runs.propose([case.pk], by=builders.person("supervisor"))
    with pytest.raises(ValidationError, match="理由"):
        purge_runs.decline(run, " ", by=builders.person("administrator"))
    run = purge_runs.decline(run, "先做一次检查", by=builders.person("administrator"))
    assert (run.state, Consultation.objects.filter(pk=case.pk).exists()) == ("declined", True)


def test_a_purge_that_is_killed_goes_on_where_it_stopped(travel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [closed() for _number in range(3)]
    travel(**YEARS)
    run, done = run_of(*cases), purging.purge_case

    def killed(case_id: int, of: PurgeRun) -> None:
        if case_id == cases[1].pk:
            raise KeyboardInterrupt
        done(case_id, of)

    monkeypatch.setattr(purging, "purge_case", killed)
    with pytest.raises(KeyboardInterrupt):
        list(purging.carry_out(run))
    assert Consultation.objects.count() == 2
    monkeypatch.setattr(purging, "purge_case", done)
    list(purging.carry_out(run))
    purge_runs.finish(run)
    run.refresh_from_db()
    assert (run.state, Consultation.objects.count(), PurgedCase.objects.count()) == ("done", 0, 3)


def test_the_command_lists_what_may_go_and_why_the_rest_may_not(
    travel: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    free, held = closed(), closed()
    travel(**YEARS)
    young, open_ = closed(), builders.submitted()
    holding.place(Which((held.receipt_number,)), "示范法院", "", "案件", by=builders.person("supervisor"))
    call_command("purge_records", dry_run=True)
    said = capsys.readouterr().out
    assert f"may go: {free.receipt_number}" in said
    assert f"stays: {held.receipt_number}: 依法保存：示范法院" in said
    assert f"stays: {young.receipt_number}: ended" in said
    assert f"stays: {open_.receipt_number}: 还没有办结" in said
    assert "may go: 1; not over: 1; kept for their time: 1" in said
    assert Consultation.objects.count() == 4
    call_command("purge_records")
    assert "purged: 1, kept: 0" in capsys.readouterr().out
    assert set(Consultation.objects.all()) == {held, young, open_}
    call_command("purge_records")
    assert "purged: 0, kept: 0" in capsys.readouterr().out
    call_command("verify_records")


def test_nobody_decides_over_the_purge_or_the_hold_of_their_own_question(travel: Any) -> None:
    by, other, supervisor = map(builders.person, ("administrator", "supervisor", "supervisor"))
    own, watched = closed(by=by), closed(by=supervisor)
    hold = holding.place(Which((watched.receipt_number,)), "示范法院", "", "案件", by=other)
    with pytest.raises(PermissionDenied, match="您自己提出"):
        holding.release(hold, "不用了", by=supervisor)
    travel(**YEARS)
    run = purge_runs.propose([own.pk], by=other)
    for decide in (lambda: purge_runs.approve(run, by=by), lambda: purge_runs.decline(run, "不", by=by)):
        with pytest.raises(PermissionDenied, match="您自己提出"):
            decide()
    with TestCase.captureOnCommitCallbacks(execute=True):
        purge_runs.approve(run, by=builders.person("administrator"))
    assert not Consultation.objects.filter(pk=own.pk).exists()
