"""An export for an inquiry: who may, what is in it, that it is sealed, checked, and does not stay."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as conf
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import TestCase

from portal.common.audit.models import Act, AuditEntry
from portal.common.signatures import public_keys
from portal.consultations.models import Consultation
from portal.consultations.records.copies import check_copy
from portal.consultations.services.case.recording import salted_digest
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.citizen import erasing
from portal.notifications.models import Notification
from portal.retention.blockers import reasons_against
from portal.retention.inquiries.manifest import export_faults
from portal.retention.models import InquiryExport
from portal.retention.services import exporting, holding
from portal.retention.services.holding import Which
from tests.consultations import builders
from tests.consultations.records.lives import long_life

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
ORDER = ("示范市公安局", "调证〔2026〕1号", "办理案件需要")


def ordered(*cases: Consultation, by: Any) -> InquiryExport:
    with TestCase.captureOnCommitCallbacks(execute=True):
        export = exporting.ask_for_export([case.written_number for case in cases], *ORDER, by=by)
    return InquiryExport.objects.get(pk=export.pk)


def handed_out(export: InquiryExport, by: Any) -> bytes:
    return b"".join(exporting.read_export(export, by=by))


def faults(content: bytes) -> list[str]:
    return list(export_faults(io.BytesIO(content), public_keys()))


@pytest.fixture
def supervisor() -> Any:
    return builders.person("supervisor")


def test_an_export_holds_record_texts_files_and_copy_and_its_manifest_holds(supervisor: Any) -> None:
    case = long_life()
    export = ordered(case, by=supervisor)
    assert (export.state, export.done, export.total) == ("ready", 1, 1)
    content = handed_out(export, supervisor)
    assert faults(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        assert "怎样核对" in archive.read("README.txt").decode()
        events = [json.loads(line) for line in archive.read("cases/001/record.jsonl").splitlines()]
        texts = json.loads(archive.read("cases/001/texts.json"))
        copy = archive.read("cases/001/copy.txt")
        assert archive.read(next(name for name in names if "/files/" in name)).startswith(b"\x89PNG")
        manifest = json.loads(archive.read("manifest.json"))
    assert [event["sequence"] for event in events] == list(range(1, len(events) + 1))
    assert check_copy(copy, public_keys()).codes == []
    rating = next(event["content"] for event in events if "rating" in event["content"])
    kept = next(row for row in texts["ratings"] if row["id"] == rating["rating"])
    assert salted_digest(kept["salt"], kept["comment"]) == rating["comment"], "the texts fit the record"
    assert manifest["document_number"] == ORDER[1]
    assert not any(case.receipt_number in name for name in names)


def test_it_lies_encrypted_here_and_the_reason_too(supervisor: Any) -> None:
    export = ordered(long_life(), by=supervisor)
    (path,) = (Path(conf.PRIVATE_ROOT) / "exports").iterdir()
    assert b"PK\x03\x04" not in path.read_bytes()
    assert export.key.hex in path.name


def rewritten(content: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, words in files.items():
            archive.writestr(name, words)
    return out.getvalue()


def test_a_changed_byte_in_any_file_and_any_file_more_or_less_is_found(supervisor: Any, tmp_path: Path) -> None:
    content = handed_out(ordered(long_life(), by=supervisor), supervisor)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
    for name in names:
        changed = rewritten(content, lambda files, name=name: files.update({name: files[name] + b" "}))
        assert faults(changed), name
        assert faults(rewritten(content, lambda files, name=name: files.pop(name))), name
    more = rewritten(content, lambda files: files.update({"cases/001/other.txt": b"x"}))
    assert faults(more) == ["cases/001/other.txt is not in the manifest"]
    assert faults(b"no zip at all")
    file = tmp_path / "handed-out.zip"
    file.write_bytes(content)
    call_command("verify_export", str(file))
    file.write_bytes(more)
    with pytest.raises(CommandError, match="not in the manifest"):
        call_command("verify_export", str(file))


def test_only_what_a_supervisor_may_open_is_exported_and_each_opening_is_logged(supervisor: Any) -> None:
    case, hidden = builders.answered(), builders.submitted()
    Consultation.objects.filter(pk=hidden.pk).update(is_quarantined=True)
    child = builders.submitted(age_band="under_14", guardian="agrees")
    for shut in (hidden, child):
        with pytest.raises(ValidationError, match="不能导出"):
            exporting.ask_for_export([shut.receipt_number], *ORDER, by=supervisor)
    with pytest.raises(ValidationError, match="请填写"):
        exporting.ask_for_export([case.receipt_number], "机关", " ", "事由", by=supervisor)
    for role in ("moderator", "resident", "auditor", "administrator"):
        with pytest.raises(PermissionDenied):
            exporting.ask_for_export([case.receipt_number], *ORDER, by=builders.person(role))
    export = ordered(case, by=supervisor)
    opened = AuditEntry.objects.filter(act=Act.CASE_OPENED, actor_id=supervisor.pk).get()
    assert opened.subject == f"consultations.consultation:{case.pk}"
    with pytest.raises(PermissionDenied):
        exporting.read_export(export, by=builders.person("supervisor"))
    handed_out(export, supervisor)
    assert AuditEntry.objects.filter(act=Act.EXPORTED, actor_id=supervisor.pk).count() == 2


def test_it_is_deleted_after_some_days_and_that_it_was_handed_out_stays(supervisor: Any, travel: Any) -> None:
    export = ordered(builders.answered(), by=supervisor)
    travel(days=6)
    assert exporting.delete_expired() == 0
    travel(days=2)
    assert exporting.delete_expired() == 1
    export.refresh_from_db()
    assert (export.state, export.sealing_key) == ("deleted", "")
    assert list((Path(conf.PRIVATE_ROOT) / "exports").iterdir()) == []
    with pytest.raises(ValidationError):
        exporting.read_export(export, by=supervisor)


def test_what_is_too_large_says_so_and_leaves_nothing(supervisor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "MOST_BYTES", 1000)
    export = ordered(long_life(), by=supervisor)
    assert export.state == "failed"
    assert "分几次导出" in export.because
    assert list((Path(conf.PRIVATE_ROOT) / "exports").iterdir()) == []


def test_what_was_shut_away_since_it_was_ordered_is_neither_written_nor_given_out(supervisor: Any) -> None:
    case, other = builders.answered(), builders.answered()
    ready = ordered(case, by=supervisor)
    waiting = exporting.ask_for_export([case.receipt_number, other.receipt_number], *ORDER, by=supervisor)
    Consultation.objects.filter(pk=case.pk).update(is_quarantined=True)
    exporting.make(waiting)
    waiting.refresh_from_db()
    assert waiting.state == "failed"
    assert "请重新提出" in waiting.because
    assert len(list((Path(conf.PRIVATE_ROOT) / "exports").iterdir())) == 1
    with pytest.raises(ValidationError, match="不能再下载"):
        exporting.read_export(ready, by=supervisor)


def test_a32_a_case_is_not_purged_while_a_file_of_it_lies_here(supervisor: Any, travel: Any) -> None:
    case = builders.answered()
    ordered(case, by=supervisor)
    assert any("调取" in words for words in reasons_against([case.pk])[case.pk])
    travel(days=8)
    exporting.delete_expired()
    assert not any("调取" in words for words in reasons_against([case.pk]).get(case.pk, []))


# -- erasure ----------------------------------------------------------------------------------------------------------
NAMED = "赵某某欠我货款，身份证号和住址都在合同里，怎么办？"


def erase(case: Consultation, **values: Any) -> None:
    request = citizen_acts.request_erasure(case, "", by=builders.receipt(case))
    with TestCase.captureOnCommitCallbacks(execute=True):
        erasing.grant_erasure(request, "按规定保存。", by=builders.person("supervisor"), **values)


def files() -> list[str]:
    folder = Path(conf.PRIVATE_ROOT) / "exports"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a32_an_erasure_takes_every_ready_export_of_the_case_and_its_file_at_once(supervisor: Any) -> None:
    case, other, apart = builders.answered(), builders.answered(), builders.answered()
    both, stays = ordered(case, other, by=supervisor), ordered(apart, by=supervisor)
    erase(case)
    both.refresh_from_db()
    assert (both.state, both.sealing_key) == ("deleted", "")
    assert "按请求删除" in both.because
    assert files() == [f"{stays.key.hex}.zip.sealed"]
    with pytest.raises(ValidationError, match="已经删除"):
        exporting.read_export(both, by=supervisor)
    assert handed_out(stays, supervisor)
    assert Notification.objects.filter(recipient=supervisor, text__contains="重新提出").count() == 1
    anew = ordered(case, other, by=supervisor)
    assert faults(handed_out(anew, supervisor)) == [], "what is left may still be handed to an authority"


def test_a32_the_key_goes_with_the_erasure_and_the_file_follows_even_if_the_process_dies_between(
    supervisor: Any,
) -> None:
    from portal.common.outbox.drain import drain

    case = builders.answered()
    export = ordered(case, by=supervisor)
    request = citizen_acts.request_erasure(case, "", by=builders.receipt(case))
    erasing.grant_erasure(request, "按规定保存。", by=builders.person("supervisor"))  # nothing after the commit runs
    export.refresh_from_db()
    assert (export.sealing_key, len(files())) == ("", 1)
    drain(exporting.FILES)
    assert files() == []


def test_a32_what_is_being_made_while_a_case_is_erased_is_made_anew_of_what_is_left(
    supervisor: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = builders.answered(question=NAMED)
    export = exporting.ask_for_export([case.receipt_number], *ORDER, by=supervisor)
    written = exporting._write

    def erased_meanwhile(of: InquiryExport, writer: Any) -> int:
        size = written(of, writer)
        monkeypatch.setattr(exporting, "_write", written)
        request = citizen_acts.request_erasure(case, "", by=builders.receipt(case))
        erasing.grant_erasure(
            request, "按规定保存。", by=builders.person("supervisor"), masked_question="有人欠我货款，怎么办？"
        )
        return size

    monkeypatch.setattr(exporting, "_write", erased_meanwhile)
    exporting.make(export)
    export.refresh_from_db()
    assert (export.state, files()) == ("waiting", [])
    exporting.make(export)
    export.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(handed_out(export, supervisor))) as archive:
        assert not any("赵某某" in archive.read(name).decode(errors="ignore") for name in archive.namelist())


def test_a32_an_export_of_a_case_under_a_legal_hold_outlives_an_erasure_for_its_days(
    supervisor: Any, travel: Any
) -> None:
    case = builders.answered()
    hold = holding.place(Which((case.receipt_number,)), "示范法院", "", "案件", by=supervisor)
    export = ordered(case, by=supervisor)
    erase(case)
    export.refresh_from_db()
    assert handed_out(export, supervisor)
    travel(days=8)
    exporting.delete_expired()
    assert files() == []
    holding.release(hold, "结束", by=builders.person("supervisor"))


def test_the_record_does_not_tell_the_citizen_of_an_export(supervisor: Any) -> None:
    case = builders.answered()
    ordered(case, by=supervisor)
    erase(case)
    assert "export" not in str(list(case.events.values_list("content", flat=True)))
