"""A year's notice as it is pasted, and the year it becomes."""

from __future__ import annotations

from datetime import date

import pytest

from portal.common.workdays import is_working_day
from portal.consultations.deadlines.notices import read_notice
from portal.consultations.models import CalendarDay
from portal.consultations.services.time.calendar_import import import_year
from portal.consultations.services.time.timetables import work_time
from tests.consultations.deadlines.oracle import Oracle

NOTICE_2026 = """经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。"""

TABLE_2027 = "\n".join(
    [
        "2027-01-01\t放假\t元旦",
        "2027-02-05至2027-02-11\t放假\t春节",
        "2027/1/30\t上班\t春节",
        "2027-04-05 休 清明节",
        "2027年5月1日至2日 放假 劳动节",
        "2027-06-09 放假 端午节",
        "2027-09-15 放假 中秋节",
        "10月1日至3日 放假 国庆节",
    ]
)


def test_the_notice_is_read_as_the_state_council_writes_it() -> None:
    read = read_notice(NOTICE_2026, 2026)
    assert read.problems == []
    assert len(read.unused) == 2
    oracle = Oracle()
    assert {each.day for each in read.days if not each.is_working} == {day for day in oracle.free if day.year == 2026}
    assert {each.day for each in read.days if each.is_working} == {day for day in oracle.worked if day.year == 2026}
    names = {each.day: each.name for each in read.days}
    assert (names[date(2026, 2, 23)], names[date(2026, 9, 20)]) == ("春节", "国庆节调休上班")


def test_a_table_is_read_in_whatever_way_days_are_written() -> None:
    read = read_notice(TABLE_2027, 2027)
    assert read.problems == []
    days = {each.day: each for each in read.days}
    assert len(days) == 17
    assert days[date(2027, 1, 30)].is_working
    assert (days[date(2027, 2, 8)].name, days[date(2027, 4, 5)].name) == ("春节", "清明节")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("10月1日至7日 国庆节", "第1行：看不出这一天是放假还是上班，请写“放假”或者“上班”。"),
        ("2月30日 放假", "第1行：没有2026年2月30日。"),
        ("3日 放假", "第1行：“3日”没有写月份。"),
        ("10月7日至1日 放假", "第1行：“10月7日至1日”的先后或者长短不对。"),
        (f"{NOTICE_2026}\n10月2日 上班", "第10行：2026-10-02前后写得不一样。"),
    ],
)
def test_what_cannot_be_read_is_said_by_line(text: str, problem: str) -> None:
    assert read_notice(text, 2026).problems[0] == problem


def test_a_statutory_holiday_that_is_left_out_is_missed() -> None:
    text = "\n".join(line for line in NOTICE_2026.splitlines() if "端午" not in line)
    assert read_notice(text, 2026).problems == ["这些法定节日没有写放假：6月19日（端午节）。"]


@pytest.mark.django_db
def test_after_the_import_every_day_of_the_year_is_known() -> None:
    CalendarDay.objects.create(day=date(2027, 3, 3), is_working=False, name="旧的一行")
    assert import_year(2027, read_notice(TABLE_2027, 2027).days, "示范通知") == 365
    work = work_time(date(2027, 1, 1))
    assert not any(work.is_guessed(date(2027, month, 28)) for month in range(1, 13))
    assert work.works_on(date(2027, 3, 3))
    assert (work.works_on(date(2027, 2, 10)), work.why_free(date(2027, 2, 10))) == (False, "春节")
    assert not is_working_day(date(2027, 3, 6), work.calendar)
    assert work.is_guessed(date(2028, 1, 3))


@pytest.mark.django_db
def test_a_holiday_that_begins_in_december_is_written_too() -> None:
    days = read_notice(f"2026年12月31日 放假 元旦\n{TABLE_2027}", 2027).days
    assert import_year(2027, days, "示范通知") == 366
    assert CalendarDay.objects.get(day=date(2026, 12, 31)).name == "元旦"
