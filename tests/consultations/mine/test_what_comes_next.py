"""What a citizen reads of what comes next is so: limits as the installation's rows say them, and who waits for whom."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from portal.common import clock
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation, ConsultationSettings, SlaPolicy
from portal.consultations.models.choices import DeadlineKind, TimeUnit
from portal.consultations.services.answers import instead
from portal.consultations.services.citizen import acts
from portal.consultations.services.screening import refusing
from tests.consultations import builders

pytestmark = pytest.mark.django_db


def opened(client: Client, case: object) -> str:
    """The page of a case, opened by passphrase; what stands in the box about what comes next."""
    client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    page = client.get(case.get_absolute_url()).content.decode()
    return page.split('class="case-now"')[1].split("</div>")[0]


def set_limit(kind: DeadlineKind, amount: int, unit: TimeUnit) -> None:
    """A limit of the installation's own, from today on."""
    day = clock.today() - timedelta(days=0)
    SlaPolicy.objects.filter(kind=kind).delete()
    SlaPolicy.objects.create(kind=kind, channel="", amount=amount, unit=unit, valid_from=day)


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        ("further", DeadlineKind.FURTHER_QUESTION, "追问应当在 7 个工作日内答复"),
        ("rate", DeadlineKind.FOLLOW_UP, "7 个工作日内会再次为您解答"),
    ],
)
def test_art_23_24_a_screen_states_the_limit_that_holds_and_no_constant(
    client: Client, act: str, kind: DeadlineKind, words: str
) -> None:
    set_limit(kind, 7, TimeUnit.WORKING_DAYS)
    case = builders.answered()
    opened(client, case)
    assert words in client.get(f"{case.get_absolute_url()}{act}/").content.decode()


def test_art_24_how_often_one_may_ask_further_is_said_as_it_is_set(client: Client) -> None:
    limits = ConsultationSettings.load()
    limits.most_further = 3
    limits.save()
    case = builders.answered()
    opened(client, case)
    assert "可以追问 3 次" in client.get(f"{case.get_absolute_url()}further/").content.decode()


def test_art_28_to_31_the_screen_of_an_appeal_states_its_limit(client: Client) -> None:
    set_limit(DeadlineKind.REFUSAL_APPEAL, 48, TimeUnit.NATURAL_HOURS)
    case = builders.refused()
    opened(client, case)
    assert "由另一个人在 48 小时内决定" in client.get(f"{case.get_absolute_url()}appeal/").content.decode()


def test_art_28_to_31_who_appealed_reads_that_another_decides_and_not_that_the_question_is_looked_at(
    client: Client,
) -> None:
    case = builders.refused()
    refusing.appeal(case, "我的事还没有立案。", by=builders.asker(case))
    now = opened(client, case)
    assert "您的复核申请已经收到，由另一个人" in now
    assert "正在看您的问题" not in now


def test_art_30_who_is_asked_by_a_moderator_is_not_told_that_the_lawyer_asks(client: Client) -> None:
    case = refusing.hold(builders.submitted(), by=SYSTEM)
    instead.ask_citizen(case, "请隐去对方的身份证号。", by=builders.person("moderator"))
    assert "工作人员需要您补充情况" in opened(client, case)


def test_who_is_asked_by_the_lawyer_is_told_so(client: Client) -> None:
    case = builders.claimed()
    instead.ask_citizen(case, "请补充签合同的日期。", by=case.assigned_to.user)
    assert "律师需要您补充情况" in opened(client, case)


def test_art_24_a_further_question_is_offered_as_long_as_it_is_taken_and_no_longer(client: Client) -> None:
    case = builders.answered()
    acts.rate(case, case.answers.get(), 5, by=builders.asker(case))
    opened(client, case)
    assert "重新打开并追问" in client.get(case.get_absolute_url()).content.decode()
    long_ago = clock.now() - timedelta(days=ConsultationSettings.load().silent_days, minutes=1)
    Consultation.objects.filter(pk=case.pk).update(last_answered_at=long_ago)
    assert "重新打开并追问" not in client.get(case.get_absolute_url()).content.decode()


def test_art_24_who_has_no_further_question_left_is_not_told_to_ask_one(client: Client) -> None:
    limits = ConsultationSettings.load()
    limits.most_further = 0
    limits.save()
    now = opened(client, builders.answered())
    assert "可以追问" not in now
    assert "请评价" in now


def test_nobody_is_promised_to_be_told_who_chose_no_way_of_it(client: Client) -> None:
    now = opened(client, builders.claimed())
    assert "答复写在这一页；您选了怎么告诉您的，会告诉您" in now


def test_art_24_while_a_follow_up_waits_the_page_points_at_its_clock_and_says_no_number(client: Client) -> None:
    set_limit(DeadlineKind.FOLLOW_UP, 5, TimeUnit.WORKING_DAYS)
    case = builders.answered()
    acts.rate(case, case.answers.get(), 1, by=builders.asker(case))
    now = opened(client, case)
    assert "在下面写的时间以前再次为您解答" in now
    assert "三个工作日" not in client.get(case.get_absolute_url()).content.decode()
