"""Whoever answers or reviews a live consultation reads what was said in it (articles 26, 27): it is part of what was asked."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from portal.expert_panel.services import referring
from portal.live_hours.services.lines import say
from tests.consultations import builders
from tests.expert_panel.panel import expert, sampled, settle
from tests.live_hours.people import fresh, key, taken

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
SAID = "老板王建国说工资下个月一起发，我的电话是13812345678。"


def test_article_26_the_expert_of_a_live_case_reads_the_conversation(client: Client) -> None:
    member = expert()
    case = taken()
    say(case, SAID, key(), by=builders.asker(case))
    referral = referring.propose(fresh(case), "disputed", "两种意见都有。", by=case.assigned_to.user)
    referring.forward(referral, by=builders.person("moderator"))
    client.force_login(member.user)
    for name in ("panel_referral", "panel_answer"):
        page = client.get(reverse(name, args=[case.receipt_number])).content.decode()
        assert SAID in page, name


def test_article_27_the_reviewer_of_a_summary_reads_what_was_said_without_anybody_in_it(client: Client) -> None:
    settle()
    member = expert()
    case = taken()
    say(case, SAID, key(), by=builders.asker(case))
    say(case, "请问有没有签劳动合同？", key(), by=case.assigned_to.user)
    builders.first_answer(fresh(case))
    (review,) = sampled(fresh(case))
    client.force_login(member.user)
    page = client.get(reverse("panel_review", args=[review.pk])).content.decode()
    assert "说工资下个月一起发" in page
    assert "请问有没有签劳动合同？" in page
    for word in ("13812345678", case.assigned_to.code, case.receipt_number):
        assert word not in page


def test_who_writes_the_summary_has_the_conversation_beside_the_editor(client: Client) -> None:
    case = taken()
    say(case, SAID, key(), by=builders.asker(case))
    client.force_login(case.assigned_to.user)
    page = client.get(reverse("answer_case", args=[case.receipt_number])).content.decode()
    assert SAID in page
