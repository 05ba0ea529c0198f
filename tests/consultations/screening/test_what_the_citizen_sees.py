"""What a citizen sees of screening: the lines to call, the answer they have already; never a suggestion of a rule."""

from __future__ import annotations

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from portal.accounts.models import User
from portal.consultations.models import Consultation
from portal.consultations.services.screening import looking as screening
from portal.consultations.services.screening import refusing
from tests.accounts.citizens.builders import signed_in
from tests.consultations import builders
from tests.consultations.residents.people import text_of
from tests.consultations.screening.cases import CLEAN, DANGER, OUT_OF_SCOPE, PENDING, flags, screened

pytestmark = pytest.mark.django_db


def page_of(case: Consultation, client: Client | None = None) -> str:
    """The citizen's page of a case, in a signed-in browser or by number and passphrase."""
    if client is None:
        client = Client()
        client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    return text_of(client.get(case.get_absolute_url()))


def test_who_may_be_in_danger_is_shown_the_lines_to_call_and_the_protection_order() -> None:
    page = page_of(screened(DANGER))
    for number in ("tel:110", "sms:12110", "tel:120", "tel:12338"):
        assert number in page
    assert "人身安全保护令" in page
    assert "tel:12338" not in page_of(screened(CLEAN))


def test_article_29_2_the_second_time_the_answer_is_linked_and_a_further_question_offered() -> None:
    client = signed_in("13900001111")
    asker = User.objects.get(pk=client.session[SESSION_KEY])
    first = builders.answered(by=asker, question=CLEAN)
    screening.keep_fingerprints(first)
    second = screened(CLEAN, asker)
    page = page_of(second, client)
    assert "您问过同样的事，已经有解答" in page
    assert f'href="{first.get_absolute_url()}"' in page
    assert "追问" in page


def test_suggestions_and_their_words_are_the_staffs_alone() -> None:
    case = screened(PENDING)
    page = page_of(case)
    assert flags(case)["pending_case"].explanation not in page
    assert "pending_case" not in page


def test_a_refusal_tells_article_why_where_to_go_and_how_to_ask_for_a_second_look() -> None:
    case = screened(OUT_OF_SCOPE)
    authority = flags(case)["out_of_scope"].authority
    refusing.refuse(
        case,
        "out_of_scope",
        "修路灯要由有关机关办理。",
        "也可以拨打12348。",
        by=builders.person("moderator"),
        authority=authority,
    )
    page = page_of(Consultation.objects.get(pk=case.pk))
    for said in (
        "第二十八条",
        "修路灯要由有关机关办理。",
        "12345政务服务便民热线",
        "tel:12345",
        "也可以拨打12348。",
        "申请复核",
    ):
        assert said in page
