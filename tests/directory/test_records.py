"""Article 14: penalties and sanctions are drafted by one, approved by another, shown, lapsed, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cms.directory import catalogue
from cms.directory.models import AdministrativePenalty, DirectoryNotice, PenaltyKind, ProfessionalSanction
from cms.directory.models.enums import Phase, RecordState, StandingCode
from cms.directory.policies import NotAllowed, WrongPhase, acts_for
from cms.directory.services import records
from cms.directory.states import TRANSITIONS, Act
from portal.common.outbox.models import OutboxRow
from tests.directory.builders import (
    SUSPENSION,
    TODAY,
    approver,
    clerk,
    committed,
    institution,
    penalty_values,
    practitioner,
    sanction_values,
    shown_penalty,
    shown_sanction,
    user,
)

pytestmark = pytest.mark.django_db


def shown_of(person: Any, day: date = TODAY) -> list[str]:
    return [record.document_number for _model, found in catalogue.records_of(person, day) for record in found]


def drafted(person: Any, by: Any, **values: Any) -> AdministrativePenalty:
    return records.draft_record(AdministrativePenalty, penalty_values(person, **values), by=by)


def test_article_14_a_draft_is_seen_by_nobody_outside() -> None:
    person = practitioner()
    record = drafted(person, clerk())
    assert shown_of(person) == []
    assert record.phase_on(TODAY) == Phase.DRAFTED


def test_article_14_who_drafted_may_not_approve() -> None:
    both = approver()
    record = drafted(practitioner(), both)
    records.submit_record(record, by=both, today=TODAY)
    with pytest.raises(NotAllowed):
        records.approve_record(record, by=both, today=TODAY)


def test_article_14_whoever_edited_in_between_may_not_approve_either() -> None:
    writer, both, last = clerk(), approver(), clerk()
    record = drafted(practitioner(), writer)
    record = records.edit_record(record, {"cause": "另一事由"}, by=both, today=TODAY)
    record = records.edit_record(record, {"cause": "又一事由"}, by=last, today=TODAY)
    records.submit_record(record, by=last, today=TODAY)
    assert Act.APPROVE not in acts_for(both, AdministrativePenalty.objects.get(), TODAY)
    with pytest.raises(NotAllowed):
        records.approve_record(record, by=both, today=TODAY)


def test_article_14_the_database_itself_refuses_one_pair_of_eyes() -> None:
    record = shown_penalty(practitioner())
    for name in ("drafted_by", "edited_by"):
        with pytest.raises(IntegrityError), transaction.atomic():
            AdministrativePenalty.objects.filter(pk=record.pk).update(approved_by=getattr(record, name))


def test_article_14_without_the_permission_nobody_does_anything() -> None:
    nobody = user()
    with pytest.raises(NotAllowed):
        drafted(practitioner(), nobody)
    record = drafted(practitioner(), clerk())
    for act in (records.submit_record, records.approve_record, records.withdraw_record):
        with pytest.raises(NotAllowed):
            act(record, by=nobody, today=TODAY)
    assert acts_for(nobody, record, TODAY) == []


def test_article_14_a_clerk_may_neither_approve_nor_withdraw() -> None:
    record = shown_penalty(practitioner())
    with pytest.raises(NotAllowed):
        records.withdraw_record(record, "void", by=clerk(), today=TODAY)


def test_article_14_an_approved_record_is_shown_from_its_first_to_its_last_day() -> None:
    person = practitioner()
    record = shown_penalty(person)
    number = [record.document_number]
    assert shown_of(person, record.display_from - timedelta(days=1)) == []
    assert shown_of(person, record.display_from) == number
    assert shown_of(person, record.display_until) == number
    assert shown_of(person, record.display_until + timedelta(days=1)) == []
    assert record.phase_on(date(2026, 1, 9)) == Phase.AWAITING
    assert record.phase_on(date(2027, 1, 10)) == Phase.LAPSED


def test_article_14_penalties_and_sanctions_stand_on_the_entry_of_a_firm_and_of_a_person() -> None:
    firm = institution()
    person = practitioner(firm)
    shown_penalty(firm, code="lawyers-50-warning")
    shown_sanction(person)
    assert len(shown_of(firm)) == 1
    assert [len(found) for _model, found in catalogue.records_of(person, TODAY)] == [0, 1]


def test_article_14_a_returned_record_says_why_and_may_be_written_anew() -> None:
    writer = clerk()
    record = drafted(practitioner(), writer)
    records.submit_record(record, by=writer, today=TODAY)
    with pytest.raises(ValidationError):
        records.return_record(record, " ", by=approver(), today=TODAY)
    record = records.return_record(record, "事由过于简略", by=approver(), today=TODAY)
    assert (record.state, record.return_reason) == (RecordState.RETURNED, "事由过于简略")
    record = records.edit_record(record, {"cause": "补充后的事由"}, by=writer, today=TODAY)
    record = records.submit_record(record, by=writer, today=TODAY)
    assert records.approve_record(record, by=approver(), today=TODAY).phase_on(TODAY) == Phase.SHOWN


def test_article_14_only_the_acts_of_its_phase_can_be_done() -> None:
    record = shown_penalty(practitioner())
    with pytest.raises(WrongPhase):
        records.edit_record(record, {"cause": "悄悄改动"}, by=clerk(), today=TODAY)
    with pytest.raises(WrongPhase):
        records.approve_record(record, by=approver(), today=TODAY)
    with pytest.raises(WrongPhase):
        records.withdraw_record(record, "void", by=approver(), today=date(2027, 2, 1))  # lapsed: nothing is shown


def test_article_14_every_act_stands_in_the_table() -> None:
    assert set(TRANSITIONS) == set(Act)


def test_article_14_an_altered_decision_is_due_within_three_working_days() -> None:
    record = shown_penalty(practitioner())
    record = records.note_alteration(record, "altered", date(2026, 3, 6), by=clerk(), today=TODAY)
    assert record.withdrawal_due_on == date(2026, 3, 11)
    assert record.phase_on(TODAY) == Phase.SHOWN
    assert list(AdministrativePenalty.objects.withdrawals_due()) == [record]
    withdrawn = records.withdraw_record(record, by=approver(), today=TODAY)
    assert (withdrawn.withdrawal_reason, withdrawn.alteration_notified_on) == ("altered", date(2026, 3, 6))
    assert not AdministrativePenalty.objects.withdrawals_due().exists()


@pytest.mark.parametrize("reason", ["altered", "revoked", "void"])
def test_article_14_of_a_withdrawn_record_only_number_and_reason_stay(reason: str) -> None:
    person = practitioner()
    record = shown_penalty(person)
    records.withdraw_record(record, reason, by=approver(), today=TODAY)
    assert shown_of(person) == []
    (note,) = catalogue.withdrawal_notes_of(person, TODAY)
    assert (note.document_number, note.reason, note.withdrawn_on) == (record.document_number, reason, TODAY)
    assert set(note.__slots__) == {"document_number", "reason", "withdrawn_on"}
    assert catalogue.withdrawal_notes_of(person, record.display_until + timedelta(days=1)) == []


def test_article_14_a_withdrawal_needs_a_reason() -> None:
    record = shown_penalty(practitioner())
    for reason in ("", "whim"):
        with pytest.raises(ValidationError):
            records.withdraw_record(record, reason, by=approver(), today=TODAY)
    with pytest.raises(ValidationError):
        records.withdraw_record(record, "void", TODAY + timedelta(days=1), by=approver(), today=TODAY)


def test_article_14_what_was_withdrawn_before_it_was_ever_shown_leaves_no_note() -> None:
    person = practitioner()
    record = shown_penalty(person, display_from=TODAY + timedelta(days=5))
    records.withdraw_record(record, "revoked", by=approver(), today=TODAY)
    assert catalogue.withdrawal_notes_of(person, TODAY + timedelta(days=6)) == []


def test_article_14_then_the_new_decision_is_approved_like_any_other() -> None:
    person, writer = practitioner(), clerk()
    record = shown_penalty(person)
    values = penalty_values(person, cause="变更后的事由")
    with pytest.raises(WrongPhase):
        records.draft_successor(record, values, by=writer, today=TODAY)
    records.withdraw_record(record, "altered", by=approver(), today=TODAY)
    new = records.draft_successor(record, values, by=writer, today=TODAY)
    assert shown_of(person) == []
    records.submit_record(new, by=writer, today=TODAY)
    records.approve_record(new, by=approver(), today=TODAY)
    assert shown_of(person) == [new.document_number]
    assert new.replaces == record
    with pytest.raises(WrongPhase):
        records.draft_successor(record, penalty_values(person), by=writer, today=TODAY)


def test_article_14_the_one_concerned_is_told_of_publication_and_withdrawal() -> None:
    person = practitioner(name="示例乙")
    with committed():
        record = shown_penalty(person)
    told = DirectoryNotice.objects.get()
    assert (told.event, told.practitioner) == ("record_published", person)
    for words in ("示例乙", "2026年1月10日", record.document_number):
        assert words in told.text
    with committed():
        records.withdraw_record(record, "void", by=approver(), today=TODAY)
    told = DirectoryNotice.objects.get(event="record_withdrawn")
    assert "被确认违法或者无效" in told.text
    assert record.cause not in told.text


def test_article_14_a_notice_delivered_twice_is_one_letter() -> None:
    with committed():
        shown_penalty(practitioner())
    row = OutboxRow.objects.get(sink="directory.record_published")
    from cms.directory.models.enums import NoticeEvent
    from cms.directory.services.notices import write_notices

    write_notices(NoticeEvent.RECORD_PUBLISHED, [row.key, row.key])
    assert DirectoryNotice.objects.count() == 1


def test_article_14_an_approved_suspension_shows_in_the_standing_and_its_withdrawal_ends_it() -> None:
    person = practitioner()
    record = shown_penalty(person, **SUSPENSION)
    assert catalogue.standing_of(person, TODAY).code == StandingCode.SUSPENDED
    assert catalogue.standing_of(person, TODAY).until == date(2026, 7, 14)
    records.withdraw_record(record, "revoked", by=approver(), today=TODAY)
    assert catalogue.standing_of(person, TODAY).code == StandingCode.IN_PRACTICE


def test_article_14_the_revoked_are_listed_as_such_and_after_its_display_no_more() -> None:
    person = practitioner()
    record = shown_penalty(person, code="lawyers-49-revocation")
    assert catalogue.standing_of(person, TODAY).code == StandingCode.REVOKED
    assert person in catalogue.practitioners(TODAY)
    after = record.display_until + timedelta(days=1)
    assert person not in catalogue.practitioners(after)
    assert not AdministrativePenalty.objects.public_on(after).exists()


def test_article_14_nothing_is_shown_of_an_entry_that_is_not_public() -> None:
    person = practitioner()
    record = shown_penalty(person)
    other = shown_penalty(practitioner())
    records.withdraw_record(other, "void", by=approver(), today=TODAY)
    for subject in (person, other.practitioner):
        subject.status = "unlisted"
        subject.save()
    assert not AdministrativePenalty.objects.public_on(TODAY).exists()
    assert not AdministrativePenalty.objects.withdrawal_notes_on(TODAY).exists()
    assert record.phase_on(TODAY) == Phase.SHOWN


@pytest.mark.parametrize(
    ("code", "values", "wrong"),
    [
        ("lawyers-50-warning", {}, "kind"),  # a measure for firms
        (
            "lawyers-47-warning",
            {"suspended_from": date(2026, 1, 15), "suspended_until": date(2026, 2, 1)},
            "suspended_from",
        ),
        ("lawyers-48-suspension", {}, "suspended_from"),
        (
            "lawyers-48-suspension",
            {"suspended_from": date(2026, 1, 15), "suspended_until": date(2026, 3, 14)},
            "suspended_until",
        ),
        (
            "lawyers-48-suspension",
            {"suspended_from": date(2026, 1, 15), "suspended_until": date(2026, 7, 15)},
            "suspended_until",
        ),
        ("lawyers-47-fine", {"amount": 5001}, "amount"),
        ("notaries-41-fine", {"amount": 999}, "kind"),
    ],
)
def test_article_14_a_measure_lies_within_the_range_of_its_kind(code: str, values: dict[str, Any], wrong: str) -> None:
    with pytest.raises(ValidationError) as refused:
        drafted(practitioner(), clerk(), code=code, **values)
    assert wrong in refused.value.message_dict


def test_article_14_the_bounds_themselves_are_within_the_range() -> None:
    person, writer = practitioner(), clerk()
    drafted(person, writer, **SUSPENSION)  # six months to the day
    drafted(person, writer, code="lawyers-47-fine", amount=5000)
    three = {"suspended_from": date(2026, 1, 15), "suspended_until": date(2026, 4, 14)}
    drafted(person, writer, code="lawyers-48-suspension", **three)


@pytest.mark.parametrize("field", ["cause", "document_number", "authority"])
def test_article_14_identity_numbers_are_never_stored_in_a_record(field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        drafted(practitioner(), clerk(), **{field: "示例甲（110101 19900307 4512）"})
    assert field in refused.value.message_dict
    assert not AdministrativePenalty.history.exists()


def test_article_14_the_database_keeps_a_record_whole() -> None:
    record = shown_penalty(practitioner())
    firm = institution()
    rows = AdministrativePenalty.objects.filter(pk=record.pk)
    for values in (
        {"institution": firm},  # two subjects
        {"practitioner": None},  # none
        {"display_until": date(2026, 1, 9)},  # ends before it begins
        {"display_from": date(2026, 1, 4)},  # shown before it was decided
        {"suspended_from": date(2026, 2, 1)},  # half a suspension
        {"suspended_from": date(2026, 2, 1), "suspended_until": date(2028, 1, 1)},  # longer than it is shown
        {"state": "withdrawn"},  # without reason
        {"state": "shown"},  # computed, never stored
        {"cause": ""},
        {"approved_by": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_article_14_one_decision_is_entered_once_for_each_kind() -> None:
    person, writer = practitioner(), clerk()
    values = penalty_values(person)
    records.draft_record(AdministrativePenalty, values, by=writer)
    with pytest.raises(ValidationError):
        records.draft_record(AdministrativePenalty, values, by=writer)
    fine = {**values, "kind": PenaltyKind.objects.get(code="lawyers-47-fine"), "amount": 1000}
    records.draft_record(AdministrativePenalty, fine, by=writer)


def test_article_14_every_change_has_its_author() -> None:
    writer, reader = clerk(), approver()
    record = drafted(practitioner(), writer)
    records.submit_record(record, by=writer, today=TODAY)
    records.approve_record(record, by=reader, today=TODAY)
    records.withdraw_record(record, "void", by=reader, today=TODAY)
    told = AdministrativePenalty.history.order_by("history_id").values_list("history_change_reason", "history_user")
    assert list(told) == [("draft", writer.pk), ("submit", writer.pk), ("approve", reader.pk), ("withdraw", reader.pk)]


def test_article_14_records_are_queried_by_name_licence_institution_kind_and_date() -> None:
    firm = institution()
    person = practitioner(firm, name="示例丙")
    shown_penalty(practitioner())
    mine = shown_penalty(person, decided_on=date(2026, 1, 8))
    for query in (
        {"name": "示例丙"},
        {"licence_number": person.licence_number},
        {"institution": firm.slug},
        {"decided_from": date(2026, 1, 6)},
        {"kind": "lawyers-47-warning", "decided_from": date(2026, 1, 8), "decided_until": date(2026, 1, 8)},
    ):
        assert list(catalogue.search_records(AdministrativePenalty, TODAY, **query)) == [mine], query
    records.withdraw_record(mine, "void", by=approver(), today=TODAY)
    assert not catalogue.search_records(AdministrativePenalty, TODAY, name="示例丙").exists()


def test_article_14_the_kinds_are_sown_and_what_clerks_changed_stays() -> None:
    from cms.directory.sowing import sow_kinds

    number = PenaltyKind.objects.count()
    PenaltyKind.objects.filter(code="lawyers-47-fine").update(amount_max=8000)
    sow_kinds()
    assert PenaltyKind.objects.count() == number
    assert PenaltyKind.objects.get(code="lawyers-47-fine").amount_max == 8000


def test_article_14_a_sanction_lives_the_same_life() -> None:
    person = practitioner()
    record = shown_sanction(person)
    assert shown_of(person) == [record.document_number]
    records.withdraw_record(record, "revoked", by=approver(), today=TODAY)
    assert shown_of(person) == []
    assert ProfessionalSanction.objects.get().state == RecordState.WITHDRAWN
    with pytest.raises(ValidationError):
        records.draft_record(
            ProfessionalSanction, sanction_values(person, code="notary-association-demerit"), by=clerk()
        )
