"""Article 32: the day's anchor holds every record that grew, and whatever was anchored and is not so any more is found."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.management import CommandError, call_command
from django.db import connection

from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.common.audit.record import record, seal
from portal.consultations.models import ConsultationEvent, RecordHead
from portal.consultations.services.citizen import acts as citizen_acts
from portal.retention.anchors.making import anchor_records
from portal.retention.anchors.statements import path_of_day
from portal.retention.anchors.verifying import verify_anchors, verify_anchors_of
from portal.retention.models import AnchoredHead, PurgedCase, RecordAnchor
from tests.consultations import builders
from tests.consultations.records.lives import appealed, long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def faults() -> list[str]:
    return list(verify_anchors())


@pytest.fixture
def anchored(travel: Any) -> RecordAnchor:
    """Two cases and a line of the audit log, anchored the night after."""
    long_life()
    appealed()
    record(Act.EXPORTED, name="示范")
    seal()
    travel(days=1)
    (anchor,) = anchor_records()
    return anchor


def test_a32_the_nights_anchor_is_signed_written_as_a_file_and_verified(anchored: RecordAnchor) -> None:
    assert anchored.day == clock.today() - timedelta(days=1)
    assert anchored.count == 2
    assert anchored.audit_sequence >= 1
    published = json.loads(path_of_day(anchored.day).read_text())
    assert json.loads(published["statement"])["root"] == anchored.root
    assert faults() == []
    call_command("verify_records")


def test_what_is_published_of_a_day_names_no_case(anchored: RecordAnchor) -> None:
    text = path_of_day(anchored.day).read_text()
    for head in RecordHead.objects.select_related("consultation"):
        assert head.consultation.receipt_number not in text
        assert head.digest not in text


def test_run_twice_nothing_more_is_done_and_a_lost_file_comes_back(anchored: RecordAnchor) -> None:
    assert anchor_records() == []
    path_of_day(anchored.day).unlink()
    assert faults() == [f"anchor {anchored.day}: the file is gone"]
    anchor_records()
    assert faults() == []


def test_days_that_were_missed_are_caught_up_each_with_its_own(anchored: RecordAnchor, travel: Any) -> None:
    late = builders.submitted()
    travel(days=3)
    builders.submitted()  # of today: not over yet
    made = anchor_records()
    assert [row.day - anchored.day for row in made] == [timedelta(days=n) for n in (1, 2, 3)]
    assert [row.count for row in made] == [1, 0, 0]
    assert made[0].heads.get().case_id == late.pk
    assert [row.previous for row in made] == [anchored.digest, made[0].digest, made[1].digest]
    assert faults() == []


def test_a_record_that_goes_on_is_anchored_again_and_the_first_end_still_holds(travel: Any) -> None:
    case = builders.answered()
    travel(days=1)
    anchor_records()
    citizen_acts.ask_further(case, "还有一个问题，怎么办？", by=builders.receipt(case))
    travel(days=1)
    anchor_records()
    assert AnchoredHead.objects.filter(case_id=case.pk).count() == 2
    assert faults() == []
    assert list(verify_anchors_of(case)) == []


# -- what is found ----------------------------------------------------------------------------------------------------
COLUMNS = ("day", "count", "root", "previous", "audit_sequence", "audit_digest", "statement", "digest", "signature")


def flipped(value: Any) -> Any:
    """Another value of the same kind."""
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str):
        return value[:-1] + ("b" if value[-1] == "a" else "a")
    return value + timedelta(days=1) if isinstance(value, date) else value


@pytest.mark.parametrize("column", [*COLUMNS, "public_key", "made_at"])
def test_a32_a_change_in_any_column_of_an_anchor_is_found(anchored: RecordAnchor, column: str) -> None:
    RecordAnchor.objects.filter(pk=anchored.pk).update(**{column: flipped(getattr(anchored, column))})
    assert faults()


def test_a32_each_character_of_a_signature_counts(anchored: RecordAnchor) -> None:
    """Base64 leaves room in its last digit: a lax reader takes sixteen of them for one."""
    for place, character in enumerate(anchored.signature):
        other = "B" if character == "A" else "A"
        signature = anchored.signature[:place] + other + anchored.signature[place + 1 :]
        RecordAnchor.objects.filter(pk=anchored.pk).update(signature=signature)
        path_of_day(anchored.day).unlink()
        anchor_records()  # the file follows the row: the signature alone must tell
        assert faults() == [f"anchor {anchored.day}: the signature is not ours"], place


@pytest.mark.parametrize("column", ["place", "case_id", "sequence", "digest"])
def test_a32_a_change_in_what_an_anchor_holds_is_found(anchored: RecordAnchor, column: str) -> None:
    head = anchored.heads.last()
    AnchoredHead.objects.filter(pk=head.pk).update(**{column: flipped(getattr(head, column))})
    assert faults()


def test_a32_each_byte_of_an_anchors_file_counts(anchored: RecordAnchor) -> None:
    path = path_of_day(anchored.day)
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert faults(), place
    path.write_bytes(whole)
    assert faults() == []


def test_a_record_written_anew_with_the_key_no_longer_fits_its_anchor(anchored: RecordAnchor) -> None:
    """Who holds the key and the database can sign another past; yesterday's anchor lies elsewhere too."""
    from portal.common.signatures import sign
    from portal.consultations.services.case.recording import head_message

    head = RecordHead.objects.select_related("consultation").first()
    events = ConsultationEvent._base_manager.filter(consultation=head.pk).order_by("-sequence")
    events[0].delete()
    last = events[0]
    message = head_message(head.consultation.receipt_number, last.sequence, last.digest)
    RecordHead.objects.filter(pk=head.pk).update(sequence=last.sequence, digest=last.digest, signature=sign(message))
    number = head.consultation.receipt_number
    assert faults() == [f"consultation {number}: event {head.sequence} is not what was anchored on {anchored.day}"]
    assert list(verify_anchors_of(head.consultation))


def test_a_case_that_is_gone_is_found_unless_it_was_purged(anchored: RecordAnchor) -> None:
    head = anchored.heads.first()
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for table in ("consultationevent", "recordhead"):
            cursor.execute(f"DELETE FROM consultations_{table} WHERE consultation_id = %s", [head.case_id])  # noqa: S608 - names of this test
        cursor.execute("UPDATE consultations_consultation SET id = 999999 WHERE id = %s", [head.case_id])
        said = f"consultation no. {head.case_id}: anchored on {anchored.day}, is gone and was not purged"
        assert faults() == [said]
        purged = PurgedCase.objects.create(
            case_id=head.case_id,
            number_digest="0" * 64,
            head_sequence=head.sequence,
            head_digest=head.digest,
            purged_on=clock.today(),
            channel="message",
            asked_month=date(2024, 1, 1),
            state="closed",
        )
        assert faults() == []
        PurgedCase.objects.filter(pk=purged.pk).update(head_digest="0" * 64)
        assert "is not what was anchored" in faults()[0]
        cursor.execute("UPDATE consultations_consultation SET id = %s WHERE id = 999999", [head.case_id])


def test_an_anchor_taken_out_and_a_file_without_a_row_are_found(anchored: RecordAnchor, travel: Any) -> None:
    travel(days=2)
    middle, _last = anchor_records()
    middle.heads.all().delete()
    middle.delete()
    assert faults() == [
        f"anchor {middle.day + timedelta(days=1)}: does not follow the anchor before it",
        f"anchor {middle.day + timedelta(days=1)}: the day before it is gone",
        f"anchor {middle.day}: the file has no row",
    ]


def test_an_audit_log_written_anew_no_longer_fits(anchored: RecordAnchor) -> None:
    AuditEntry._base_manager.filter(sequence=anchored.audit_sequence).update(digest="0" * 64)
    assert faults() == [f"anchor {anchored.day}: the audit log is not as it was then"]


def test_the_command_tells_it_and_exits_with_1(anchored: RecordAnchor) -> None:
    RecordAnchor.objects.update(count=7)
    with pytest.raises(CommandError, match="not what was signed"):
        call_command("verify_records")


def test_the_backup_takes_the_anchors_along(anchored: RecordAnchor) -> None:
    from portal.operations.backup.files import names_now
    from portal.operations.backup.rows import tables

    assert f"private/anchors/{anchored.day}.json" in set(names_now())
    assert {"retention.RecordAnchor", "retention.AnchoredHead", "retention.PurgedCase"} <= {
        model._meta.label for model in tables()
    }
    assert Path(conf.PRIVATE_ROOT).exists()
