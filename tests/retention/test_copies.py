"""Article 32: a copy that comes back is checked to the byte; what is found is named; nothing of it is kept."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.common import clock
from portal.common.signatures import public_keys
from portal.consultations.downloads.copying import copy_of
from portal.consultations.downloads.writing import as_pdf, as_text
from portal.consultations.models import Consultation
from portal.consultations.records.copies import FORMS_HEADING, PROOF_HEADING, SEAL_HEADING, check_copy
from portal.consultations.services.citizen import acts as citizen_acts
from portal.retention.anchors.making import anchor_records
from portal.retention.views import public
from tests.consultations import builders
from tests.consultations.records.lives import fresh, long_life
from tests.retention.copies import flipped, record_part, vectors

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


@pytest.fixture
def case(travel: Any) -> Consultation:
    """A long life among others, anchored the night after."""
    found = long_life()
    for _other in range(4):
        builders.submitted()
    travel(days=1)
    anchor_records()
    return fresh(found)


def copied(case: Consultation) -> bytes:
    return as_text(copy_of(case, clock.now()))


def codes(content: bytes) -> list[str]:
    return check_copy(content, public_keys()).codes


def test_a32_a_copy_as_it_was_given_out_is_intact_and_proves_its_anchor(case: Consultation) -> None:
    checked = check_copy(copied(case), public_keys())
    assert checked.codes == []
    assert checked.number == case.receipt_number
    assert len(checked.events) == case.events.count()
    assert checked.anchor is not None


def test_a32_any_byte_of_the_record_changed_is_found(case: Consultation) -> None:
    text = copied(case)
    for place in record_part(text)[::7]:
        assert codes(flipped(text, place, 32 if place % 2 else 1)), place
    for place in range(0, record_part(text).start, 97):
        assert "seal" in codes(flipped(text, place)), "the words before it are sealed too"


def test_the_event_that_was_changed_is_named(case: Consultation) -> None:
    text = copied(case)
    begin = text.index(FORMS_HEADING.encode()) + len(FORMS_HEADING.encode()) + 1
    for number, line in enumerate(text[begin:].split(b"\n")[: case.events.count()], 1):
        found = codes(flipped(text, begin + len(line) // 2))
        assert found == [f"event:{number}", "seal"]
        begin += len(line) + 1


def test_whatever_is_done_to_a_file_is_found(case: Consultation) -> None:
    for name, content in vectors(copied(case)):
        is_whole = name in ("whole", "lines of another system")
        assert (codes(content) == []) is is_whole, name


def test_a_file_of_somebody_elses_key_is_not_ours(case: Consultation, settings: Any) -> None:
    ours = public_keys()
    settings.RECORD_SIGNING_KEY = ["YSBmb3VydGggaW52ZW50ZWQga2V5IG9mIDMyIGJ5dGU="[:43] + "="]
    forged = copied(case)
    assert "key" in check_copy(forged, ours).codes


def test_before_the_first_night_a_copy_says_that_it_is_not_anchored_yet() -> None:
    checked = check_copy(copied(builders.submitted()), public_keys())
    assert checked.codes == []
    assert checked.anchor is None


def test_a32_the_pdf_is_checked_by_its_attachment_and_sealed_as_a_whole(case: Consultation) -> None:
    pdf = as_pdf(copy_of(case, clock.now()))
    assert codes(pdf) == []
    for place in range(0, len(pdf), len(pdf) // 40):
        assert codes(flipped(pdf, place)), place
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert codes(opened.attachments["record.txt"].get_file().read_bytes()) == []


# -- the page ---------------------------------------------------------------------------------------------------------
def sent(content: bytes, name: str = "记录.txt") -> Any:
    return Client(enforce_csrf_checks=True).post("/records/verify/", {"file": SimpleUploadedFile(name, content)})


def test_without_script_the_file_is_checked_here_and_compared_with_what_is_kept(case: Consultation) -> None:
    page = sent(copied(case)).content.decode()
    assert "一致：这份记录和本网给出的一模一样" in page
    assert "和本网现在保存的记录一致" in page
    assert "律师接办" in page


def test_a_changed_byte_is_named_and_nothing_else_is_said(case: Consultation) -> None:
    text = copied(case)
    page = sent(flipped(text, text.index(b'"sequence":2}') - 20)).content.decode()
    assert "第 2 条办理记录被改动过" in page
    assert "本网现在保存" not in page.partition("data-verify-result")[2]


def test_an_older_copy_is_still_what_was_kept_then(case: Consultation) -> None:
    text = copied(case)
    citizen_acts.request_erasure(case, "", by=builders.asker(case))
    assert "和本网现在保存的记录一致" in sent(text).content.decode()


def test_a_record_that_was_rolled_back_no_longer_is_what_is_kept(case: Consultation) -> None:
    text = copied(case)
    case.events.order_by("sequence").last().delete()
    assert "和本网现在保存的记录不一致" in sent(text).content.decode()


def test_what_is_uploaded_is_kept_nowhere(case: Consultation, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "uploads")
    (tmp_path / "uploads").mkdir()
    before = set(Path(conf.PRIVATE_ROOT).rglob("*"))
    answer = sent(copied(case) + b" " * 3_000_000)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert list((tmp_path / "uploads").iterdir()) == []
    assert set(Path(conf.PRIVATE_ROOT).rglob("*")) == before


def test_too_large_or_nothing_is_refused_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "MOST_BYTES", 1000)
    assert sent(b"x" * 5000).status_code == 400
    answer = Client().post("/records/verify/")
    assert answer.status_code == 400
    assert "请选择下载的记录文件" in answer.content.decode()


def test_too_many_uploads_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "UPLOADS", public.Bound("verify_upload_hour", 1, 3600))
    assert sent(b"x").status_code == 200
    answer = sent(b"x")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_the_public_list_shows_days_and_gives_the_signed_files(case: Consultation) -> None:
    client = Client()
    page = client.get("/records/anchors/").content.decode()
    day = (clock.today()).isoformat()
    assert case.receipt_number not in page
    lines = client.get("/records/anchors/all.jsonl").content
    assert lines.count(b"\n") == 1
    assert client.get(f"/records/anchors/{day}.json").status_code == 404
    assert client.get("/records/anchors/yesterday.json").status_code == 404


def test_many_files_at_once_are_refused_however_small_each_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "MOST_BYTES", 1000)
    files = {f"file{number}": SimpleUploadedFile("a.txt", b"x" * 900) for number in range(5)}
    answer = Client().post("/records/verify/", {"file": SimpleUploadedFile("a.txt", b"x" * 900), **files})
    assert answer.status_code == 400
    assert len(answer.wsgi_request.FILES) <= 1


@pytest.mark.parametrize(
    "event", [{"at": "9999-12-31T23:59:59+00:00"}, {"at": "0001-01-01T00:00:00+14:00"}, {"at": 10**400}, {"act": {}}]
)
def test_no_file_breaks_the_page(event: dict[str, Any]) -> None:
    digest = "0" * 64
    anchor = {"public_key": "", "signature": "", "statement": f'{{"count":1{"0" * 4000}}}', "place": 1, "sequence": 1}
    proof = {"case": "A", "digest": digest, "public_key": "x", "signature": "x", "format": 1, "digests": [digest]}
    proof["anchor"] = anchor | {"path": [digest] * 100}
    lines = [PROOF_HEADING, json.dumps(proof), FORMS_HEADING, json.dumps(event), SEAL_HEADING, "{}", ""]
    assert sent("\n".join(["", *lines]).encode()).status_code == 200
