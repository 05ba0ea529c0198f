"""The panel's pages as its people see them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.consultations.models import Consultation
from portal.expert_panel.models import (
    AnswerReview,
    Criterion,
    ExpertReferral,
    PanelMember,
    RevisionSuggestion,
    TrainingCase,
)
from portal.expert_panel.services import answering, training
from tests.consultations import builders
from tests.consultations.residents.people import browser_of
from tests.expert_panel import panel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> None:
    panel.settle()


def page(client: Client, path: str) -> str:
    response = client.get(f"/workbench/panel/{path}")
    assert response.status_code == 200, path
    return response.content.decode()


def marked(value: int = 3) -> dict[str, Any]:
    return {f"mark_{code}": str(value) for code in Criterion} | {"overall": "sound"}


def test_article_26_from_the_residents_page_to_the_expert_and_back(workbench: Any) -> None:
    member = panel.expert()
    case = builders.claimed()
    number = case.receipt_number
    resident = workbench(case.assigned_to.user)
    assert "提请专家组" in resident.get(case.workbench_url).content.decode()
    path = f"/workbench/cases/{number}/do/refer/"
    wrong = resident.post(path, {"reason": "disputed", "note": ""})
    assert wrong.status_code == 400
    resident.post(path, {"reason": "disputed", "note": "两种意见都有。"})
    assert "等待审核员转交" in resident.get(case.workbench_url).content.decode()
    moderator = workbench(builders.person("moderator"))
    referral = ExpertReferral.objects.get()
    assert "两种意见都有。" in page(moderator, f"proposals/{referral.pk}/")
    assert moderator.post(f"/workbench/panel/proposals/{referral.pk}/", {"do": "decline"}).status_code == 400
    moderator.post(f"/workbench/panel/proposals/{referral.pk}/", {"do": "forward"})
    expert = workbench(member.user)
    assert case.written_number in page(expert, "")
    shown = page(expert, f"referrals/{number}/")
    assert "两种意见都有。" in shown
    expert.post(f"/workbench/panel/referrals/{number}/return/", {"words": "按通说答复即可。"})
    assert "按通说答复即可。" in resident.get(case.workbench_url).content.decode()
    assert expert.get(f"/workbench/panel/referrals/{number}/").status_code == 404


def test_article_25_the_expert_reads_nothing_of_who_asked(workbench: Any) -> None:
    from portal.consultations.models import CitizenContact

    member = panel.expert()
    asker = builders.citizen()
    User.objects.filter(pk=asker.pk).update(display_name="王小明")
    referral = panel.forwarded(by=asker)
    CitizenContact.objects.update_or_create(
        consultation=referral.consultation, defaults={"phone": "13812345678", "safe_contact": "13999999999"}
    )
    shown = page(workbench(member.user), f"referrals/{referral.consultation.receipt_number}/")
    assert [word for word in ("王小明", "13812345678", "13999999999") if word in shown] == []


def test_article_27_the_reviewers_page_leads_to_no_case_and_no_code(workbench: Any) -> None:
    panel.expert()
    case = builders.answered()
    (review,) = panel.sampled(case)
    shown = page(workbench(review.expert.user), f"reviews/{review.pk}/")
    hidden = (case.receipt_number, case.written_number, case.assigned_to.code, str(case.assigned_to.practitioner))
    assert [word for word in hidden if word in shown] == []
    assert builders.ANSWER.conclusion in shown
    assert panel.answer_of(case).get_kind_display() not in ("",)


def test_what_was_typed_is_kept_when_something_is_missing(workbench: Any) -> None:
    panel.expert()
    (review,) = panel.sampled()
    client = workbench(review.expert.user)
    typed = marked() | {"mark_accurate": "", "comment": "总的来说写得清楚。", "why": "漏了一点。"}
    response = client.post(f"/workbench/panel/reviews/{review.pk}/", typed)
    shown = response.content.decode()
    assert response.status_code == 400
    assert "请给“内容准确”评分" in shown
    assert "总的来说写得清楚。" in shown
    assert "漏了一点。" in shown
    assert AnswerReview.objects.get(pk=review.pk).done_at is None


def test_article_27_a_suggestion_is_accepted_and_the_editor_begins_with_it(workbench: Any) -> None:
    panel.expert()
    (review,) = panel.sampled()
    expert = workbench(review.expert.user)
    typed = marked(2) | {"why": "漏了经济补偿。", "conclusion": "公司应当支付工资和经济补偿。"}
    assert expert.post(f"/workbench/panel/reviews/{review.pk}/", typed).status_code == 302
    row = RevisionSuggestion.objects.get()
    resident = workbench(review.answer.author.user)
    assert "漏了经济补偿。" in page(resident, f"suggestions/{row.pk}/")
    response = resident.post(f"/workbench/panel/suggestions/{row.pk}/", {"do": "accept"}, follow=True)
    assert "公司应当支付工资和经济补偿。" in response.content.decode()
    assert response.redirect_chain[-1][0].endswith("/correct/")


def test_article_27_what_was_declined_is_before_the_supervisor_with_its_reason(workbench: Any) -> None:
    panel.expert()
    (review,) = panel.sampled()
    panel.finished(review, suggested=panel.SUGGESTED)
    row = RevisionSuggestion.objects.get()
    resident, supervisor = workbench(review.answer.author.user), workbench(builders.person("supervisor"))
    assert resident.post(f"/workbench/panel/suggestions/{row.pk}/", {"do": "decline"}).status_code == 400
    resident.post(f"/workbench/panel/suggestions/{row.pk}/", {"do": "decline", "reason": "不在咨询范围。"})
    assert "未采纳" in page(supervisor, "suggestions/")
    assert "不在咨询范围。" in page(supervisor, f"suggestions/{row.pk}/")


def test_article_27_a_direct_answer_is_previewed_and_sent(workbench: Any) -> None:
    panel.expert()
    (review,) = panel.sampled()
    panel.finished(review, panel.marks(1), "wrong")
    expert, path = workbench(review.expert.user), f"/workbench/panel/reviews/{review.pk}/answer/"
    shown = expert.get(path).content.decode()
    assert review.answer.consultation.written_number not in shown
    words = {name: getattr(builders.ANSWER, name) for name in ("conclusion", "legal_basis", "reasoning", "next_steps")}
    without = expert.post(path, words | {"do": "send"}).content.decode()
    assert "请写明为什么需要专家组直接答复" in without
    assert builders.ANSWER.conclusion in without
    said = words | {"direct_reason": "期限有错误。"}
    assert "发出专家组答复" in expert.post(path, said | {"do": "preview"}).content.decode()
    assert expert.post(path, said | {"do": "send"}).status_code == 302
    asker = review.answer.consultation
    resident = workbench(review.answer.author.user)
    assert "专家组答复" in resident.get(asker.workbench_url).content.decode()


def test_supervisors_see_agreement_as_table_chart_and_file(workbench: Any) -> None:
    supervisor = workbench(builders.person("supervisor"))
    assert "还没有可以比较的审阅" in page(supervisor, "agreement/")
    panel.settle(double_percent=100)
    panel.expert()
    panel.expert()
    first, second = panel.sampled()
    panel.finished(first)
    panel.finished(second, panel.marks(3, accurate=1))
    shown = page(supervisor, "agreement/")
    assert "<svg" in shown
    assert "内容准确" in shown
    assert "无法计算" in shown
    lines = supervisor.get("/workbench/panel/agreement/?export=csv").content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("criterion,")
    assert lines[1].startswith("accurate,内容准确,1,0,0,")


def test_a_resident_marks_before_seeing_what_experts_marked(workbench: Any) -> None:
    panel.settle(double_percent=100)
    panel.expert()
    panel.expert()
    first, second = panel.sampled()
    panel.finished(first)
    panel.finished(second, panel.marks(3, accurate=1))
    supervisor = builders.person("supervisor")
    made = TrainingCase.objects.get()
    assert "等待审定" in page(workbench(supervisor), "training/")
    training.release(made, "", by=supervisor)
    resident = workbench(builders.resident().user)
    assert "专家一" not in page(resident, f"training/{made.pk}/")
    resident.post(f"/workbench/panel/training/{made.pk}/", {f"mark_{code}": "3" for code in Criterion})
    shown = page(resident, f"training/{made.pk}/")
    assert "专家一" in shown
    assert "漏了一条。" in shown


def test_a_member_is_appointed_changed_and_ended(workbench: Any) -> None:
    keeper = workbench(builders.person("administrator"))
    account = User.objects.create_user("panel-new", "n@example.invalid", "secret-enough-1")
    wrong = keeper.post("/workbench/panel/members/appoint/", {"user": "nobody-there"})
    assert "没有这个登录名的账户" in wrong.content.decode()
    topic = builders.topic()
    keeper.post("/workbench/panel/members/appoint/", {"user": "panel-new", "topics": [topic.pk]})
    member = PanelMember.objects.get(user=account)
    assert list(member.topics.all()) == [topic]
    assert account.groups.filter(pk=group_of("expert").pk).exists()
    again = keeper.post("/workbench/panel/members/appoint/", {"user": "panel-new"})
    assert "现在就是专家组成员" in again.content.decode()
    keeper.post(f"/workbench/panel/members/{member.pk}/", {"do": "end"})
    assert not account.groups.filter(pk=group_of("expert").pk).exists()
    assert "不在任" in page(keeper, "members/")


def test_the_landing_page_counts_what_waits(workbench: Any) -> None:
    member = panel.expert()
    panel.sampled()
    shown = workbench(member.user).get("/workbench/").content.decode()
    assert "专家组：转交和审阅" in shown
    assert "1" in shown


def test_an_expert_whose_term_is_over_is_told_so(workbench: Any) -> None:
    member = panel.expert()
    member.terms.all().delete()
    assert "不在专家组的任期内" in page(workbench(member.user), "")


def test_an_experts_page_costs_the_same_however_much_waits(workbench: Any) -> None:
    member = panel.expert()
    client = workbench(member.user)
    page(client, "")
    panel.forwarded()
    panel.sampled()
    with CaptureQueriesContext(connection) as few:
        page(client, "")
    for _number in range(3):
        panel.forwarded()
        panel.sampled()
    with CaptureQueriesContext(connection) as many:
        page(client, "")
    assert len(many) == len(few)


def test_article_25_a_quarantined_referral_is_not_listed_to_its_expert() -> None:
    panel.settle()
    panel.expert()
    referral = panel.forwarded()
    case = referral.consultation
    assert referral.expert is not None
    browser = browser_of(referral.expert.user)
    assert case.written_number in browser.get("/workbench/panel/").content.decode()
    Consultation.objects.filter(pk=case.pk).update(is_quarantined=True)
    page = browser.get("/workbench/panel/").content.decode()
    assert case.written_number not in page
    assert case.receipt_number not in page


def test_article_27_the_editor_of_a_direct_answer_shows_no_name_that_the_review_hid() -> None:
    panel.settle()
    panel.expert()
    case = builders.claimed(question="对方张示例拖欠工资三个月，怎么办？", other_side="张示例")
    builders.first_answer(case, replace(builders.ANSWER, conclusion="张示例应当支付拖欠的工资。"))
    (review,) = panel.sampled(panel.fresh(case))
    panel.finished(review)
    browser = browser_of(review.expert.user)
    page = browser.get(f"/workbench/panel/reviews/{review.pk}/answer/").content.decode()
    assert [word for word in ("张示例", case.written_number, case.receipt_number) if word in page] == []
    assert "应当支付拖欠的工资" in page
    done = AnswerReview.objects.get(pk=review.pk)
    left = replace(builders.ANSWER, conclusion="〔对方〕应当支付拖欠的工资。")
    with pytest.raises(ValidationError, match="代替隐去内容的词"):
        answering.answer_directly(done, left, "期限有错误。", by=review.expert.user)
    assert answering.answer_directly(done, builders.ANSWER, "期限有错误。", by=review.expert.user).pk
