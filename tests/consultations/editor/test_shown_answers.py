"""How an answer is shown to the citizen (articles 18, 19, 21, 22, 23 of the service rules)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from cms.laws.reading_places import read_place
from portal.common import clock
from portal.consultations.models import Answer, Consultation
from portal.consultations.services.answers.answering import correct
from portal.consultations.services.answers.written import CitedArticle
from portal.consultations.shown_answers import ShownAnswer, shown_answers
from tests.consultations import builders
from tests.consultations.editor.pages import NEW_WORDS, OLD_WORDS, pay_law
from tests.laws.builders import law_text, published

pytestmark = pytest.mark.django_db


def cited(locator: str = "30", **values: object) -> CitedArticle:
    given = {"written": "示范工资法第三十条", "instrument_slug": "shi-fan-gong-zi-fa", "locator": locator}
    return CitedArticle(**{"read_on": clock.today(), **given, **values})


def answered(*citations: CitedArticle) -> Consultation:
    case = builders.claimed()
    builders.first_answer(case, replace(builders.ANSWER, citations=citations))
    return case


def digest_today() -> str:
    return read_place("示范工资法30", clock.today()).digest


def page(shown: ShownAnswer) -> str:
    return render_to_string("consultations/answer.html", {"answer": shown})


def test_the_conclusion_comes_first_and_the_article_stands_in_place() -> None:
    pay_law()
    (shown,) = shown_answers(answered(cited()), clock.today())
    html = page(shown)
    order = ["<h3>结论", "<h3>法律依据", NEW_WORDS, "<h3>分析", "<h3>下一步怎么办"]
    assert [html.index(words) for words in order] == sorted(html.index(words) for words in order)
    assert "满意度测评" in html
    assert "法律援助提示" in html


def test_article_22_the_citizen_sees_the_code_and_no_name() -> None:
    case = answered()
    html = page(shown_answers(case, clock.today())[0])
    staff = Answer.objects.get().author
    assert staff is not None
    assert staff.code in html
    for name in (staff.practitioner.name, str(staff.resident_institution), staff.user.username):
        assert name not in html


def test_article_18_the_version_of_the_risk_notice_stands_below() -> None:
    html = page(shown_answers(answered(), clock.today())[0])
    assert Answer.objects.get().risk_notice.version in html
    assert "仅供参考" in html


def test_the_law_of_the_day_of_the_event_is_shown_as_it_was_then_with_the_reason() -> None:
    pay_law()
    on_event = cited(read_on=date(2018, 5, 6), cited_on="event", date_reason="工资拖欠在2018年")
    (shown,) = shown_answers(answered(on_event), clock.today())
    html = page(shown)
    assert OLD_WORDS in html
    assert NEW_WORDS not in html
    assert "适用2018年5月6日（事情发生当天）的规定：工资拖欠在2018年" in html
    assert "/laws/shi-fan-gong-zi-fa/2018-05-06/#art-30" in html
    assert not shown.banner


def test_an_article_that_changed_after_the_answer_raises_a_banner() -> None:
    law = pay_law()
    case = answered(cited())
    Answer.objects.get().citations.update(digest=digest_today())
    tomorrow = clock.today() + timedelta(days=1)
    published(law, law_text("示范工资法", {30: "改了。"}), effective_on=tomorrow)
    assert not shown_answers(case, clock.today())[0].banner
    (shown,) = shown_answers(case, tomorrow)
    assert shown.banner
    assert "引用的法律有变动" in page(shown)


def test_article_23_the_earlier_text_stays_visible_below_the_corrected_one() -> None:
    case = builders.answered()
    earlier = Answer.objects.get()
    mended = replace(builders.ANSWER, conclusion="更正后的结论。")
    correct(case, earlier, mended, "法条写错了。", by=case.assigned_to.user)
    (shown,) = shown_answers(case, clock.today())
    html = page(shown)
    assert html.index("更正后的结论。") < html.index(builders.ANSWER.conclusion)
    assert "法条写错了。" in html
    assert "更正前的答复" in html


def test_the_citizens_words_and_the_lawyers_are_never_markup() -> None:
    case = builders.claimed()
    builders.first_answer(case, replace(builders.ANSWER, conclusion="<b>甲</b>"))
    assert "<b>甲</b>" not in page(shown_answers(case, clock.today())[0])


def test_own_addresses_become_links_and_no_others() -> None:
    case = builders.claimed()
    steps = "见/directory/?kind=lawyer&q=1，或者https://example.com/directory/；/admin/不是。<a href=x>甲</a>"
    builders.first_answer(case, replace(builders.ANSWER, next_steps=steps))
    html = page(shown_answers(case, clock.today())[0])
    assert '<a href="/directory/?kind=lawyer&amp;q=1">打开名录</a>' in html, "an address says nothing to a citizen"
    for other in ('href="https://example.com', 'href="/admin/', "<a href=x>"):
        assert other not in html


def test_queries_do_not_grow_with_the_number_of_citations() -> None:
    pay_law()
    counts = []
    for citations in ((cited(),), (cited(), cited("2"), cited("31"), cited("30"))):
        case = answered(*citations)
        with CaptureQueriesContext(connection) as queries:
            shown_answers(case, clock.today())
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] == 4
