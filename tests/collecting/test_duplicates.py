"""One page under many addresses, one story in many words."""

from __future__ import annotations

import pytest

from cms.collecting.canonical import canonical
from cms.collecting.fetching import FetchProblem
from cms.collecting.similarity import NEAR_SHARE, fingerprint, is_near, nearest, share, text_digest

STORY = (
    "示范市司法局昨日在示范公园举办普法市集，邀请居民参加模拟法庭。活动中，律师为居民解答了租房押金、试用期工资等问题，"
    "并发放了示范手册。参加活动的居民说，这样的形式容易看懂，也容易记住。据介绍，今年示范市还将举办十二场这样的活动。"
)
OTHER = (
    "示范区人民法院近日审结一起邻里噪音纠纷。法院认为，被告长期在夜间使用电钻，影响原告休息，应当停止侵害并赔偿损失。"
    "承办法官提醒，装修应当遵守物业的时间规定，邻里之间有矛盾可以先找人民调解委员会，调解不收费。双方均未上诉。"
)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example.test/a/1.html",
        "http://news.example.test/a/1.html",
        "HTTP://NEWS.example.test:80/a/1.html#top",
        "https://news.example.test//a/1.html?utm_source=x&spm=1.2&from=timeline",
        "https://news.example.test/a/%31.html",
    ],
)
def test_addresses_of_one_page_are_one(url: str) -> None:
    assert canonical(url) == "//news.example.test/a/1.html"


@pytest.mark.parametrize(
    "url", ["https://a.test", "http://a.test/index.html", "http://a.test/?", "http://a.test/default.shtml"]
)
def test_the_first_page_has_one_form(url: str) -> None:
    assert canonical(url) == "//a.test/"


def test_parameters_that_say_which_page_it_is_are_kept_in_one_order() -> None:
    assert canonical("http://a.test/s?id=2&cat=法&from=rss") == canonical(
        "https://a.test/s?cat=%E6%B3%95&from=rss&id=2"
    )
    assert canonical("http://a.test/s?id=2") != canonical("http://a.test/s?id=3")
    assert canonical("http://a.test/A") != canonical("http://a.test/a")


def test_what_is_no_address_has_no_form() -> None:
    with pytest.raises(FetchProblem):
        canonical("javascript:alert(1)")


def test_the_same_words_are_the_same_however_they_are_set() -> None:
    assert text_digest(STORY) == text_digest(f"\u3000{STORY}".replace("，", " , ").replace("。", "。\n"))
    assert text_digest(STORY) != text_digest(OTHER)
    assert text_digest("。，") == ""


def test_a_story_with_some_words_changed_is_near() -> None:
    changed = STORY.replace("昨日", "11月19日").replace("十二场", "多场") + "（来源：示范法治报）"

    assert is_near(fingerprint(STORY) or 0, fingerprint(changed) or 0)
    assert share(STORY, changed) > NEAR_SHARE


def test_another_story_is_not_near() -> None:
    assert not is_near(fingerprint(STORY) or 0, fingerprint(OTHER) or 0)
    assert share(STORY, OTHER) < 0.1


def test_a_text_too_short_to_tell_is_near_nothing() -> None:
    assert fingerprint("普法市集开市") is None
    assert nearest(None, [(1, 0)]) == []


def test_the_fingerprint_fits_a_database_column() -> None:
    for text in (STORY, OTHER, STORY + OTHER):
        assert -(2**63) <= (fingerprint(text) or 0) < 2**63
