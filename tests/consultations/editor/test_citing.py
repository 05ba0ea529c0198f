"""Articles of an answer are checked on the day they are cited on (articles 19 and 21 of the service rules)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.laws.citations import title_index
from cms.laws.cited_places import CitedPlace
from portal.common import clock
from portal.consultations.editor.citing import CitationRow, ReadRow, read_rows
from portal.consultations.editor.quoting import mismatch
from portal.consultations.models import Answer, Consultation
from portal.consultations.services.answers.written import CitedArticle
from tests.consultations import builders
from tests.consultations.editor.pages import NEW_WORDS, OLD_WORDS, pay_law
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db
IN_2018 = date(2018, 5, 6)


def read(row: CitationRow, case: Consultation | None = None) -> ReadRow:
    return read_rows([row], case or Consultation(), clock.today())[0]


def test_article_19_an_article_that_does_not_exist_is_named() -> None:
    pay_law()
    assert "没有第九十九条" in read(CitationRow("示范工资法第九十九条")).errors["words"]
    assert "没有认出" in read(CitationRow("查无此法第一条")).errors["words"]
    assert "第几条" in read(CitationRow("示范工资法")).errors["words"]


def test_article_19_an_article_is_read_in_the_text_of_the_day() -> None:
    pay_law()
    now = read(CitationRow("示范工资法31"))
    assert now.article is not None
    assert now.article.written == "示范工资法第三十一条"
    assert now.article.read_on == clock.today()
    then = read(CitationRow("示范工资法31", cited_on="event", read_on=IN_2018, date_reason="那时的事"))
    assert "2018年5月6日的文本没有第三十一条" in then.errors["words"]
    assert then.article is None


def test_article_19_a_law_that_was_not_in_force_that_day_is_refused() -> None:
    pay_law()
    early = CitationRow("示范工资法30", cited_on="event", read_on=date(2010, 1, 1), date_reason="那时的事")
    assert "还没有施行" in read(early).errors["words"]
    gone = instrument("示范旧法")
    repealed = {"is_repealed": True, "expired_on": date(2020, 1, 1)}
    published(gone, law_text("示范旧法", {1: "旧的。"}), effective_on=date(2000, 1, 1), **repealed)
    assert "已经失效" in read(CitationRow("示范旧法1")).errors["words"]
    then = CitationRow("示范旧法1", cited_on="event", read_on=IN_2018, date_reason="事情在2018年")
    assert not read(then).errors


def test_another_days_law_needs_a_reason_and_a_day_that_is_not_to_come() -> None:
    pay_law()
    row = CitationRow("示范工资法30", cited_on="event", read_on=IN_2018)
    assert "为什么" in read(row).errors["date_reason"]
    late = replace(row, read_on=date(2099, 1, 1), date_reason="笔误")
    assert "不能晚于今天" in read(late).errors["read_on"]
    assert "没有写明日期" in read(replace(row, read_on=None, date_reason="那时")).errors["read_on"]


def test_the_day_of_the_event_is_the_one_the_citizen_gave() -> None:
    pay_law()
    case = Consultation(happened_from=IN_2018, happened_until=date(2022, 2, 2))
    on = {
        name: read(CitationRow("示范工资法30", cited_on=name, date_reason="因为"), case) for name in ("event", "period")
    }
    assert on["event"].day == IN_2018
    assert OLD_WORDS in on["event"].text
    assert on["period"].day == date(2022, 2, 2)
    assert NEW_WORDS in on["period"].text


def test_article_21_quoted_words_are_those_of_that_day() -> None:
    pay_law()
    assert not read(CitationRow("示范工资法30", quote=NEW_WORDS)).errors
    wrong = read(CitationRow("示范工资法30", quote=OLD_WORDS)).errors["quote"]
    assert "不一致" in wrong
    assert "每月" in wrong
    then = CitationRow("示范工资法30", cited_on="event", read_on=IN_2018, date_reason="那时", quote=OLD_WORDS)
    assert not read(then).errors


@pytest.mark.parametrize(
    "quote",
    [
        "用人单位应当按照约定,及时足额支付劳动报酬",
        "“用人单位 应当按照约定，\n及时足额支付劳动报酬。”",
        "第三十条　用人单位应当按照约定，及时足额支付劳动报酬。",
        "用人单位……及时足额支付劳动报酬",
    ],
)
def test_white_space_punctuation_and_what_was_left_out_make_no_difference(quote: str) -> None:
    pay_law()
    assert not read(CitationRow("示范工资法30", quote=quote)).errors


def test_items_may_be_quoted_with_their_numbers_or_without() -> None:
    texts = ("可以关闭：\n（一）树木修剪；\n（二）积水未退。", "可以关闭：\n树木修剪；\n积水未退。")
    assert not mismatch("可以关闭：（一）树木修剪", texts)
    assert not mismatch("可以关闭：树木修剪；积水未退。", texts)
    assert "积雪" in mismatch("（二）积雪未退", texts)


def test_what_stands_outside_the_library_has_a_title_and_a_whole_link() -> None:
    outside = CitationRow(outside_title="示范市工资支付指引", outside_number="示人社发〔2020〕1号")
    found = read(outside)
    assert found.article is not None
    assert found.article.outside_number == "示人社发〔2020〕1号"
    assert "https://" in read(replace(outside, outside_url="javascript:alert(1)")).errors["outside_url"]
    assert "标题" in read(CitationRow(outside_url="https://example.com/")).errors["words"]


def test_what_has_no_room_is_said_before_it_is_sent() -> None:
    pay_law()
    row = CitationRow("示范工资法30", cited_on="event", read_on=IN_2018, date_reason="长" * 201)
    assert "最多200个字" in read(row).errors["date_reason"]
    assert (
        "最多500个字"
        in read(CitationRow(outside_title="题", outside_url="https://x.cn/" + "a" * 500)).errors["outside_url"]
    )
    case = builders.claimed()
    with pytest.raises(ValidationError, match="最多500个字"):
        builders.first_answer(case, replace(builders.ANSWER, late_explanation="晚" * 501))


def test_what_changed_since_it_was_picked_is_looked_at_first() -> None:
    pay_law()
    picked = read(CitationRow("示范工资法30")).article
    assert picked is not None
    was = CitedPlace("shi-fan-gong-zi-fa", "30", date(2026, 1, 1), "v1:" + "0" * 64, title="示范工资法第三十条")
    row = CitationRow("示范工资法第三十条", was=was)
    assert "有变动" in read(row).errors["words"]
    accepted = read(replace(row, accepts=True))
    assert not accepted.errors
    assert accepted.article == picked


def test_the_service_refuses_what_does_not_stand_whatever_page_it_comes_by() -> None:
    pay_law()
    case = builders.claimed()
    place = {"instrument_slug": "shi-fan-gong-zi-fa", "written": "示范工资法"}
    wrong = (
        CitedArticle(**place, locator="99", read_on=clock.today()),
        CitedArticle(**place, locator="30", read_on=clock.today(), quote="没有这句话"),
        CitedArticle(**place, locator="30", read_on=IN_2018),
        CitedArticle(**place, locator="30", read_on=IN_2018, cited_on="event"),
        CitedArticle(**place, locator="30", read_on=clock.today(), digest="v1:" + "0" * 64),
        CitedArticle(written="", read_on=clock.today()),
    )
    for article in wrong:
        with pytest.raises(ValidationError) as refused:
            builders.first_answer(case, replace(builders.ANSWER, citations=(article,)))
        assert list(refused.value.message_dict) == ["citations"]
    assert not Answer.objects.exists()


def test_queries_do_not_grow_with_the_number_of_rows() -> None:
    pay_law()
    title_index()  # what every request of this process shares
    counts = []
    for words in (["示范工资法30"], ["示范工资法30", "示范工资法31", "示范工资法2", "示范工资法第三十条"]):
        with CaptureQueriesContext(connection) as queries:
            read_rows([CitationRow(one) for one in words], Consultation(), clock.today())
        counts.append(len(queries))
    assert counts[0] == counts[1]
