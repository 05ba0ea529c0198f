"""What the public reads of one consultation, before any address (articles 19, 21, 22, 30 of the service rules)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from cms.laws.reading_places import read_place
from portal.common import clock
from portal.public_board.content import PublicPage
from portal.public_board.shown_page import shown_page
from tests.consultations.editor.pages import NEW_WORDS, OLD_WORDS, pay_law
from tests.laws.builders import law_text, published
from tests.public_board.publications import QUESTION, a_citation, a_page, an_answer

pytestmark = pytest.mark.django_db


def body(page: PublicPage, day: date | None = None, **values: object) -> str:
    shown = shown_page(page, day or clock.today())
    return render_to_string("public_board/page_body.html", {"page": shown, **values})


def citing(**values: object) -> PublicPage:
    return a_page(answers=(an_answer(citations=(a_citation(**values),)),))


def test_article_21_the_conclusion_comes_first_and_the_article_stands_in_place() -> None:
    pay_law()
    html = body(citing())
    order = ["<h1", "<h3>结论", "<h3>法律依据", NEW_WORDS, "<h3>分析", "<h3>下一步怎么办", "风险提示"]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert 'href="/laws/shi-fan-gong-zi-fa/#art-30"' in html


def test_article_22_who_answered_is_named_by_code_and_the_panel_as_the_panel() -> None:
    html = body(a_page(answers=(an_answer(), an_answer(kind="expert", staff_code=""))))
    assert "答复人统一编号 F000017" in html
    assert "由本网专家组答复" in html


def test_article_30_the_day_of_the_law_stands_above_and_one_persons_case_is_said_to_be_that() -> None:
    html = body(a_page(law_on="2025-03-01"))
    assert "依据2025年3月1日的法律" in html
    assert "针对一个人的具体情况" in html
    assert "仅供参考" in html


def test_article_30_an_article_that_changed_since_raises_the_banner_and_the_old_words_stay() -> None:
    law = pay_law()
    page = citing(digest=read_place("示范工资法30", clock.today()).digest)
    tomorrow = clock.today() + timedelta(days=1)
    published(law, law_text("示范工资法", {30: "改了。"}), effective_on=tomorrow)
    assert "引用的法律有变动" not in body(page)
    html = body(page, tomorrow)
    assert "引用的法律有变动" in html
    assert f"第三十条已于{tomorrow.year}年{tomorrow.month}月{tomorrow.day}日修改" in html
    assert NEW_WORDS in html
    assert "改了。" not in html


def test_article_19_the_law_of_an_earlier_day_is_shown_as_it_was_and_raises_no_banner() -> None:
    pay_law()
    then = read_place("示范工资法30", date(2018, 5, 6)).digest
    html = body(citing(read_on="2018-05-06", digest=then))
    assert OLD_WORDS in html
    assert NEW_WORDS not in html
    assert "引用的法律有变动" not in html
    assert "/laws/shi-fan-gong-zi-fa/2018-05-06/#art-30" in html


def test_texts_outside_the_library_are_named_and_said_to_be_outside() -> None:
    html = body(citing(written="示范办法（示范〔2020〕1号）", slug="", locator=""))
    assert "示范办法（示范〔2020〕1号）" in html
    assert "不在本网的法律法规库里" in html


def test_files_are_named_and_never_linked_and_facts_and_further_questions_are_shown() -> None:
    further = an_answer(kind="further", further="那加班费呢？")
    html = body(a_page(facts=("补充：没有签合同。",), files=("工资条.jpg",), answers=(an_answer(), further)))
    assert "文件本身不公开" in html
    assert "工资条.jpg" in html
    assert "补充：没有签合同。" in html
    assert html.index("那加班费呢？") < html.index("追问答复")


def test_the_preview_is_the_same_body_unfolded() -> None:
    page = citing()
    preview = body(page, is_preview=True)
    assert '<details class="fold public-case-question" open>' in preview
    assert re.sub(r" open|</?h[12]|\s", "", preview) == re.sub(r"</?h[12]|\s", "", body(page))


def test_words_are_never_markup() -> None:
    html = body(a_page(title="<b>甲</b>", question="<i>乙</i>", files=("<u>丙</u>",)))
    assert not {"<b>", "<i>", "<u>"} & {tag for tag in ("<b>", "<i>", "<u>") if tag in html}
    assert QUESTION not in html


@pytest.mark.parametrize("number", [1, 8])
def test_queries_do_not_grow_with_articles_answers_or_days(number: int, django_assert_num_queries: object) -> None:
    pay_law()
    days = ["2018-05-06", "2017-01-01", clock.today().isoformat()] * number
    citations = tuple(a_citation(read_on=day, locator=("2", "30", "31")[place % 3]) for place, day in enumerate(days))
    page = a_page(answers=tuple(an_answer(citations=citations) for _each in range(number)))
    with django_assert_num_queries(3):
        shown_page(page, clock.today())
