"""Article 29, paragraph 2: the same question is found when only spaces, punctuation, the order of sentences or a few words
change, by bands that say nothing of its words."""

from __future__ import annotations

import random

import pytest

from portal.consultations.screening.asked import Asked, Earlier, RuleCode
from portal.consultations.screening.fingerprints import BANDS, SAME, bands, is_same, similarity
from portal.consultations.screening.repeated import related_matter, repeated_question
from tests.consultations.screening.labelled import questions

KEY = b"a key of the installation"
SENTENCES = [
    "我在一家餐馆做厨师，干了三年多",
    "上个月老板说生意不好，让我不用来了",
    "当时没有给任何书面的东西",
    "押金两千元也没有退给我",
    "我去找过他两次，他都躲着不见",
]
QUESTION = "，".join(SENTENCES) + "。请问可以要求哪些赔偿？"


def changed(how: str) -> str:
    """The same question, told a little differently."""
    turned = SENTENCES[2:] + SENTENCES[:2]
    return {
        "spaces": " ".join(QUESTION),
        "punctuation": QUESTION.replace("，", "！！").replace("。", "……").replace("？", ""),
        "order of sentences": "；".join(turned) + "。请问可以要求哪些赔偿？",
        "a few words": QUESTION.replace("餐馆", "饭店").replace("三年多", "快四年").replace("两次", "三次"),
        "all of it": "。".join(turned).replace("餐馆", "饭店").replace("两次", "好几次") + " 请问可以要求哪些赔偿",
    }[how]


@pytest.mark.parametrize("how", ["spaces", "punctuation", "order of sentences", "a few words", "all of it"])
def test_article_29_2_the_same_question_told_differently_shares_a_band_and_is_the_same(how: str) -> None:
    other = changed(how)
    assert set(bands(QUESTION, KEY)) & set(bands(other, KEY))
    assert is_same(QUESTION, other)


def test_different_questions_are_not_the_same() -> None:
    texts = [one.asked.text for one in questions("ordinary", "later")]
    alike = [(one, other) for number, one in enumerate(texts) for other in texts[:number] if is_same(one, other)]
    assert alike == []


def test_texts_that_share_more_than_the_threshold_meet_in_a_band() -> None:
    """By drawing pairs with a known share: of those above 0.7 all, of those just above the threshold nearly all."""
    drawn = random.Random(29)
    characters = [chr(number) for number in range(0x4E00, 0x9000)]
    met = tried = 0
    for _turn in range(300):
        text = drawn.choices(characters, k=60)
        other = list(text)
        for place in drawn.sample(range(60), drawn.randint(1, 8)):
            other[place] = drawn.choice(characters)
        one, two = "".join(text), "".join(other)
        share = similarity(one, two)
        if share >= SAME:
            tried += 1
            meets = bool(set(bands(one, KEY)) & set(bands(two, KEY)))
            met += meets
            assert meets or share < 0.75
    assert met / tried >= 0.97


def test_bands_say_nothing_without_the_key() -> None:
    assert len(bands(QUESTION, KEY)) == BANDS
    assert not set(bands(QUESTION, KEY)) & set(bands(QUESTION, b"another"))
    assert all(len(band) <= 32 for band in bands(QUESTION, KEY))
    assert bands("在吗", KEY) == ()


def test_article_29_2_the_second_time_links_the_third_may_be_refused_and_a_lost_passphrase_counts_for_nothing() -> None:
    def said(times: int, **more: bool) -> list[str]:
        earlier = tuple(Earlier(f"c{n}", QUESTION, True, **({"answered": True} | more)) for n in range(times))
        return [one.explanation for one in repeated_question(Asked(QUESTION, earlier=earlier))]

    assert said(0) == []
    assert "追问" in said(1)[0]
    assert "不作为拒绝的理由" in said(1)[0]
    assert "可以不再重复解答" in said(2)[0]
    assert said(3, answered=False) == []
    assert said(3, lost=True) == []


def test_equal_texts_of_others_are_a_matter_of_a_group_and_nobodys_repetition() -> None:
    others = tuple(Earlier(f"c{n}", QUESTION, False, answered=True) for n in range(9))
    asked = Asked(QUESTION, earlier=others)
    assert list(repeated_question(asked)) == []
    (suggestion,) = related_matter(asked)
    assert suggestion.rule is RuleCode.RELATED_MATTER
    assert not suggestion.waits
    assert "已达10人" in suggestion.explanation
