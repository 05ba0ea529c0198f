"""Rules: never offered are minors, family violence, sexual offences, health. Asked again at every step."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from portal.accounts.citizens.models import CitizenProfile
from portal.consultations.models import Consultation, ConsultationSettings, ScreeningFlag
from portal.consultations.policies import WrongState
from portal.public_board.barred import Barred, barred, said_in
from portal.public_board.models import Publication
from portal.public_board.services import consenting, preparing, wanting
from portal.public_board.views.sections import offers
from tests.consultations import builders as people
from tests.public_board import builders


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("老公喝了酒就打我，我想离婚", Barred.FAMILY_VIOLENCE),
        ("什么情况下可以申请人身安全保护令？", Barred.FAMILY_VIOLENCE),
        ("被丈夫打过两次，报过警", Barred.FAMILY_VIOLENCE),
        ("同事对我性骚扰，公司不管", Barred.SEXUAL),
        ("朋友被指控强奸，会判多久？", Barred.SEXUAL),
        ("我得了抑郁症，单位要辞退我", Barred.HEALTH),
        ("怀孕四个月被调岗", Barred.HEALTH),
        ("干活时手指骨折，算不算工伤", Barred.HEALTH),
        ("我女儿今年9岁，学校不让入学", Barred.MINOR),
        ("孩子上小学三年级，抚养费怎么要", Barred.MINOR),
        ("我是未成年，充值的钱能退吗", Barred.MINOR),
    ],
)
def test_the_words_of_a_case_say_what_is_never_offered(words: str, why: Barred) -> None:
    assert why in said_in([words])


@pytest.mark.parametrize(
    "words",
    [
        "公司拖欠我三个月工资，我今年45岁，工作了12年",
        "租房到期房东不退押金两千元",
        "网购的手机是翻新机，商家不退款",
        "朋友借了我两万元一直不还",
    ],
)
def test_everyday_cases_may_be_offered(words: str) -> None:
    assert said_in([words]) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"is_of_minor": True}, Barred.MINOR),
        ({"age_band": "under_14"}, Barred.MINOR),
        ({"age_band": "from_14"}, Barred.MINOR),
        ({"is_quarantined": True}, Barred.QUARANTINED),
        ({"says_in_danger": True}, Barred.DANGER),
        ({"citizen": None}, Barred.NO_ACCOUNT),
        ({"state": "follow_up"}, Barred.NOT_ANSWERED),
        ({"wanted": "我想申请人身安全保护令"}, Barred.FAMILY_VIOLENCE),
    ],
)
def test_what_a_case_is_keeps_it_from_being_offered(change: dict[str, Any], why: Barred) -> None:
    case = builders.answered()
    assert wanting.may_be_offered(case)
    for name, value in change.items():
        setattr(case, name, value)
    assert why in barred(case)
    case.save()
    with pytest.raises(PermissionDenied):
        wanting.want(case, by=people.receipt(case))
    assert not Publication.objects.exists()
    assert not list(offers(people.receipt(case), Consultation.objects.get(pk=case.pk)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("topic", "why"),
    [
        ("family_violence", Barred.FAMILY_VIOLENCE),
        ("medical", Barred.HEALTH),
        ("minors_and_elderly", Barred.MINOR),
    ],
)
def test_some_topics_are_never_offered(topic: str, why: Barred) -> None:
    case = builders.answered()
    case.topic = people.topic(topic)
    assert why in barred(case)


@pytest.mark.django_db
def test_a_flag_of_danger_keeps_it_from_being_offered_until_a_person_put_it_aside() -> None:
    case = builders.answered()
    flag = ScreeningFlag.objects.create(
        consultation=case, rule="danger", explanation="示范", raised_at=case.submitted_at
    )
    assert Barred.DANGER in barred(case)
    flag.verdict = ScreeningFlag.Verdict.DISAGREED
    flag.save()
    assert barred(case) == ()


@pytest.mark.django_db
def test_article_6_the_board_needs_an_account_with_a_phone_that_was_verified() -> None:
    case = builders.answered()
    CitizenProfile.objects.update(phone_verified_at=None)
    assert Barred.NO_ACCOUNT in barred(Consultation.objects.get(pk=case.pk))
    CitizenProfile.objects.update(phone_verified_at=case.submitted_at)
    settings = ConsultationSettings.load()
    settings.asking_mode = "none"
    settings.save()
    assert Barred.NO_ACCOUNT in barred(Consultation.objects.get(pk=case.pk))


@pytest.mark.django_db
def test_it_is_asked_again_at_every_step() -> None:
    publication = builders.wanted()
    case = publication.consultation
    marks = builders.suggested(publication)
    moderator, supervisor = people.person("moderator"), people.person("supervisor")

    def forbid(is_forbidden: bool) -> None:
        Consultation.objects.filter(pk=case.pk).update(is_of_minor=is_forbidden)

    forbid(True)
    with pytest.raises(WrongState, match="未成年人"):
        preparing.prepare(publication, marks, by=moderator)
    forbid(False)
    publication = preparing.prepare(publication, marks, by=moderator)
    cleared = {one.words: "示范" for one in preparing.to_clear(publication)}
    forbid(True)
    with pytest.raises(WrongState, match="未成年人"):
        preparing.approve(publication, cleared, by=supervisor)
    forbid(False)
    publication = preparing.approve(publication, cleared, by=supervisor)
    forbid(True)
    with pytest.raises(WrongState, match="未成年人"):
        consenting.consent(publication, publication.content_digest, True, by=people.asker(case))
    assert Publication.objects.get().state == "approved"
