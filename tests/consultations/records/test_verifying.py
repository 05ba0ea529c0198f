"""Article 32: complete, exact, safe. Whatever is changed in a record, its texts or its files is found, and said in plain words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.common.encryption import encrypt
from portal.consultations.attachments import vault
from portal.consultations.models import Answer, Attachment, Consultation, ConsultationEvent, RecordHead
from portal.consultations.records import claims
from portal.consultations.records.verifying import Tally, verify_records
from tests.consultations.records.lives import appealed, long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = str(tmp_path / "private")


def faults(case: Consultation | None = None) -> list[str]:
    return [fault.words for fault in verify_records(Tally(), case.receipt_number if case else "")]


def events(case: Consultation) -> Any:
    """Past the model that only adds."""
    return ConsultationEvent._base_manager.filter(consultation=case).order_by("sequence")


def test_records_as_they_were_written_hold(capsys: pytest.CaptureFixture[str]) -> None:
    long_life()
    appealed()
    call_command("verify_records")
    said = capsys.readouterr().out
    assert "consultations: 2 of 2 records hold" in said
    assert "1 files" in said


# -- any byte of any event --------------------------------------------------------------------------------------------
def other_text(value: str) -> st.SearchStrategy[str]:
    return st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10).map(
        lambda text: (text + "x")[:10] if text == value else text
    )


def changed(draw: Callable[..., Any], event: ConsultationEvent, field: str) -> Any:
    """Another value for a member of an event, of the kind its column holds."""
    value = getattr(event, field)
    if field == "at":
        return value + timedelta(microseconds=draw(st.integers(1, 10**12)))
    if field in ("sequence", "chain_version"):
        return draw(st.integers(1, 99).filter(lambda number: number != value))
    if field == "content":
        return value | {
            draw(st.sampled_from([*value, "new"])): draw(st.one_of(st.none(), st.text("ab"), st.floats(0, 1)))
        }
    if field in ("previous", "digest"):
        place = draw(st.integers(0, 63))
        return value[:place] + draw(st.sampled_from("0123456789abcdef".replace(value[place], ""))) + value[place + 1 :]
    return draw(other_text(value).filter(lambda text: text != value))


FIELDS = ("sequence", "at", "act", "actor_kind", "actor_ref", "content", "previous", "digest", "chain_version")


def test_a32_a_changed_byte_in_any_member_of_any_event_is_found() -> None:
    case = long_life()
    rows = list(events(case))
    seen = set()

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def change_one(data: st.DataObject) -> None:
        event = data.draw(st.sampled_from(rows))
        field = data.draw(st.sampled_from(FIELDS))
        value = changed(data.draw, event, field)
        if value == getattr(event, field):
            return
        if field == "sequence" and value <= len(rows):
            value += len(rows)  # the database itself refuses a place that is taken
        seen.add(field)
        ConsultationEvent._base_manager.filter(pk=event.pk).update(**{field: value})
        assert faults(case), (field, value)
        ConsultationEvent._base_manager.filter(pk=event.pk).update(**{field: getattr(event, field)})

    change_one()
    assert seen == set(FIELDS)
    assert faults(case) == [], "everything was put back"


def test_a32_an_event_taken_out_anywhere_is_found() -> None:
    case = long_life()
    for event in events(case):
        with transaction.atomic():
            events(case).filter(pk=event.pk).delete()
            assert faults(case), event.sequence
            transaction.set_rollback(True)


def test_a32_a_record_cut_short_at_its_end_is_found_by_its_signature() -> None:
    case = long_life()
    last = events(case).last()
    events(case).filter(pk=last.pk).delete()
    assert f"its record was signed with {last.sequence} events and ends elsewhere" in faults(case)
    earlier = events(case).last()
    RecordHead.objects.filter(pk=case.pk).update(sequence=earlier.sequence, digest=earlier.digest)
    assert "the signature under its record is not ours" in faults(case)
    RecordHead.objects.filter(pk=case.pk).delete()
    assert "the signed end of its record is gone" in faults(case)


def test_an_event_moved_to_another_case_is_found_in_both() -> None:
    one, other = long_life(), appealed()
    moved = events(one).last()
    ConsultationEvent._base_manager.filter(pk=moved.pk).update(consultation=other, sequence=99)
    assert faults(one)
    assert faults(other)


def test_a_whole_chain_written_anew_without_the_key_is_found(settings: Any) -> None:
    case = long_life()
    settings.RECORD_SIGNING_KEY = ["YSBmb3VydGggaW52ZW50ZWQga2V5IG9mIDMyIGJ5dGU="[:43] + "="]
    assert faults(case) == ["the signature under its record is not ours"]


def test_an_old_signing_key_still_verifies_behind_the_new_one(settings: Any) -> None:
    case = long_life()
    settings.RECORD_SIGNING_KEY = [
        "YSBmb3VydGggaW52ZW50ZWQga2V5IG9mIDMyIGJ5dGU="[:43] + "=",
        *settings.RECORD_SIGNING_KEY,
    ]
    assert faults(case) == []


# -- texts and files --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("consultation", "question"),
        ("consultation", "wanted"),
        ("addedfact", "text"),
        ("furtherquestion", "text"),
        ("answer", "reasoning"),
        ("satisfactionrating", "comment"),
    ],
)
def test_a32_a_text_changed_behind_the_records_back_is_found(model: str, field: str) -> None:
    case = long_life()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE consultations_{model} SET {field} = %s", [encrypt("别的话")])  # noqa: S608 - names of this test
    assert any("is not what event" in words for words in faults(case))


def test_a_refusals_words_and_an_appeals_are_proved_too() -> None:
    case = appealed()
    assert faults(case) == []
    case.refusal.appeal.explanation = "别的话"
    case.refusal.appeal.save()
    assert faults(case) == ["appeal explanation is not what event 5 says"]


def test_an_answer_that_nobody_sent_is_found() -> None:
    case = long_life()
    answer = case.answers.first()
    stolen = Answer(
        **{field.attname: getattr(answer, field.attname) for field in Answer._meta.fields if field.name != "id"}
    )
    stolen.kind = "further"
    stolen.save()
    assert faults(case) == [f"answer {stolen.pk} stands in no event"]


def test_a_text_erased_without_a_word_in_the_record_is_found() -> None:
    case = long_life()
    Consultation.objects.filter(pk=case.pk).update(question="", question_salt="")
    assert "question was erased, and no event says so" in faults(case)


def test_a_changed_a_swapped_and_a_missing_file_are_found() -> None:
    case = long_life()
    name = Attachment.objects.get().key.hex
    vault.put(name, b"another file")
    assert "is not what its event says" in faults(case)[0]
    path = next(Path(vault._root()).rglob(name))
    held = bytearray(path.read_bytes())
    held[-1] ^= 1
    path.write_bytes(held)
    assert "was changed, or was encrypted with another key" in faults(case)[0]
    vault.delete(name)
    assert "is gone" in faults(case)[0]
    Attachment.objects.all().delete()
    assert "the row of file" in faults(case)[0]


def test_a_text_that_no_key_reads_is_told_and_stops_nothing(settings: Any) -> None:
    case, other = long_life(), appealed()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_consultation SET question = 'gAAAAA' WHERE id = %s", [case.pk])
    tally = Tally()
    assert [(fault.number, fault.words) for fault in verify_records(tally)] == [
        (case.receipt_number, "a text of it cannot be decrypted")
    ]
    assert tally.cases == 2
    assert faults(other) == []


# -- the command ------------------------------------------------------------------------------------------------------
def test_the_command_names_the_broken_record_exits_with_1_and_shows_nothing_of_it() -> None:
    case = long_life()
    events(case).filter(sequence=2).update(act="accept_")
    with pytest.raises(CommandError) as refusal:
        call_command("verify_records")
    assert str(refusal.value) == f"consultation {case.receipt_number}: event 2 is not what was written"
    with pytest.raises(CommandError, match="event 2"):
        call_command("verify_records", case=case.written_number.lower())
    with pytest.raises(CommandError, match="there is no consultation"):
        call_command("verify_records", case="00000-00000-0")


def test_one_record_can_be_verified_alone(capsys: pytest.CaptureFixture[str]) -> None:
    broken, whole = long_life(), appealed()
    events(broken).filter(sequence=1).update(act="x")
    call_command("verify_records", case=whole.receipt_number)
    assert "1 of 1 records hold" in capsys.readouterr().out


def test_many_cases_cost_the_memory_of_one(django_assert_max_num_queries: Any) -> None:
    for _number in range(3):
        appealed()
    tally = Tally()
    stream = verify_records(tally)
    assert next(stream, None) is None
    # A kind of text is asked for once a case, whichever room registered it.
    with django_assert_max_num_queries(1 + 3 * (14 + len(claims._kinds))):
        assert list(verify_records(Tally())) == []


def test_the_digest_of_all_ends_shows_a_case_that_is_gone_as_a_whole() -> None:
    long_life()
    whole = appealed()
    before, after = Tally(), Tally()
    assert list(verify_records(before)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultations_consultation SET receipt_number = 'x' WHERE id = %s", [whole.pk])
    list(verify_records(after))
    assert before.ends != after.ends
