"""办理时限, 工作日历, 服务时间 in the Wagtail admin."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.common import clock
from portal.consultations.models import CalendarDay, ServiceHours, SlaPolicy
from portal.consultations.services.time import clocks
from tests.consultations.builders import person
from tests.consultations.deadlines.cases import at, case
from tests.consultations.deadlines.test_notices import TABLE_2027

pytestmark = pytest.mark.django_db
POLICIES = "/admin/snippets/consultations/slapolicy"
HOURS = "/admin/snippets/consultations/servicehours"
IMPORT = "/admin/consultations/calendar/import/"
SOURCE = "示范通知"


@pytest.fixture
def admin(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(clock, "now", lambda: at("2026-11-20 10:00"))
    client = Client()
    client.force_login(person("administrator"))
    return client


def policy_form(**values: Any) -> dict[str, Any]:
    return {"kind": "complaint", "channel": "", "amount": 4, "unit": "working_days", "pauses": "on", **values}


def test_a_policy_that_was_used_is_not_edited_nor_deleted(admin: Client) -> None:
    used = clocks.start_deadline(case(at("2026-11-19 10:00")), "complaint", at=at("2026-11-19 10:00")).policy
    assert used is not None
    page = admin.post(f"{POLICIES}/edit/{used.pk}/", policy_form(valid_from="2026-11-21"), follow=True)
    assert "已经有咨询按这条时限计算，不能改。请新增一条" in page.content.decode()
    page = admin.post(f"{POLICIES}/delete/{used.pk}/", follow=True)
    assert "不能删除" in page.content.decode()
    used.refresh_from_db()
    assert used.amount == 5


def test_a_new_row_holds_from_its_day_on(admin: Client) -> None:
    admin.post(f"{POLICIES}/add/", policy_form(valid_from="2026-11-21"))
    before = clocks.start_deadline(case(at("2026-11-20 10:00")), "complaint", at=at("2026-11-20 10:00"))
    after = clocks.start_deadline(case(at("2026-11-21 10:00")), "complaint", at=at("2026-11-21 10:00"))
    assert (before.amount, after.amount) == (5, 4)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"valid_from": "2026-11-20"}, "请选明天或者更晚的日期"),
        ({"valid_from": "2026-11-21", "kind": "deferred_reply"}, "约期答复按约定的时间，不设时限"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(admin: Client, values: dict[str, str], words: str) -> None:
    assert words in admin.post(f"{POLICIES}/add/", policy_form(**values)).content.decode()
    assert not SlaPolicy.objects.filter(amount=4).exists()


def test_service_hours_of_a_day_do_not_overlap(admin: Client) -> None:
    admin.post(f"{HOURS}/add/", {"weekday": 5, "opens": "09:00", "closes": "11:00"})
    page = admin.post(f"{HOURS}/add/", {"weekday": 5, "opens": "10:00", "closes": "12:00"})
    assert "和同一天的另一段时间重叠" in page.content.decode()
    assert str(ServiceHours.objects.get(weekday=5)) == "星期六 09:00–11:00"


def test_a_pasted_year_is_looked_at_before_it_is_written(admin: Client) -> None:
    given = {"year": 2027, "text": TABLE_2027, "source": SOURCE}
    page = admin.post(IMPORT, given).content.decode()
    assert "2027年2月8日 星期一" in page
    assert "核对无误，写入" in page
    assert not CalendarDay.objects.filter(day__year=2027).exists()
    admin.post(IMPORT, {**given, "confirmed": "True"})
    assert CalendarDay.objects.filter(day__year=2027, source=SOURCE).count() == 365


def test_a_notice_with_a_mistake_is_not_written_and_stays_in_the_box(admin: Client) -> None:
    given = {"year": 2027, "text": "10月1日至3日 国庆节", "source": SOURCE, "confirmed": "True"}
    page = admin.post(IMPORT, given).content.decode()
    assert "看不出这一天是放假还是上班" in page
    assert "10月1日至3日 国庆节</textarea>" in page
    assert not CalendarDay.objects.filter(day__year=2027).exists()


def test_a_workbook_is_read_into_the_box_first(admin: Client) -> None:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["日期", "安排", "说明"])
    book.active.append([date(2027, 2, 6), "放假", "春节"])
    book.save(file)
    upload = SimpleUploadedFile("calendar.xlsx", file.getvalue())
    page = admin.post(IMPORT, {"year": 2027, "source": SOURCE, "book": upload, "confirmed": "True"}).content.decode()
    assert "2027-02-06 放假 春节" in page
    assert "这些法定节日没有写放假" in page
    broken = admin.post(IMPORT, {"year": 2027, "source": SOURCE, "book": SimpleUploadedFile("a.xlsx", b"nothing")})
    assert "不是可以读取的.xlsx文件" in broken.content.decode()
    assert not CalendarDay.objects.filter(day__year=2027).exists()


def test_a_year_far_away_and_an_empty_box_are_refused(admin: Client) -> None:
    page = admin.post(IMPORT, {"year": 2099, "text": " ", "source": SOURCE}).content.decode()
    assert "请填2025到2029之间的年份" in page
    assert "请粘贴放假通知" in page


def test_the_auditor_reads_the_tables_and_imports_nothing() -> None:
    client = Client()
    client.force_login(person("auditor"))
    assert client.get(f"{POLICIES}/").status_code == 200
    assert client.post(IMPORT, {"year": 2027, "text": TABLE_2027, "source": SOURCE}).status_code in (302, 403)
    assert not CalendarDay.objects.filter(day__gt=date(2026, 12, 31) + timedelta(days=1)).exists()


def test_from_november_on_the_first_page_asks_for_next_years_holidays_until_they_are_there(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "2027年的放假安排还没有导入"
    clocks.start_deadline(case(at("2026-12-30 10:00")), "follow_up", at=at("2026-12-30 10:00"))
    page = admin.get("/admin/").content.decode()
    assert words in page
    assert "现在有 1 项是暂定的" in page
    admin.post(IMPORT, {"year": 2027, "text": TABLE_2027, "source": SOURCE, "confirmed": "True"})
    assert words not in admin.get("/admin/").content.decode()
    CalendarDay.objects.filter(day__year=2027).delete()
    monkeypatch.setattr(clock, "now", lambda: at("2026-10-31 10:00"))
    assert words not in admin.get("/admin/").content.decode()
