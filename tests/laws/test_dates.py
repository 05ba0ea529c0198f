"""When a law takes effect, and how it is known."""

from __future__ import annotations

from datetime import date

import pytest

from cms.laws.authority import extract_authority, extract_document_number
from cms.laws.dates import LawDates, law_dates, read_date
from cms.laws.parser import parse


def dates(head: str, body: str = "第一条 甲。", **stated: str) -> LawDates:
    text = parse(f"# 青石市河道管理条例\n{head}\n<!-- INFO END -->\n{body}")
    return law_dates(text.head, text.nodes, **stated)


def closing(words: str, head: str = "2019年3月1日 青石市人民代表大会常务委员会第二次会议通过") -> LawDates:
    return dates(head, f"第一条 甲。\n第二条 {words}")


def test_what_the_manifest_states_comes_first():
    found = dates("2019年3月1日 通过\n2019年5月1日 施行", effective="2019-06-01")
    assert (found.effective_on, found.effective_basis) == (date(2019, 6, 1), "stated")


def test_the_head_comes_before_the_closing_article():
    found = dates("2019年3月1日 第二次会议通过\n2019年5月1日 施行", "第一条 本条例自2019年7月1日起施行。")
    assert (found.effective_on, found.effective_basis) == (date(2019, 5, 1), "text_head")
    assert found.adopted_on == date(2019, 3, 1)


@pytest.mark.parametrize(
    "words",
    [
        "本条例自2019年7月1日起施行。",
        "本条例自二〇一九年七月一日起施行。",
        "本条例自２０１９年７月１日起施行。2001年2月3日发布的《青石市河道管理办法》同时废止。",
        "本条例从2019年7月1日起实施。",
        "本条例自2019年7月1日施行。施行前的行为不适用本条例。",
    ],
)
def test_the_closing_article_says_when_it_takes_effect(words):
    found = closing(words)
    assert (found.effective_on, found.effective_basis) == (date(2019, 7, 1), "closing_article")


def test_from_promulgation_means_the_day_of_promulgation():
    found = closing("本条例自公布之日起施行。", "2019年3月1日 第二次会议通过\n2019年3月9日 青石市人民政府令第3号公布")
    assert (found.effective_on, found.effective_basis) == (date(2019, 3, 9), "closing_article")


def test_from_adoption_means_the_day_of_adoption():
    found = closing("本条例自通过之日起施行。")
    assert (found.effective_on, found.effective_basis) == (date(2019, 3, 1), "closing_article")


def test_an_amended_law_does_not_take_the_closing_date_of_its_first_text():
    head = "2009年3月1日 第二次会议通过\n2019年5月1日 《关于修改〈青石市河道管理条例〉的决定》修正"
    found = closing("本条例自2009年7月1日起施行。", head)
    assert (found.effective_on, found.effective_basis) == (date(2019, 5, 1), "adoption")
    assert (found.adopted_on, found.amended_on) == (date(2009, 3, 1), date(2019, 5, 1))


def test_an_amended_law_does_not_take_the_first_date_of_its_head_either():
    found = dates("2009年3月1日 第二次会议通过\n2009年7月1日 施行\n2019年5月1日 第九次会议修正")
    assert found.effective_on == date(2019, 5, 1)


def test_from_promulgation_in_an_amended_law_is_not_the_day_of_the_amendment():
    found = closing("本条例自公布之日起施行。", "2009年3月1日 令第3号公布\n2019年5月1日 《关于修改部分规章的决定》修订")
    assert (found.effective_on, found.effective_basis) == (date(2019, 5, 1), "adoption")


def test_the_same_body_adopting_twice_has_amended_the_text():
    found = closing("本规定自2009年7月1日起施行。", "2009年3月1日 第二次会议通过\n2019年5月1日 第九次会议通过")
    assert (found.adopted_on, found.amended_on) == (date(2009, 3, 1), date(2019, 5, 1))
    assert found.effective_on == date(2019, 5, 1)


def test_two_bodies_that_adopt_on_different_days_adopt_once():
    found = dates("2018年2月8日 最高人民法院审判委员会第9次会议、2018年5月8日 最高人民检察院检察委员会第1次会议通过")
    assert (found.adopted_on, found.amended_on) == (date(2018, 5, 8), None)


def test_without_any_word_on_effect_the_promulgation_counts_then_the_latest_date():
    promulgated = dates("2019年3月1日 第二次会议通过\n2019年3月9日 公布")
    assert (promulgated.effective_on, promulgated.effective_basis) == (date(2019, 3, 9), "promulgation")
    adopted = dates("2019年3月1日 第二次会议通过")
    assert (adopted.effective_on, adopted.effective_basis) == (date(2019, 3, 1), "adoption")


def test_promulgated_and_in_force_the_same_day_is_said_in_one_line():
    found = dates("2019年3月9日 青石市人民政府公告公布施行")
    assert (found.promulgated_on, found.effective_on) == (date(2019, 3, 9), date(2019, 3, 9))
    assert found.effective_basis == "text_head"


def test_without_dates_the_effect_is_unknown():
    assert dates("") == LawDates(effective_basis="unknown")


def test_a_date_inside_a_cited_title_is_not_one_of_the_law():
    found = dates("2019年3月1日 《关于修改〈1998年5月6日发布的办法〉的决定》修正")
    assert (found.amended_on, found.promulgated_on) == (date(2019, 3, 1), None)


def test_the_annexes_do_not_say_when_the_law_takes_effect():
    found = dates("2019年3月1日 第二次会议通过", "第一条 甲。\n附件一 规程\n第一条 本规程自2030年1月1日起施行。")
    assert found.effective_on == date(2019, 3, 1)


@pytest.mark.parametrize("written", ["2021-02-30", "2021年13月1日", "没有日期"])
def test_an_impossible_stated_date_is_reported_and_not_used(written):
    found = dates("2019年3月1日 第二次会议通过", effective=written)
    assert found.effective_basis == "adoption"
    assert found.notes == (f"impossible effective date: {written}",)


def test_an_impossible_date_in_the_head_is_reported():
    assert dates("2019年2月30日 第二次会议通过").notes == ("impossible date: 2019年2月30日",)


def test_a_stated_promulgation_before_the_adoption_is_reported_and_the_heads_is_used():
    head = "2019年3月1日 第二次会议通过\n2019年3月9日 公布\n公布之日施行"
    found = dates(head, promulgated="1958-03-09")
    assert (found.effective_on, found.effective_basis) == (date(2019, 3, 9), "text_head")
    assert found.notes == ("promulgated 1958-03-09, before adopted 2019-03-01",)


def test_an_end_before_the_beginning_is_reported():
    found = dates("2019年3月1日 第二次会议通过", effective="2019-06-01", expired="2019-01-01")
    assert found.expired_on == date(2019, 1, 1)
    assert len(found.notes) == 1


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-03-01", date(2021, 3, 1)),
        ("2021年3月1日", date(2021, 3, 1)),
        ("２０２１年３月１日", date(2021, 3, 1)),
        ("二〇二一年三月一日", date(2021, 3, 1)),
        ("二○二一年十二月三十一日", date(2021, 12, 31)),
        ("一九九四年十二月六日", date(1994, 12, 6)),
        ("2021年2月30日", None),
        ("去年", None),
    ],
)
def test_a_date_is_read_however_it_is_written(text, day):
    assert read_date(text) == day


@pytest.mark.parametrize(
    ("head", "number"),
    [
        (("2019年3月1日 中华人民共和国国务院令第1234号公布",), "国务院令第1234号"),
        (("法释〔2099〕7号", "2099年3月1日 通过"), "法释〔2099〕7号"),
        (("2019年3月1日 第二次会议通过",), ""),
    ],
)
def test_the_document_number_is_found_in_the_head(head, number):
    assert extract_document_number(head) == number


def test_the_document_number_may_stand_in_the_first_lines_of_the_text():
    assert extract_document_number((), ("某某法院", "法释〔2099〕7号")) == "法释〔2099〕7号"


@pytest.mark.parametrize(
    ("title", "head", "level", "authority"),
    [
        ("最高人民法院、最高人民检察院关于某事的解释", "", "judicial_interpretation", "最高人民法院、最高人民检察院"),
        ("河流法", "2019年3月1日 第九届全国人民代表大会常务委员会第二次会议通过", "law", "全国人民代表大会常务委员会"),
        ("河流法", "2019年3月1日 第九届全国人民代表大会第二次会议通过", "law", "全国人民代表大会"),
        ("河道条例", "2019年3月1日 国务院令第9号公布", "administrative_regulation", "国务院"),
        (
            "河道条例",
            "2019年3月1日 青石市第三届人民代表大会常务委员会第二次会议通过",
            "local_regulation",
            "青石市人民代表大会常务委员会",
        ),
        ("河道办法", "2019年3月1日 水利部令第9号公布", "departmental_rule", "水利部"),
        ("河道办法", "", "departmental_rule", ""),
    ],
)
def test_the_issuing_authority_is_told_by_title_session_or_order(title, head, level, authority):
    assert extract_authority(title, [head] if head else [], level) == authority
