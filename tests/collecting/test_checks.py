"""Articles 10, 11, 13, 14: every source has an interval and a last check; what is overdue is seen; lists say 数据截至."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client

from cms.collecting.freshness import data_as_of
from cms.collecting.models import Outcome, Source, SourceKind, Way
from cms.collecting.services import checking
from cms.collecting.services.checking import begin_check, check_by_hand, end_check, note_check
from cms.collecting.services.reminding import remind_overdue
from portal.common.generation import current_generation
from portal.common.outbox.drain import drain
from tests.admin.builders import published
from tests.collecting.builders import NOW, by_hand, feed, known, person
from tests.directory.builders import institution

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_person_says_that_a_source_was_checked_today() -> None:
    source = by_hand()
    check = check_by_hand(source, by=known("content_editor"), words="与司法厅公告一致")

    source.refresh_from_db()
    assert (check.outcome, check.words) == (Outcome.UNCHANGED, "与司法厅公告一致")
    assert source.last_success_at == NOW
    assert source.due_at == NOW + timedelta(hours=source.interval_hours)


def test_the_clerk_of_the_directory_may_say_so_and_the_approver_may_not() -> None:
    source = by_hand()

    check_by_hand(source, by=person("directory_clerk"))
    with pytest.raises(PermissionDenied):
        check_by_hand(source, by=person("directory_approver"))


def test_nobody_says_by_hand_that_something_was_fetched() -> None:
    with pytest.raises(ValidationError):
        check_by_hand(feed(), by=known("content_editor"))


def test_a_source_is_overdue_when_its_interval_is_over_and_only_then() -> None:
    source = by_hand(interval_hours=24)
    check_by_hand(source, by=known("content_editor"))

    assert list(Source.objects.overdue(NOW + DAY)) == []
    assert list(Source.objects.overdue(NOW + DAY + timedelta(hours=3))) == [source]
    Source.objects.update(is_active=False)
    assert list(Source.objects.overdue(NOW + 9 * DAY)) == []


def test_a_source_that_fails_stays_overdue_however_often_it_is_tried() -> None:
    source = feed(interval_hours=24)
    for hour in range(40):
        moment = NOW + timedelta(hours=hour)
        end_check(begin_check(source, moment=moment), Outcome.FAILED, moment=moment, words="连接不上")

    source.refresh_from_db()
    assert source.is_overdue(NOW + timedelta(hours=40))
    assert source.fetch_at - (NOW + timedelta(hours=39)) == timedelta(hours=24), "tried at least each day"


def test_who_is_responsible_is_told_once_each_time_it_falls_due() -> None:
    source = by_hand(interval_hours=24, responsible=person("content_editor"))
    check_by_hand(source, by=known("content_editor"))
    late = NOW + DAY + timedelta(hours=3)

    with time_machine.travel(late, tick=False):
        assert (remind_overdue(late), remind_overdue(late + DAY)) == (1, 0)
        drain("collecting.source_overdue")
        (told,) = mail.outbox
        assert told.to == ["content_editor@example.invalid"]
        assert source.name in told.subject
        assert f"/admin/snippets/collecting/source/edit/{source.pk}/" in told.body
        check_by_hand(source, by=known("content_editor"))
    assert remind_overdue(late + 3 * DAY) == 1


def test_nobody_is_told_of_a_source_that_was_checked_before_the_mail_went_out() -> None:
    source = by_hand(interval_hours=24, responsible=person("content_editor"))
    Source.objects.update(due_at=NOW - DAY)
    remind_overdue(NOW)
    check_by_hand(source, by=known("content_editor"))

    drain("collecting.source_overdue")

    assert mail.outbox == []


def test_an_import_of_laws_reports_to_the_source_that_names_its_folder(tmp_path: Path) -> None:
    folder = _laws(tmp_path)
    source = by_hand("示范法律文本集", SourceKind.LAWS, way=Way.COMMAND, import_path=f"{folder}/../laws")
    other = by_hand("别的文本集", SourceKind.LAWS, way=Way.COMMAND, import_path="/srv/other")

    call_command("import_laws", str(folder), verbosity=0)

    check = source.checks.get()
    assert (check.outcome, check.counts["新增"]) == (Outcome.NEW, 1)
    assert not other.checks.exists()
    call_command("import_laws", str(folder), verbosity=0)
    again = source.checks.first()
    assert again is not None
    assert (again.outcome, again.counts["没有变化"]) == (Outcome.UNCHANGED, 1)


def test_a_dry_run_is_no_check(tmp_path: Path) -> None:
    folder = _laws(tmp_path)
    source = by_hand("示范法律文本集", SourceKind.LAWS, way=Way.COMMAND, import_path=str(folder))

    call_command("import_laws", str(folder), "--dry-run", verbosity=0)

    assert not source.checks.exists()


def test_an_import_that_could_not_begin_is_a_failed_check(tmp_path: Path) -> None:
    source = by_hand("示范法律文本集", SourceKind.LAWS, way=Way.COMMAND, import_path=str(tmp_path / "gone.md"))
    table = by_hand("示范名录", SourceKind.PRACTITIONER, way=Way.COMMAND, import_path=str(tmp_path / "gone.csv"))

    call_command("import_laws", str(tmp_path / "gone.md"), verbosity=0)
    with pytest.raises(CommandError):
        call_command("import_directory", str(tmp_path / "gone.csv"), verbosity=0)

    for one in (source, table):
        one.refresh_from_db()
        assert one.failures == 1
        assert one.last_error
        assert one.last_success_at is None


def test_an_import_of_the_directory_reports_what_was_left_out(tmp_path: Path) -> None:
    file = tmp_path / "directory.csv"
    file.write_text(
        "kind,name,district\nlaw_firm,示范一律师事务所,示范区\nnothing,示范二律师事务所,示范区\n", encoding="utf-8"
    )
    source = by_hand("示范名录", SourceKind.INSTITUTION, way=Way.COMMAND, import_path=str(file))

    call_command("import_directory", str(file), verbosity=0)

    check = source.checks.get()
    assert (check.counts["新增"], check.counts["失败"]) == (1, 1)
    assert "示范二律师事务所" in check.report["problems"][0]


def test_only_so_many_checks_of_a_source_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "KEPT_CHECKS", 3)
    source = by_hand()
    for _ in range(5):
        check_by_hand(source, by=known("content_editor"))

    assert source.checks.count() == 3


def test_data_as_of_is_the_last_successful_check_of_an_active_source_of_the_kind() -> None:
    assert data_as_of("laws") is None
    source = by_hand("一", SourceKind.LAWS)
    assert data_as_of("laws") is None
    Source.objects.filter(pk=source.pk).update(last_success_at=NOW - 3 * DAY, last_checked_at=NOW)
    by_hand("二", SourceKind.LAWS, last_success_at=NOW, is_active=False)
    by_hand("三", SourceKind.INSTITUTION, last_success_at=NOW)

    assert data_as_of("laws") == date(2026, 11, 24)
    assert data_as_of("laws", "institution") == date(2026, 11, 27)


def test_a_day_begins_in_china() -> None:
    by_hand("一", SourceKind.LAWS, last_success_at=NOW.replace(hour=16))

    assert data_as_of("laws") == date(2026, 11, 28)


def test_lists_say_when_their_sources_were_last_checked(client: Client) -> None:
    published()
    institution(checked_on=date(2026, 1, 2))
    source = by_hand("一", SourceKind.LAWS)
    other = by_hand("二", SourceKind.INSTITUTION)
    assert "数据截至 2026年1月2日" in client.get("/directory/").content.decode()

    for one in (source, other):
        check_by_hand(one, by=known("content_editor"))

    assert "数据截至 2026年11月27日" in client.get("/laws/").content.decode()
    assert "数据截至 2026年11月27日" in client.get("/directory/").content.decode()


def test_a_check_ends_lists_that_are_kept_once_a_day(django_capture_on_commit_callbacks: object) -> None:
    source = by_hand("一", SourceKind.LAWS)
    tokens = []
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            check_by_hand(source, by=known("content_editor"))
        tokens.append(current_generation())

    assert tokens[0] != ""
    assert tokens[0] == tokens[1]


def test_an_import_that_no_source_names_leaves_no_trace(tmp_path: Path) -> None:
    assert note_check([SourceKind.LAWS], tmp_path, counts={}, changed=False) == []


def _laws(folder: Path) -> Path:
    laws = folder / "laws"
    laws.mkdir()
    (laws / "示范互助法.md").write_text("# 示范互助法\n\n第一条 为了示范，制定本法。\n", encoding="utf-8")
    (laws / "manifest.csv").write_text("path,title,level\n示范互助法.md,示范互助法,law\n", encoding="utf-8")
    return laws
