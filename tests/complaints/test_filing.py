"""Filing a complaint: with a case or without, by whom, followed how, and by when it is due."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from portal.accounts.citizens.bounds import TooOften
from portal.common import clock
from portal.common.clock import SHANGHAI
from portal.complaints.models import Complaint
from portal.complaints.services import clocks, filing, following, handling
from portal.consultations.models import Consultation, ConsultationEvent, PrivacyRules
from portal.consultations.policies import WrongState
from portal.consultations.records.verifying import Tally, verify_records
from portal.consultations.services.citizen import acts, erasing
from portal.notifications.models import Notification
from tests.complaints import builders as complaints
from tests.consultations import builders
from tests.consultations.residents.people import browser_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
DANGER = "律师说话难听，我现在就想死，活不下去了。"
FORM = {"key": "one-form", "about": "portal", "text": complaints.TEXT, "consent": "on"}


def told() -> set[str]:
    return set(Notification.objects.values_list("recipient__username", flat=True))


def entered(client: Client, case: Consultation) -> Client:
    client.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    return client


class TestWithoutACase:
    def test_anybody_complains_without_an_account_and_follows_by_number_and_passphrase(self, client: Client) -> None:
        answer = client.post("/complaints/new/", FORM, follow=True)
        codes = re.findall(r'class="receipt-code">([^<]+)<', answer.content.decode())
        complaint = Complaint.objects.get()
        assert codes[0] == complaint.written_number
        assert client.post("/complaints/receipt/", follow=True).status_code == 200
        assert "查询码" not in client.get("/complaints/receipt/", follow=True).content.decode().split("<form")[0]

        elsewhere = Client()
        assert elsewhere.get(complaint.get_absolute_url()).status_code == 404
        found = elsewhere.post("/complaints/mine/", {"number": codes[0].lower(), "passphrase": codes[1]}, follow=True)
        assert complaints.TEXT in found.content.decode()

    def test_what_is_written_lies_encrypted(self) -> None:
        complaints.filed(contact="13900001234", concerning="某一页")
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, contact, concerning FROM complaints_complaint")
            stored = str(cursor.fetchone())
        assert complaints.TEXT not in stored
        assert "13900001234" not in stored
        assert "某一页" not in stored

    def test_unknown_and_wrong_are_answered_alike_with_the_same_work(self, client: Client) -> None:
        complaint = complaints.filed()
        asked = [
            {"number": complaint.number, "passphrase": "1" * 20},
            {"number": "0123456789A", "passphrase": "1" * 20},
        ]
        client.post("/complaints/mine/", {"number": "ZZZZZZZZZZZ", "passphrase": "1" * 20})  # what is kept is kept now
        pages, counts = [], []
        for typed in asked:
            with CaptureQueriesContext(connection) as queries:
                pages.append(client.post("/complaints/mine/", typed).content.decode().replace(typed["number"], ""))
            counts.append(len(queries))
        assert counts[0] == counts[1]
        first, second = (re.sub(r'value="[^"]*"', "", page) for page in pages)
        assert first == second

    def test_a_complaint_of_a_case_opens_by_no_passphrase(self) -> None:
        complaint = complaints.of_case(builders.answered())
        assert following.open_by_passphrase(complaint.number, builders.PASSPHRASE, network="192.0.2.9") is None

    def test_ten_wrong_passphrases_from_one_network_make_the_right_one_wait_there_alone(self) -> None:
        complaint, passphrase = filing.file_complaint(complaints.written(), network="192.0.2.1")
        for _try in range(10):
            assert following.open_by_passphrase(complaint.number, "1" * 20, network="192.0.2.7") is None
        with pytest.raises(TooOften):
            following.open_by_passphrase(complaint.number, passphrase, network="192.0.2.7")
        assert following.open_by_passphrase(complaint.number, passphrase, network="192.0.2.8") == complaint

    def test_a_flood_from_one_network_is_refused_and_nothing_typed_is_lost(self, client: Client) -> None:
        for number in range(10):
            assert client.post("/complaints/new/", FORM | {"key": f"k{number}"}).status_code == 302
        answer = client.post("/complaints/new/", FORM | {"key": "last"})
        assert answer.status_code == 422
        assert complaints.TEXT in answer.content.decode()
        assert Complaint.objects.count() == 10

    def test_sent_twice_it_is_one_complaint_with_one_receipt(self, client: Client) -> None:
        first = client.post("/complaints/new/", FORM, follow=True).content.decode()
        second = client.post("/complaints/new/", FORM, follow=True).content.decode()
        codes = re.compile(r'class="receipt-code">([^<]+)<')
        assert codes.findall(first) == codes.findall(second)
        assert Complaint.objects.count() == 1

    @pytest.mark.parametrize(
        ("missing", "words"),
        [
            ({"consent": ""}, "投诉电话"),
            ({"text": ""}, "请写下"),
            ({"about": ""}, "请选一项"),
            ({"about": "resident"}, "统一编号"),
            ({"about": "resident", "staff_code": "F000010"}, "统一编号"),
            ({"about": "institution"}, "哪一家机构"),
            ({"contact": "12"}, "手机号"),
        ],
    )
    def test_what_is_missing_is_said_and_what_was_typed_stays(
        self, client: Client, missing: dict[str, str], words: str
    ) -> None:
        answer = client.post("/complaints/new/", FORM | {"concerning": ""} | missing)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert words in page
        assert "text" in missing or complaints.TEXT in page
        assert not Complaint.objects.exists()

    def test_the_consent_and_the_version_of_the_rules_are_kept(self) -> None:
        complaint = complaints.filed()
        assert complaint.consented_at == complaint.filed_at
        assert complaint.privacy_rules.version

    def test_words_of_danger_show_the_hotlines_and_wake_who_is_on_duty(self, client: Client) -> None:
        builders.person("moderator")
        page = client.post("/complaints/new/", FORM | {"text": DANGER}, follow=True).content.decode()
        assert "tel:12356" in page
        assert Complaint.objects.get().is_urgent
        assert "可能有危险" in Notification.objects.get().text

    def test_what_looks_like_a_state_secret_is_shut_to_moderators(self) -> None:
        complaint = complaints.filed(text="机密★10年 关于某部营区搬迁的通知，全文如下，律师还让我发给他。")
        assert complaint.is_shut
        assert not Complaint.objects.visible_to(builders.person("moderator")).exists()
        assert Complaint.objects.visible_to(builders.person("supervisor")).exists()

    def test_the_phone_stands_beside_the_form_and_every_page_leads_here(self, client: Client) -> None:
        for page in ("/complaints/", "/complaints/new/", "/complaints/mine/"):
            assert 'class="complaint-phone"' in client.get(page).content.decode()
        assert 'href="/complaints/"' in client.get("/ask/").content.decode()

    def test_the_page_about_complaints_is_the_same_for_everybody(self, client: Client) -> None:
        answer = client.get("/complaints/")
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.content.decode()


class TestOfACase:
    def test_the_record_keeps_a_salted_digest_and_holds(self) -> None:
        case = builders.answered()
        complaint = complaints.of_resident(case)
        event = ConsultationEvent.objects.get(consultation=case, act="complain")
        assert event.content["complaint"] == complaint.pk
        assert complaints.TEXT not in str(event.content)
        assert (event.actor_kind, event.actor_ref) == ("citizen", "")
        assert list(verify_records(Tally())) == []

    def test_it_is_offered_on_the_page_and_shown_where_it_stands(self, client: Client) -> None:
        case = builders.answered()
        entered(client, case)
        assert f"/complaints/of/{case.receipt_number}/" in client.get(case.get_absolute_url()).content.decode()
        sent = FORM | {"about": "resident", "staff_code": case.assigned_to.code}
        page = client.post(f"/complaints/of/{case.receipt_number}/", sent, follow=True).content.decode()
        assert "等待办理" in page
        page = client.get(case.get_absolute_url()).content.decode()
        assert "您提出了投诉" in page
        assert Complaint.objects.get().get_absolute_url() in page

    def test_the_codes_to_choose_from_are_those_one_has_met(self, client: Client) -> None:
        case, other = builders.answered(), builders.resident()
        page = entered(client, case).get(f"/complaints/of/{case.receipt_number}/").content.decode()
        assert case.assigned_to.code in page
        assert other.code not in page
        with pytest.raises(ValidationError, match="办理过"):
            complaints.of_case(case, about="resident", staff_code=other.code)

    def test_only_the_citizen_complains_of_a_case(self, client: Client) -> None:
        case = builders.answered()
        with pytest.raises(PermissionDenied):
            filing.complain_of_case(case, complaints.written(), by=builders.citizen())
        assert client.get(f"/complaints/of/{case.receipt_number}/").status_code == 404

    def test_several_run_at_once_but_no_more_than_three(self) -> None:
        case = builders.answered()
        for _number in range(3):
            complaints.of_case(case)
        with pytest.raises(WrongState):
            complaints.of_case(case)

    def test_a_frozen_case_may_still_be_complained_of(self, client: Client) -> None:
        case = builders.answered()
        request = acts.request_erasure(case, "", by=builders.receipt(case))
        erasing.grant_erasure(request, "按规定保存。", by=builders.person("moderator"))
        complaint = complaints.of_case(Consultation.objects.get(pk=case.pk))
        assert complaint.get_absolute_url() in entered(client, case).get(case.get_absolute_url()).content.decode()

    def test_another_citizen_gets_404_as_for_what_does_not_exist_with_the_same_queries(self, client: Client) -> None:
        entered(client, builders.answered())
        complaint = complaints.of_case(builders.answered())
        counts = []
        for number in (complaint.number, "0123456789A"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/complaints/mine/{number}/").status_code == 404
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_who_has_the_case_does_not_read_of_the_complaint(self, client: Client) -> None:
        case = builders.answered()
        complaint = complaints.of_resident(case)
        client.force_login(case.assigned_to.user)
        page = client.get(case.workbench_url).content.decode()
        for hidden in ("您提出了投诉", complaints.TEXT, complaint.written_number, "workbench/complaints"):
            assert hidden not in page
        assert "咨询人　投诉" not in page
        assert client.get(complaint.workbench_url).status_code == 403

    def test_words_of_danger_in_a_complaint_are_shown_to_who_handles_it_and_not_to_who_is_complained_of(self) -> None:
        case = builders.answered()
        with TestCase.captureOnCommitCallbacks(execute=True):
            complaint = complaints.of_resident(case, text=DANGER)
            handling.give_more(complaint, f"补充：{DANGER}", by=complaints.follower(complaint))
        assert Complaint.objects.get(pk=complaint.pk).is_urgent
        page = browser_of(case.assigned_to.user).get(case.workbench_url)
        assert page.status_code == 200
        for hidden in ("想死", "活不下去", "规则对补充的内容有提示"):
            assert hidden not in page.content.decode()

    def test_article_25_a_state_secret_in_a_complaint_shuts_the_case_and_the_flag_repeats_no_word(self) -> None:
        case = builders.answered()
        with TestCase.captureOnCommitCallbacks(execute=True):
            complaints.of_resident(case, text="机密★10年 关于某部营区搬迁的通知，全文如下，律师还让我发给他。")
        assert Consultation.objects.get(pk=case.pk).is_quarantined
        assert "营区" not in case.flags.get(rule="state_secret").words

    def test_the_copy_holds_it(self, client: Client) -> None:
        case = builders.answered()
        complaints.decided(complaints.of_case(case))
        answer = entered(client, case).get(f"/consultations/mine/{case.receipt_number}/download.txt")
        copy = b"".join(answer) if answer.streaming else answer.content
        assert complaints.TEXT in copy.decode()
        assert complaints.NOT_FOUNDED.explanation in copy.decode()

    def test_the_page_of_a_case_costs_the_same_however_many_complaints(self, client: Client) -> None:
        case = builders.answered()
        entered(client, case)
        complaints.of_case(case)
        client.get(case.get_absolute_url())
        counts = []
        for _more in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(case.get_absolute_url())
            counts.append(len(queries))
            complaints.of_case(case)
        assert counts[0] == counts[1]


class TestDue:
    @pytest.mark.parametrize("with_case", [False, True])
    def test_a_complaint_is_due_in_five_working_days_and_explains_it(
        self, monkeypatch: pytest.MonkeyPatch, with_case: bool
    ) -> None:
        """From Friday 27 September 2024: 29 and 30 September were worked, 1 to 7 October were holidays."""
        case = builders.answered() if with_case else None
        PrivacyRules.objects.update(effective_on=date(2020, 1, 1))
        moment = datetime(2024, 9, 27, 16, tzinfo=SHANGHAI)
        monkeypatch.setattr(clock, "now", lambda: moment)
        complaint = complaints.of_case(case) if case else complaints.filed()
        found = clocks.clock_of(complaint)
        assert f"{found.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" == "2024-10-10 23:59:59"
        counted = ["2024-09-29", "2024-09-30", "2024-10-08", "2024-10-09", "2024-10-10"]
        assert found.explanation["counted"] == counted
        assert found.half_at < found.late_warning_at < found.due_at

    def test_what_happens_to_the_case_does_not_stop_the_clock_of_the_complaint(self) -> None:
        case = builders.claimed()
        complaint = complaints.of_case(case)
        acts.withdraw(case, by=builders.receipt(case))
        found: Any = clocks.clock_of(complaint)
        assert (found.met_at, found.cancelled_at, found.paused_at) == (None, None, None)
