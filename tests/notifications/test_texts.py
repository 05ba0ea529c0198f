"""What is written to a phone or a mailbox says nothing of the matter, whoever looks at it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.notifications.texts import (
    LONGEST_SMS,
    MessageText,
    faults_of,
    register_text,
    registered_texts,
    text_of,
)
from tests.notifications.builders import CODE, NEWS

WORDS_NO_PARTNER_MAY_READ = "离婚 家暴 暴力 律师 法律 法网 法院 咨询 答复 解答 婚姻 继承".split()
WORDS_NO_PARTNER_MAY_READ += "债务 劳动 工伤 赔偿 纠纷 报警 公安 仲裁 诉讼 案件 投诉 案 http".split()


@pytest.mark.parametrize("text", registered_texts(), ids=lambda text: text.code)
def test_no_registered_text_says_anything_of_the_matter_or_who_sent_it(text: MessageText) -> None:
    shown = f"{text.sms} {text.subject} {text.body}"
    assert [word for word in WORDS_NO_PARTNER_MAY_READ if word in shown] == []


@pytest.mark.parametrize("text", registered_texts(), ids=lambda text: text.code)
def test_each_registered_text_goes_into_one_sms_under_a_neutral_name(text: MessageText) -> None:
    shown = text.as_sms(dict.fromkeys(text.names, "11月30日 18:00"))
    assert shown.startswith("【便民服务】")
    assert len(shown) <= LONGEST_SMS


@pytest.mark.parametrize("word", ["离婚", "律师", "法网", "https://a.example"])
@pytest.mark.parametrize("part", ["sms", "subject", "body"])
def test_a_text_that_tells_is_not_registered(word: str, part: str) -> None:
    telling = replace(NEWS, code="test.telling", **{part: f"您的{word}有新消息"})
    with pytest.raises(ImproperlyConfigured, match="says"):
        register_text(telling)
    with pytest.raises(LookupError):
        text_of("test.telling")


def test_a_text_too_long_for_one_sms_is_not_registered() -> None:
    assert faults_of(replace(NEWS, sms="好" * (LONGEST_SMS - 6))) == []
    assert faults_of(replace(NEWS, sms="好" * (LONGEST_SMS - 5))) == ["71 characters, 70 go into one SMS"]


def test_two_texts_of_one_code_are_refused_and_the_same_one_twice_is_not() -> None:
    register_text(NEWS)
    with pytest.raises(ImproperlyConfigured, match=NEWS.code):
        register_text(replace(NEWS, sms="别的内容"))


@pytest.mark.parametrize(
    "value", ["张三离婚一案", "王律师", "请回电", "https://a.example", "www.a.example", "9" * 21, ""]
)
def test_what_is_put_into_a_text_is_a_number_a_date_an_hour_or_a_code(value: str) -> None:
    with pytest.raises(ValueError, match="day"):
        NEWS.checked({"day": value})


def test_parameters_must_be_those_of_the_text() -> None:
    assert CODE.checked({"code": "012345", "minutes": 5}) == {"code": "012345", "minutes": "5"}
    for params in ({"code": "1"}, {"code": "1", "minutes": 5, "name": "1"}):
        with pytest.raises(ValueError, match="takes"):
            CODE.checked(params)
