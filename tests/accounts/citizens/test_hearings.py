"""[Article 6] An account on false data is cancelled after its holder was heard, by another than who proposed it."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from portal.accounts.citizens.models import CitizenProfile, Hearing
from portal.accounts.citizens.services.tidying import tidy
from portal.accounts.citizens.states import MOVES, AccountAct, AccountState
from portal.accounts.models import User
from portal.common.audit.models import Act, AuditEntry
from portal.notifications.models import DemoMessage
from tests.accounts.citizens.builders import a_moment_later, last_code, number, reviewer, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
REASON = "姓名与来电时自称的不一致"


def words(response: Any) -> str:
    return unescape(response.content.decode())


def working(role: str = "moderator") -> Client:
    client = Client()
    client.force_login(reviewer(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


class Case:
    """A citizen with a browser, who proposed, and who decides."""

    def __init__(self) -> None:
        self.phone = number()
        self.browser = signed_in(self.phone)
        self.profile = CitizenProfile.objects.get()
        self.page = f"/workbench/identities/{self.profile.pk}/"
        self.first, self.second = working(), working("supervisor")

    def act(self, client: Client, act: str, reason: str = REASON) -> Any:
        answer = client.post(self.page, {"act": act, "reason": reason})
        self.profile.refresh_from_db()
        return answer

    def say(self, statement: str = "我用的是曾用名。") -> Any:
        return self.browser.post("/account/hearing/", {"statement": statement}, follow=True)


@pytest.fixture
def case() -> Case:
    return Case()


def test_article_6_no_account_is_cancelled_that_was_not_under_hearing_before(case: Case) -> None:
    assert MOVES[AccountAct.CANCELLED].begins == {AccountState.UNDER_HEARING}
    answer = case.act(case.first, "cancel")
    assert answer.status_code == 409
    assert case.profile.account_state == AccountState.ACTIVE


def test_article_6_the_holder_is_told_and_reads_why_and_the_sms_says_nothing_of_the_matter(
    case: Case, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case.act(case.first, "propose")
    page = words(case.browser.get("/account/"))
    assert "有一件事需要您说明" in page
    page = words(case.browser.get("/account/hearing/"))
    assert REASON in page
    assert "另一位工作人员看过您的说明以后才会决定" in page
    for message in DemoMessage.objects.filter(kind="sms"):
        assert "不一致" not in message.text
        assert "注销" not in message.text


def test_article_6_who_proposed_does_not_decide(case: Case) -> None:
    case.act(case.first, "propose")
    case.say()
    answer = case.act(case.first, "cancel")
    assert answer.status_code == 409
    assert "提出的人不能自己决定" in words(answer)
    assert case.profile.account_state == AccountState.UNDER_HEARING
    hearing = Hearing.objects.get()
    hearing.decided_by, hearing.outcome = hearing.proposed_by, "cancelled"
    with pytest.raises(IntegrityError), transaction.atomic():
        hearing.save()


def test_article_6_nobody_decides_before_the_holder_answered_or_could_have(case: Case) -> None:
    case.act(case.first, "propose")
    answer = case.act(case.second, "cancel")
    assert "本人还没有说明，期限也没有过" in words(answer)
    assert case.profile.account_state == AccountState.UNDER_HEARING
    assert not Hearing.objects.get().outcome, "the whole decision is taken back"
    with time_machine.travel(a_moment_later(days=11), tick=False):
        case.act(case.second, "cancel")
    assert case.profile.account_state == AccountState.CANCELLED


def test_article_6_a_cancelled_accounts_sessions_end_at_once(case: Case) -> None:
    case.act(case.first, "propose")
    assert "您的说明已经收到" in words(case.say())
    assert case.browser.get("/account/").status_code == 200, "until it is decided the account is as good as any"

    assert case.act(case.second, "cancel", "说明与证件不符，认定为虚假信息").status_code == 302

    assert case.browser.get("/account/").headers["Location"].startswith("/sign-in/")
    assert not User.objects.get(pk=case.profile.user_id).is_active
    assert AuditEntry.objects.filter(act=Act.IDENTITY_DECIDED, details={"account": "cancelled"}).count() == 1


def test_article_6_a_cancelled_account_cannot_be_signed_in_to_and_says_why_and_what_stays(case: Case) -> None:
    case.act(case.first, "propose")
    case.say()
    case.act(case.second, "cancel", "说明与证件不符")
    with time_machine.travel(a_moment_later(minutes=2), tick=False):
        browser = Client()
        browser.post("/sign-in/", {"phone": case.phone})
        answer = browser.post("/sign-in/code/", {"code": last_code()})
    page = words(answer)
    assert answer.status_code == 403
    for said in ("第六条", "说明与证件不符", "凭咨询编号和查询码可以继续查看和办理", "热线", "请另一位工作人员复核"):
        assert said in page
    assert browser.get("/account/").status_code == 302
    assert CitizenProfile.objects.count() == 1


def test_article_6_an_account_that_is_kept_is_as_it_was(case: Case) -> None:
    case.act(case.first, "propose")
    case.say()
    case.act(case.second, "keep", "确系曾用名，信息真实")
    assert case.profile.account_state == AccountState.ACTIVE
    assert "有一件事需要您说明" not in words(case.browser.get("/account/"))
    case.act(case.first, "propose")
    assert case.profile.account_state == AccountState.UNDER_HEARING, "new doubts open a new hearing"


def test_a_statement_may_be_said_anew_until_it_is_decided(case: Case) -> None:
    assert case.browser.get("/account/hearing/").headers["Location"] == "/account/"
    case.act(case.first, "propose")
    assert "请写下您的说明" in words(case.say(" "))
    assert "以内" in words(case.say("长" * 2001))
    case.say()
    case.say("我补充：已经更名。")
    page = words(case.second.get(case.page))
    assert "我补充：已经更名。" in page


def test_who_deletes_the_account_under_hearing_ends_the_hearing(case: Case) -> None:
    case.act(case.first, "propose")
    case.browser.post("/account/close/", {"is_sure": "on"})
    assert Hearing.objects.get().outcome == AccountAct.CLOSED
    assert case.act(case.second, "cancel").status_code == 409


def test_after_two_years_a_cancelled_account_holds_nothing_personal_and_what_was_said_is_gone(case: Case) -> None:
    case.act(case.first, "propose")
    case.say()
    case.act(case.second, "cancel", "说明与证件不符")
    tidy(a_moment_later(days=730))
    case.profile.refresh_from_db()
    assert case.profile.phone == case.phone
    tidy(a_moment_later(days=732))
    case.profile.refresh_from_db()
    assert (case.profile.phone, case.profile.reason, case.profile.account_state) == ("", "", AccountState.CANCELLED)
    hearing = Hearing.objects.get()
    assert (hearing.reason, hearing.statement, hearing.decision) == ("", "", "")
    assert hearing.outcome == AccountAct.CANCELLED
