"""Signs of danger: groups of words near each other, the topic as a sign, who is looked at first."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db.models import Model

from portal.consultations.models import MinorOpening
from portal.consultations.screening.asked import Asked, RuleCode, Suggestion, Urgency
from portal.consultations.screening.danger import danger
from portal.consultations.screening.danger_signs.pairs import pair
from portal.consultations.screening.run import screen
from portal.consultations.services.screening.queue import waiting_for
from portal.consultations.states import State
from tests.consultations import builders
from tests.consultations.screening.cases import CHILD, CLEAN, DANGER, PENDING, flags, screened
from tests.consultations.screening.labelled import FOLDER, TODAY
from tests.patience import must_end


def signs(text: str, **facts: Any) -> Suggestion | None:
    return next(danger(Asked(text, **facts)), None)


def kinds(text: str) -> set[str]:
    found = signs(text)
    return {value for name, value in found.details if name == "kind"} if found else set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("孩子他爸一喝酒就拿我撒气，胳膊青一块紫一块", "home"),
        ("不想拖累家里，人要是没了保险够不够赔给孩子", "self"),
        ("侄子才六岁，后妈让他睡地上吃剩饭", "child"),
        ("我妈瘫在床上，我哥几天不给饭吃", "dependent"),
        ("经理让我晚上去他房间，不去就调岗", "sexual"),
        ("被骗到砖厂干活，手机收了，想走就拿棍子打", "violence"),
    ],
)
def test_each_kind_is_read_from_two_groups_of_words_and_names_the_police(text: str, kind: str) -> None:
    assert kind in kinds(text)
    found = signs(text)
    assert found is not None
    assert "110" in found.hotlines


@pytest.mark.parametrize(
    "text",
    [
        "写小说需要，女主角被继父虐待，她成年后能追究吗",
        "小时候我爸打过我，现在他老了要我出赡养费，我还要给吗",
        "老公打我电话我没接，他就去找律师了，离婚要多久",
        "孩子给主播打赏了八千，能退吗",
        "故意伤害罪致人轻伤一般判几年",
    ],
)
def test_stories_what_is_long_over_and_words_that_only_look_alike_are_no_danger(text: str) -> None:
    assert signs(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "我和朋友看了一部电影回来晚了，老公拿皮带抽我",
        "小时候他爸就打他，现在又拿我撒气，胳膊青一块紫一块",
    ],
)
def test_a_film_or_a_childhood_that_is_only_mentioned_hides_no_danger(text: str) -> None:
    assert "home" in kinds(text)


def test_two_groups_of_words_count_only_near_each_other_in_either_order_and_not_with_a_third() -> None:
    near = pair("老公", "打我", 10, "小说")
    assert list(near.found("老公昨天打我")) == [(0, 6)]
    assert list(near.found("打我的是老公")) == [(0, 6)]
    assert not list(near.found("老公" + "字" * 11 + "打我"))
    assert not list(near.found("小说里老公打我"))


def test_the_topic_of_family_violence_is_a_sign_without_words_and_hides_no_other_rule() -> None:
    by_topic = signs("什么叫家庭暴力，不给钱花算不算", topic="family_violence")
    assert by_topic is not None
    assert (by_topic.urgency, by_topic.spans) == (Urgency.SOON, ())
    assert "家庭暴力" in by_topic.explanation
    assert "12338" in by_topic.hotlines
    assert signs("什么叫家庭暴力，不给钱花算不算", topic="family") is None
    advert = {one.rule for one in screen(Asked("代开发票，加微信fapiao888", topic="family_violence"), TODAY)}
    assert {RuleCode.DANGER, RuleCode.ABUSE} <= advert


@pytest.mark.parametrize(
    "piece", ["他打我", "孩子被", "老公", "身上", "我", "不让我走不敢关在", "婆婆公公爸妈孩子", "想死不"]
)
def test_the_longest_question_is_read_to_its_end_whatever_it_repeats(piece: str) -> None:
    asked = Asked((piece * 5000)[:5000])
    with must_end():
        assert asked.passage
        assert isinstance(list(danger(asked)), list)


def test_the_held_out_sets_are_marked_and_repeat_nothing() -> None:
    rows = [
        json.loads(line) for path in FOLDER.glob("held_out_*.jsonl") for line in path.read_text("utf-8").splitlines()
    ]
    assert all(row["held_out"] for row in rows)
    assert len({re.sub(r"\W", "", row["text"]) for row in rows}) == len(rows) >= 360


@pytest.mark.django_db
def test_moderators_see_danger_then_who_is_under_14_then_the_urgent_and_the_topic_is_enough() -> None:
    moderator = builders.person("moderator")
    plain = screened(PENDING)
    young = screened(CHILD, age_band="under_14", guardian="agrees")
    MinorOpening.objects.create(consultation=young, user=moderator, at=young.submitted_at)
    plain.is_urgent = True
    plain.save(update_fields=["is_urgent"])
    chosen = screened(CLEAN, topic=builders.topic("family_violence"))
    assert chosen.state == State.ACCEPTED
    waiting: list[Model] = list(waiting_for(moderator))
    assert waiting == [chosen, young, plain]


@pytest.mark.django_db
def test_danger_told_in_what_is_wanted_is_not_hidden_by_the_topic() -> None:
    case = screened(CLEAN, topic=builders.topic("family_violence"), wanted=DANGER)
    assert "人身安全保护令" in flags(case)["danger"].explanation


def test_the_citizens_own_word_is_a_sign_of_danger_without_any_other() -> None:
    found = list(danger(Asked(text="邻居昨天和我吵架，今天又来了。", says_danger=True)))
    assert [one.urgency for one in found] == [Urgency.NOW]
    assert "110" in found[0].hotlines
    assert not list(danger(Asked(text="邻居昨天和我吵架，今天又来了。")))
