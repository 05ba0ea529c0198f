"""Files of drafts and cases: whose they are, when they may be opened, and that the record tells of them without their names."""

from __future__ import annotations

import secrets
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import transaction
from django.http import Http404
from django.test import TestCase

from portal.common import clock
from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from portal.consultations.attachments import storage, vault
from portal.consultations.attachments.accepting import accept
from portal.consultations.models import Attachment, ConsultationEvent, ReceiptSession
from portal.consultations.policies import WrongState
from portal.consultations.services.intake import attaching
from tests.consultations.attachments.cases import citizen, draft, filed, holder
from tests.consultations.attachments.clamd import EICAR, clamd
from tests.core.uploads import picture

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NAME = "我和张某的合同.png"


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = str(tmp_path / "private")


def upload(content: bytes = b"") -> SimpleUploadedFile:
    return SimpleUploadedFile(NAME, content or picture("PNG"))


def committed() -> Any:
    return TestCase.captureOnCommitCallbacks(execute=True)


def attached(case: Any) -> Attachment:
    attaching.attach_to_case(case, [upload()], by=holder(case))
    return case.attachments.get()


def test_a_file_of_a_draft_is_kept_encrypted_and_goes_when_it_is_thrown_away() -> None:
    writing = draft()
    (outcome,) = attaching.attach_to_draft(writing, [upload()])
    assert outcome.error == ""
    kept = writing.attachments.get()
    assert kept.name == NAME
    assert storage.read(kept)[:4] == b"\x89PNG"
    assert list(vault.names()) == [kept.key.hex]
    with committed():
        attaching.remove_from_draft(writing, str(kept.key))
    assert list(vault.names()) == []
    assert not writing.attachments.exists()


def test_the_name_and_the_bytes_of_a_file_lie_nowhere_in_clear(settings: Any) -> None:
    kept = attached(filed())
    row = Attachment.objects.filter(pk=kept.pk).extra(select={"raw": "name"}).values("raw").get()
    assert "张" not in row["raw"]
    assert all(b"PNG" not in path.read_bytes() for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file())


def test_the_record_tells_of_a_file_by_key_and_digest_alone() -> None:
    kept = attached(filed())
    event = ConsultationEvent.objects.get(act="attach")
    assert event.content == {"files": [{"key": str(kept.key), "digest": kept.digest}]}
    assert kept.digest == storage.file_digest(kept.salt, storage.read(kept))


def test_ten_places_are_shared_by_uploads_at_once() -> None:
    case = filed()
    attaching.attach_to_case(case, [upload() for _ in range(9)], by=holder(case))
    first, second = attaching.attach_to_case(case, [upload(), upload()], by=holder(case))
    assert (first.code, second.code) == ("", "too_many")
    taken = accept([upload()])
    assert [outcome.code for outcome in attaching._within_the_limit(taken, 10)] == ["too_many"]


def test_nobody_adds_to_or_takes_from_anothers_case() -> None:
    case = filed()
    kept = attached(case)
    for stranger in (ReceiptSession.of(["0" * 11]), citizen()):
        with pytest.raises(PermissionDenied):
            attaching.attach_to_case(case, [upload()], by=stranger)
        with pytest.raises(PermissionDenied):
            attaching.remove_from_case(case, str(kept.key), by=stranger)
        with pytest.raises(Http404):
            attaching.open_attachment(case.receipt_number, str(kept.key), stranger, page="test")


def test_a_file_of_another_case_is_not_found_in_ones_own() -> None:
    own, other = filed(), filed()
    kept = attached(other)
    with pytest.raises(Http404):
        attaching.open_attachment(own.receipt_number, str(kept.key), holder(own), page="test")


def test_nothing_is_added_to_a_case_that_is_over() -> None:
    case = filed(state="withdrawn")
    with pytest.raises(WrongState, match="已经结束"):
        attaching.attach_to_case(case, [upload()], by=holder(case))


def test_a_file_taken_away_is_gone_for_good_and_the_record_keeps_that_it_was_there() -> None:
    case = filed()
    kept = attached(case)
    with committed():
        attaching.remove_from_case(case, str(kept.key), by=holder(case))
    kept.refresh_from_db()
    assert (kept.name, kept.salt) == ("", "")
    assert kept.digest
    assert list(vault.names()) == []
    assert ConsultationEvent.objects.get(act="detach").content == {"file": str(kept.key)}
    with pytest.raises(storage.NotServed):
        attaching.open_attachment(case.receipt_number, str(kept.key), holder(case), page="test")


# -- scanned later ----------------------------------------------------------------------------------------------------
def test_a_file_the_scanner_has_not_seen_is_kept_back_until_it_has(settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    case = filed()
    kept = attached(case)
    assert kept.scan == Attachment.Scan.WAITING
    with pytest.raises(storage.NotServed) as refusal:
        storage.read(kept)
    assert refusal.value.waiting
    drain(storage.SCAN_SINK)
    row = OutboxRow.objects.get(sink=storage.SCAN_SINK)
    assert (row.done_at, row.attempts) == (None, 0), "the scanner is out: nothing is held against the file"
    row.due_at = row.created_at
    row.save()
    with clamd() as (settings.CLAMAV_URL, seen):
        drain(storage.SCAN_SINK)
    kept.refresh_from_db()
    assert kept.scan == Attachment.Scan.CLEAN
    assert seen == [kept.size]
    assert storage.read(kept)


def test_a_file_found_infected_later_goes_and_the_record_says_why(settings: Any) -> None:
    settings.CLAMAV_URL = "tcp://127.0.0.1:9"
    case = filed()
    kept = attached(case)
    with clamd(answer=b"stream: Eicar-Test FOUND") as (settings.CLAMAV_URL, _seen), committed():
        storage.scan_waiting([kept.key.hex])
    kept.refresh_from_db()
    assert kept.scan == Attachment.Scan.INFECTED
    assert kept.removed_at is not None
    assert list(vault.names()) == []
    assert ConsultationEvent.objects.get(act="file_infected").actor_kind == "system"
    storage.scan_waiting([kept.key.hex])
    assert ConsultationEvent.objects.filter(act="file_infected").count() == 1, "delivered twice does no harm"


def test_an_infected_file_is_never_stored(settings: Any) -> None:
    with clamd() as (settings.CLAMAV_URL, _seen):
        (outcome,) = attaching.attach_to_draft(draft(), [upload(picture("PNG") + EICAR)])
    assert "病毒" in outcome.error
    assert not Attachment.objects.exists()
    assert list(vault.names()) == []


# -- orphans ----------------------------------------------------------------------------------------------------------
def test_a_file_whose_row_was_rolled_back_is_forgotten_after_a_day(settings: Any, time_machine: Any) -> None:
    case = filed()
    kept = attached(case)
    with transaction.atomic():
        storage.keep(accept([upload()])[0], consultation=case)
        transaction.set_rollback(True)
    assert storage.forget_orphans() == 0, "its transaction might still be running"
    time_machine.move_to(clock.now() + timedelta(days=1, seconds=1))
    assert storage.forget_orphans() == 1
    assert list(vault.names()) == [kept.key.hex]


# -- a new key --------------------------------------------------------------------------------------------------------
def test_a_new_key_takes_the_files_along(settings: Any) -> None:
    kept, old = attached(filed()), settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), *old]
    out = StringIO()
    call_command("reencrypt_fields", stdout=out)
    assert "attachments: 1 of 1 rewritten" in out.getvalue()
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    assert storage.read(Attachment.objects.get(pk=kept.pk))


def test_a_file_that_no_key_reads_is_told_by_the_command(settings: Any) -> None:
    name = secrets.token_hex(16)
    vault.put(name, b"content")
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(CommandError, match="attachments"):
        call_command("reencrypt_fields", stdout=StringIO())
    assert list(vault.names()) == [name]
