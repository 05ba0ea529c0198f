"""纠错: what a citizen may report without a name, and the time within which it is answered."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from cms.directory.models import ErrorReport
from cms.directory.services.error_reports import answer_report, find_report, report_error
from tests.directory.builders import clerk, practitioner, user

pytestmark = pytest.mark.django_db
FRIDAY_NIGHT = datetime(2026, 3, 6, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai


def test_a_report_is_answered_within_five_working_days_of_the_day_in_shanghai() -> None:
    report, _code = report_error("电话打不通", page_path="/directory/", moment=FRIDAY_NIGHT)
    assert report.answer_due_on == date(2026, 3, 13)
    later, _code = report_error("电话打不通", page_path="/directory/", moment=datetime(2026, 3, 6, 16, 1, tzinfo=UTC))
    assert later.answer_due_on == date(2026, 3, 13)  # Saturday: counted from Monday as well


def test_the_receipt_code_shows_the_answer_however_it_is_typed_and_is_stored_nowhere() -> None:
    person = practitioner()
    report, code = report_error("执业机构不对", page_path=person.get_absolute_url(), entry=person, moment=FRIDAY_NIGHT)
    assert len(code) == 19
    for typed in (code, code.lower(), code.replace("-", " ")):
        assert find_report(typed) == report
    assert find_report("0000-0000-0000-0000") is None
    assert find_report("") is None
    stored = str(ErrorReport.objects.values().get()) + str(ErrorReport.history.values().get())
    assert code not in stored
    assert code.replace("-", "") not in stored


def test_no_personal_data_is_asked_and_identity_numbers_are_refused() -> None:
    fields = {field.name for field in ErrorReport._meta.get_fields()}
    assert not fields & {"name", "telephone", "email", "contact"}
    for text in ("", "   ", "我的身份证110101199003074512"):
        with pytest.raises(ValidationError):
            report_error(text, page_path="/", moment=FRIDAY_NIGHT)
    assert not ErrorReport.objects.exists()


def test_what_would_be_right_and_where_that_is_written_may_be_added_and_hold_no_identity_number_either() -> None:
    report, _code = report_error(
        "电话不对",
        page_path="/laws/shi-fan-fa/#art-3",
        suggestion="应为 000-00000001",
        evidence_url="https://example.org/notice",
        moment=FRIDAY_NIGHT,
    )
    assert (report.suggestion, report.evidence_url) == ("应为 000-00000001", "https://example.org/notice")
    assert report.page_path == "/laws/shi-fan-fa/#art-3"
    for field, value in (
        ("suggestion", "身份证 110101 19900307 4512"),
        ("evidence_url", "https://example.org/?id=110101199003074512"),
        ("evidence_url", "javascript:alert(1)"),
        ("evidence_url", "说明.doc"),
    ):
        with pytest.raises(ValidationError) as caught:
            report_error("电话不对", page_path="/", moment=FRIDAY_NIGHT, **{field: value})
        assert set(caught.value.message_dict) == {field}
    assert ErrorReport.objects.count() == 1
    report, _code = report_error("错", page_path="/110101199003074512/", moment=FRIDAY_NIGHT)
    assert "1101" not in report.page_path


@pytest.mark.parametrize(("corrected", "state"), [(True, "answered"), (False, "rejected")])
def test_a_clerk_answers_once(corrected: bool, state: str) -> None:
    report, code = report_error("姓名有误", page_path="/directory/", moment=FRIDAY_NIGHT)
    with pytest.raises(PermissionDenied):
        answer_report(report, "已更正", by=user(), corrected=corrected)
    with pytest.raises(ValidationError):
        answer_report(report, " ", by=clerk(), corrected=corrected)
    writer = clerk()
    answer_report(report, "已核实", by=writer, corrected=corrected)
    seen = find_report(code)
    assert seen is not None
    assert (seen.state, seen.answer, seen.answered_by) == (state, "已核实", writer)
    assert seen.history.first().history_user == writer
    with pytest.raises(ValidationError):
        answer_report(report, "再答", by=clerk(), corrected=corrected)


def test_the_database_knows_no_closed_report_without_answer() -> None:
    report_error("姓名有误", page_path="/directory/", moment=FRIDAY_NIGHT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ErrorReport.objects.update(state="answered")
