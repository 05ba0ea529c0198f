"""The pages of live hours: what the citizen and the resident see, with and without script, and what a poll costs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.accounts.models import User
from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.consultations.models import Consultation
from portal.consultations.models.choices import Channel
from portal.consultations.states import State
from portal.live_hours.models import LiveLine
from portal.live_hours.services.lines import say
from portal.live_hours.services.taking import take
from portal.live_hours.services.threads import become_message
from tests.accounts.citizens import builders as citizens
from tests.consultations import builders
from tests.consultations.residents.people import browser_of, text_of
from tests.live_hours.people import asked_live, fresh, key, on_shift, taken, thread

pytestmark = pytest.mark.django_db
FILLED = {
    "question": builders.QUESTION,
    "in_proceedings": "no",
    "for_whom": "self",
    "age_band": "from_18",
    "topic": "labour",
    "other_side": "示范公司",
    "notice_seen": "on",
    "agreement": "on",
    "purpose_answer": "on",
    "purpose_sensitive": "on",
}


@pytest.fixture
def citizen() -> Client:
    """A browser that signed in by phone."""
    cache.clear()
    return citizens.signed_in()


def holder(browser: Client) -> User:
    return User.objects.get(pk=browser.session["_auth_user_id"])


def hidden(page: str) -> dict[str, str]:
    """What the page sends along."""
    found = re.findall(r'<input type="hidden" name="([a-z_]+)"(?: id="[^"]*")? value="([^"]*)"', page)
    found += [(name, value) for name, value in re.findall(r'type="hidden" name="([a-z_]+)" value="([^"]*)"', page)]
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def ask(browser: Client, **other: str) -> object:
    sent = hidden(text_of(browser.get("/ask/live/")))
    return browser.post("/ask/live/", {**FILLED, **sent, **other})


class TestStart:
    def test_article_23_the_first_page_of_asking_says_open_or_closed_with_the_hours(self, client: Client) -> None:
        shut = text_of(client.get("/ask/"))
        assert "现在没有律师值班" in shut
        assert "/ask/live/" not in shut
        on_shift()
        shown = text_of(client.get("/ask/"))
        assert "现在有律师在线" in shown
        assert "/ask/live/" in shown
        assert re.search(r"live-hours\">开放时间：2\d\d\d年", shown)

    def test_article_6_live_needs_a_phone_that_was_verified(self, client: Client) -> None:
        on_shift()
        page = text_of(client.get("/ask/live/"))
        assert "/sign-in/" in page
        assert 'name="question"' not in page, "nothing is typed that signing in would lose"

    def test_closed_it_leads_to_the_message_way_and_the_hotline(self, citizen: Client) -> None:
        page = text_of(citizen.get("/ask/live/"))
        for way in ("/ask/", "tel:12348", "/ask/without/"):
            assert f'href="{way}"' in page

    def test_asked_it_is_with_those_on_duty_at_once(self, citizen: Client) -> None:
        staff = on_shift()
        answer = ask(citizen)
        case = Consultation.objects.get(channel=Channel.LIVE)
        assert answer["Location"] == f"/consultations/mine/{case.receipt_number}/live/"
        assert case.state == State.ACCEPTED
        assert case.citizen == holder(citizen)
        queue = text_of(browser_of(staff.user).get("/workbench/live/"))
        assert case.receipt_number in queue
        assert builders.QUESTION not in queue

    def test_sent_twice_it_is_one_case(self, citizen: Client) -> None:
        on_shift()
        sent = hidden(text_of(citizen.get("/ask/live/")))
        for _press in range(2):
            answer = citizen.post("/ask/live/", {**FILLED, **sent})
            assert "/live/" in answer["Location"]
        assert Consultation.objects.count() == 1

    def test_article_35_without_consent_nothing_is_sent(self, citizen: Client) -> None:
        on_shift()
        ask(citizen, agreement="")
        assert not Consultation.objects.exists()

    def test_article_31_what_is_in_court_is_told_of_other_ways_and_may_go_on(self, citizen: Client) -> None:
        on_shift()
        sent = hidden(text_of(citizen.get("/ask/live/"))) | {"in_proceedings": "yes"}
        page = text_of(citizen.post("/ask/live/", {**FILLED, **sent}))
        assert "值班律师" in page
        assert not Consultation.objects.exists()
        citizen.post("/ask/live/", {**FILLED, **sent, "seen": "1"})
        assert Consultation.objects.get().state == State.SCREENING, "a moderator decides"

    def test_closed_meanwhile_what_was_typed_goes_as_a_message(self, citizen: Client) -> None:
        staff = on_shift()
        sent = hidden(text_of(citizen.get("/ask/live/")))
        staff.shifts.all().delete()
        page = citizen.post("/ask/live/", {**FILLED, **sent})
        assert page.status_code == 409
        assert builders.QUESTION in text_of(page)
        answer = citizen.post("/ask/live/", {**FILLED, **sent, "way": "message", "seen": "1"})
        assert answer["Location"] == "/ask/receipt/"
        assert Consultation.objects.get().channel == Channel.MESSAGE

    def test_one_conversation_at_a_time(self, citizen: Client) -> None:
        on_shift()
        case = asked_live(holder(citizen))
        assert citizen.get("/ask/live/")["Location"] == f"/consultations/mine/{case.receipt_number}/live/"


class TestTheCitizensPage:
    def test_without_script_a_line_is_sent_and_the_page_comes_back(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        address = f"/consultations/mine/{case.receipt_number}/live/"
        page = text_of(citizen.get(address))
        assert "刷新，看有没有新的内容" in page
        answer = citizen.post(address, {"text": "我有工资条。", **hidden(page)})
        assert answer["Location"] == f"{address}#end"
        say(fresh(case), "请保存好。", key(), by=case.assigned_to.user)
        shown = text_of(citizen.get(address))
        assert "我有工资条。" in shown
        assert f"律师 {case.assigned_to.code}" in shown
        assert case.assigned_to.practitioner.name not in shown

    def test_a_refused_line_keeps_what_was_typed_and_its_key(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        builders.first_answer(case)
        address = f"/consultations/mine/{case.receipt_number}/live/"
        page = citizen.post(address, {"text": "还有一个问题。", "key": "abcdefgh-1"})
        assert page.status_code == 409
        assert "还有一个问题。" in text_of(page)
        assert 'value="abcdefgh-1"' in text_of(page)

    def test_a_script_is_answered_in_json_and_may_send_again_with_the_same_key(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        address, sent = f"/consultations/mine/{case.receipt_number}/live/", {"text": "在吗？", "key": key()}
        for _again in range(2):
            answer = citizen.post(address, sent, headers={"accept": "application/json"})
            assert answer.json()["key"] != sent["key"]
        assert LiveLine.objects.count() == 1
        empty = citizen.post(address, {"text": "", "key": key()}, headers={"accept": "application/json"})
        assert (empty.status_code, "先写下" in empty.json()["error"]) == (400, True)

    def test_markup_in_a_line_stays_text(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        say(case, "<script>alert(1)</script>", key(), by=case.citizen)
        address = f"/consultations/mine/{case.receipt_number}/live/"
        assert "<script>alert" not in text_of(citizen.get(address))
        assert "<script>" not in citizen.get(f"{address}lines/").json()["lines"]

    def test_danger_in_a_line_shows_whom_to_call(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        say(case, "他现在拿着刀在门口说要打死我。", key(), by=case.citizen)
        address = f"/consultations/mine/{case.receipt_number}/live/"
        assert 'href="tel:110"' in citizen.get(f"{address}lines/").json()["danger"]
        assert 'href="tel:110"' in text_of(citizen.get(address))

    def test_waiting_no_longer_it_becomes_a_message(self, citizen: Client) -> None:
        on_shift()
        case = asked_live(holder(citizen))
        address = f"/consultations/mine/{case.receipt_number}/live/"
        citizen.post(f"{address}leave/")
        assert "已经转成留言咨询" in text_of(citizen.get(address))
        assert thread(case).became_because == "left"

    def test_a_case_that_was_no_conversation_has_no_such_page(self, citizen: Client) -> None:
        case = builders.accepted(holder(citizen))
        assert citizen.get(f"/consultations/mine/{case.receipt_number}/live/").status_code == 404

    def test_the_page_of_the_case_shows_the_lines_and_leads_to_the_conversation(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        say(case, "我有工资条。", key(), by=case.citizen)
        page = text_of(citizen.get(case.get_absolute_url()))
        assert "我有工资条。" in page
        assert f"{case.get_absolute_url()}live/" in page


class TestAPoll:
    def cost(self, browser: Client, address: str, **headers: str) -> tuple[int, int, object]:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = browser.get(address, headers=headers)
        return len(queries), len(answer.content), answer

    def test_a_poll_costs_the_same_at_ten_times_the_lines_and_nothing_new_is_304(self, citizen: Client) -> None:
        case = taken(by=holder(citizen))
        say(case, "第一句。", key(), by=case.citizen)
        address = f"/consultations/mine/{case.receipt_number}/live/lines/"
        desk = browser_of(case.assigned_to.user)
        page = text_of(desk.get(f"/workbench/live/{case.receipt_number}/"))
        staff_address = re.search(r'data-live="([^"]+)"', page).group(1)
        citizen.get(f"{address}?since=0")
        desk.get(staff_address)
        few = self.cost(citizen, f"{address}?since=0")[0], self.cost(desk, f"{staff_address}&since=0")[0]
        LiveLine.objects.bulk_create(
            LiveLine(
                thread=thread(case),
                number=number,
                author_kind="citizen",
                text="又一句。",
                salt="0",
                client_key=f"k-{number}",
                at=clock.now(),
            )
            for number in range(2, 12)
        )
        type(thread(case)).objects.update(last_number=11)
        many = self.cost(citizen, f"{address}?since=0")[0], self.cost(desk, f"{staff_address}&since=0")[0]
        assert few == many
        _count, size, answer = self.cost(citizen, f"{address}?since=11")
        assert size < 1_200
        unchanged = self.cost(citizen, f"{address}?since=11", **{"if-none-match": answer["ETag"]})
        assert (unchanged[2].status_code, unchanged[1]) == (304, 0)
        assert unchanged[0] <= 6
        staff_tag = self.cost(desk, f"{staff_address}&since=11")[2]["ETag"]
        idle = self.cost(desk, f"{staff_address}&since=11", **{"if-none-match": staff_tag})
        print(f"queries: citizen {many[0]}, 304 {unchanged[0]}; staff {many[1]}, 304 {idle[0]}; bytes {size}")
        assert idle[2].status_code == 304

    def test_what_changes_the_page_changes_the_tag(self, citizen: Client) -> None:
        on_shift()
        case = asked_live(holder(citizen))
        address = f"/consultations/mine/{case.receipt_number}/live/lines/"
        tags = [citizen.get(address)["ETag"]]
        take(case.receipt_number, by=on_shift().user)
        tags.append(citizen.get(address)["ETag"])
        say(fresh(case), "您好。", key(), by=case.citizen)
        tags.append(citizen.get(address)["ETag"])
        become_message(case, "hour")
        tags.append(citizen.get(address)["ETag"])
        assert len(set(tags)) == 4

    @pytest.mark.parametrize("since", ["", "-1", "x", "9" * 30, "１"])
    def test_whatever_is_asked_from_it_is_an_answer(self, citizen: Client, since: str) -> None:
        case = asked_live(holder(citizen))
        assert (
            citizen.get(f"/consultations/mine/{case.receipt_number}/live/lines/", {"since": since}).status_code == 200
        )


class TestTheWorkbench:
    def test_who_waits_longest_stands_first_and_taking_leads_to_recusal(self) -> None:
        staff, first, second = on_shift(), asked_live(), asked_live(other_side="示例公司")
        type(thread(first)).objects.filter(consultation=second).update(waiting_since=clock.now() - timedelta(minutes=5))
        desk = browser_of(staff.user)
        page = text_of(desk.get("/workbench/live/"))
        assert page.index(second.receipt_number) < page.index(first.receipt_number)
        answer = desk.post("/workbench/live/take/", {"number": second.receipt_number})
        asked = text_of(desk.get(answer["Location"]))
        assert "示例公司" in asked
        assert builders.QUESTION not in asked
        assert desk.get(f"/workbench/live/{second.receipt_number}/")["Location"] == second.workbench_url
        assert desk.get(f"/workbench/live/{second.receipt_number}/lines/")["Location"] == second.workbench_url
        desk.post(f"{second.workbench_url}conflict/", {"choice": "none"})
        assert f"/workbench/live/{second.receipt_number}/" in text_of(desk.get(second.workbench_url))

    def test_who_is_too_late_is_told_so(self) -> None:
        case = asked_live()
        take(case.receipt_number, by=on_shift().user)
        answer = browser_of(on_shift().user).post("/workbench/live/take/", {"number": case.receipt_number})
        assert (answer.status_code, "刚刚被别人接办" in text_of(answer)) == (409, True)

    def test_article_25_opening_is_on_file_once_and_a_poll_without_the_pages_token_too(self) -> None:
        case = taken()
        desk = browser_of(case.assigned_to.user)
        page = text_of(desk.get(f"/workbench/live/{case.receipt_number}/"))
        address = re.search(r'data-live="([^"]+)"', page).group(1)
        opened = AuditEntry.objects.filter(act=Act.CASE_OPENED)
        before = opened.count()
        desk.get(address)
        assert opened.count() == before, "part of the page that was opened"
        desk.get(f"/workbench/live/{case.receipt_number}/lines/?token=made-up")
        assert opened.count() == before + 1

    def test_the_list_asks_again_by_itself_and_says_nothing_when_nothing_changed(self) -> None:
        desk = browser_of(on_shift().user)
        answer = desk.get("/workbench/live/waiting/")
        assert desk.get("/workbench/live/waiting/", headers={"if-none-match": answer["ETag"]}).status_code == 304
        case = asked_live()
        assert case.receipt_number in desk.get("/workbench/live/waiting/").json()["html"]

    def test_a_moderator_reads_and_does_not_write(self) -> None:
        case = taken()
        desk = browser_of(builders.person("moderator"))
        address = f"/workbench/live/{case.receipt_number}/"
        assert 'name="text"' not in text_of(desk.get(address))
        assert desk.post(address, {"text": "您好。", "key": key()}).status_code == 403

    def test_article_22_a_line_held_back_comes_back_with_the_words_named(self) -> None:
        case = taken()
        desk = browser_of(case.assigned_to.user)
        page = desk.post(f"/workbench/live/{case.receipt_number}/", {"text": "请打13800138000", "key": key()})
        assert page.status_code == 400
        assert re.search("不能发出的词：.{0,12}13800138000", text_of(page))
        assert ">请打13800138000</textarea>" in text_of(page)


def test_article_25_a_quarantined_conversation_is_not_listed_to_who_had_it() -> None:
    staff = on_shift()
    case = taken(staff)
    browser = browser_of(staff.user)
    assert case.written_number in text_of(browser.get("/workbench/live/"))
    Consultation.objects.filter(pk=case.pk).update(is_quarantined=True)
    assert case.written_number not in text_of(browser.get("/workbench/live/"))
    assert case.receipt_number not in text_of(browser.get("/workbench/live/waiting/"))
