"""A citizen's own cases: the way in, what is seen, what can be done, and what nobody else sees."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve
from PIL import Image

from portal.common import clock
from portal.consultations.models import Consultation
from portal.consultations.services.answers import answering, instead
from portal.consultations.services.answers.written import WrittenAnswer
from portal.consultations.services.citizen import acts as citizen_acts
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
from tests.consultations import builders

pytestmark = pytest.mark.django_db
WRONG = "99999999999999999999"


def enter(client: Client, case: Consultation, passphrase: str = builders.PASSPHRASE) -> object:
    return client.post("/consultations/mine/", {"number": case.written_number.lower(), "passphrase": passphrase})


@pytest.fixture
def case() -> Consultation:
    return builders.answered()


@pytest.fixture
def own(client: Client, case: Consultation) -> Client:
    """A browser that opened the case by its passphrase."""
    assert enter(client, case).status_code == 302
    return client


class TestTheWayIn:
    def test_number_and_passphrase_as_people_type_them_open_the_case(self, client: Client, case: Consultation) -> None:
        response = client.post(
            "/consultations/mine/", {"number": f" {case.written_number} ", "passphrase": "1234 5678-9012 3456 7890"}
        )
        assert response.url == case.get_absolute_url()
        assert client.get(response.url).status_code == 200

    def test_digits_of_a_chinese_keyboard_are_digits(self, client: Client, case: Consultation) -> None:
        wide = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
        assert enter(client, case, builders.PASSPHRASE.translate(wide)).status_code == 302

    @pytest.mark.parametrize("address", ["/consultations/mine/%s/download.txt", "/workbench/cases/%s/"])
    def test_what_no_database_keeps_is_no_address(self, address: str) -> None:
        with pytest.raises(Resolver404):
            resolve(address % "A\0")

    def test_unknown_and_wrong_are_answered_alike_with_the_same_work(self, client: Client, case: Consultation) -> None:
        def attempt(number: str) -> tuple[str, int]:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = client.post("/consultations/mine/", {"number": number, "passphrase": WRONG})
            return page.content.decode().replace(number, ""), len(queries)

        attempt("YYYYYYYYYYY")  # both begin with rows of the bounds there
        attempt(case.receipt_number)
        (unknown, first), (wrong, second) = attempt("YYYYYYYYYYY"), attempt(case.receipt_number)
        assert first == second
        unknown_lines, wrong_lines = (
            [line for line in page.splitlines() if "csrf" not in line] for page in (unknown, wrong)
        )
        assert unknown_lines == wrong_lines
        assert "编号或者查询码不对" in wrong

    def test_each_attempt_costs_one_hash(
        self, client: Client, case: Consultation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from portal.consultations.services.intake import numbers

        hashes: list[str] = []
        real = numbers.check_password
        monkeypatch.setattr(numbers, "check_password", lambda *given: hashes.append("") or real(*given))
        for number in ("YYYYYYYYYYY", case.receipt_number):
            client.post("/consultations/mine/", {"number": number, "passphrase": WRONG})
        assert len(hashes) == 2

    def test_after_ten_wrong_ones_the_right_one_waits_too(self, client: Client, case: Consultation) -> None:
        for _time in range(10):
            enter(client, case, WRONG)
        page = enter(client, case)
        assert page.status_code == 200
        assert "输错的次数太多" in page.content.decode()

    def test_who_knows_the_number_alone_shuts_out_nobody_elsewhere(self, client: Client, case: Consultation) -> None:
        for _time in range(11):
            enter(client, case, WRONG)
        elsewhere = Client(REMOTE_ADDR="192.0.2.9")
        assert enter(elsewhere, case).status_code == 302

    def test_what_a_passphrase_opened_is_shut_after_two_hours(
        self, own: Client, case: Consultation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        moment = clock.now() + timedelta(hours=3)
        monkeypatch.setattr(clock, "now", lambda: moment)
        assert own.get(case.get_absolute_url()).status_code == 404

    def test_leaving_shuts_it_at_once(self, own: Client, case: Consultation) -> None:
        own.post("/consultations/mine/leave/")
        assert own.get(case.get_absolute_url()).status_code == 404


class TestWhoSees:
    @pytest.mark.parametrize("path", ["", "facts/", "rate/", "erase/", "reminder.ics", "next-steps/", "join/"])
    def test_anothers_case_answers_404_as_what_does_not_exist(
        self, client: Client, case: Consultation, path: str
    ) -> None:
        other = builders.submitted()
        enter(client, other)
        send = client.post if path == "join/" else client.get
        counts, bodies = [], []
        for number in (case.receipt_number, "YYYYYYYYYYY"):
            with CaptureQueriesContext(connection) as queries:
                response = send(f"/consultations/mine/{number}/{path}")
            assert response.status_code == 404
            counts.append(len(queries))
            bodies.append(response.content.decode().replace(number, ""))
        assert counts[0] == counts[1]
        assert bodies[0] == bodies[1]

    def test_staff_read_a_case_in_the_workbench_alone(self, client: Client, case: Consultation) -> None:
        client.force_login(builders.person("moderator"))
        assert client.get(case.get_absolute_url()).status_code == 404

    def test_22_the_page_names_the_lawyer_by_code_alone(self, own: Client, case: Consultation) -> None:
        page = own.get(case.get_absolute_url()).content.decode()
        staff = case.assigned_to
        assert staff is not None
        assert staff.code in page
        for name in (staff.practitioner.name, staff.resident_institution.institution.name, staff.user.display_name):
            assert name not in page

    def test_17_internal_notes_are_never_on_the_page(self, own: Client, case: Consultation) -> None:
        from portal.consultations.models import InternalNote

        InternalNote.objects.create(consultation=case, text="只给同事看的备注", at=clock.now())
        assert "只给同事看" not in own.get(case.get_absolute_url()).content.decode()

    def test_the_title_says_nothing_of_the_matter(self, own: Client, case: Consultation) -> None:
        title = own.get(case.get_absolute_url()).content.decode().split("<title>")[1].split("</title>")[0]
        assert title.startswith("我的咨询")


class TestWhatCanBeDone:
    def test_the_answer_its_sections_and_the_way_to_rate_it_are_there(self, own: Client, case: Consultation) -> None:
        page = own.get(case.get_absolute_url()).content.decode()
        for words in ("结论", "法律依据", "分析", "下一步怎么办", builders.ANSWER.conclusion, "评价答复"):
            assert words in page

    def test_24_asking_further_stands_beside_rating_where_the_page_speaks_of_it(
        self, own: Client, case: Consultation
    ) -> None:
        page = own.get(case.get_absolute_url()).content.decode()
        now = page.split('class="case-now"')[1].split("</div>")[0]
        assert now.index("评价答复") < now.index("追问</a>")
        assert page.count(f"{case.get_absolute_url()}further/") == 1

    def test_24_who_has_asked_further_is_told_to_wait_and_not_to_ask_or_rate(
        self, own: Client, case: Consultation
    ) -> None:
        citizen_acts.ask_further(case, "要交费吗？", by=builders.receipt(case))
        page = own.get(case.get_absolute_url()).content.decode()
        now = page.split('class="case-now"')[1].split("</div>")[0]
        assert "您的追问已经收到" in now
        assert "请评价" not in now

    def test_24_a_rating_is_one_screen_and_closes_the_case(self, own: Client, case: Consultation) -> None:
        page = own.post(f"{case.get_absolute_url()}rate/", {"score": "4"}, follow=True).content.decode()
        assert "已经提交" in page
        assert Consultation.objects.get(pk=case.pk).state == State.CLOSED

    def test_24_no_score_is_asked_for_in_words(self, own: Client, case: Consultation) -> None:
        page = own.post(f"{case.get_absolute_url()}rate/", {"comment": "写了意见"}).content.decode()
        assert "请选一项评价" in page
        assert "写了意见" in page

    def test_a_further_question_survives_being_refused(self, own: Client, case: Consultation) -> None:
        citizen_acts.ask_further(case, "第一个", by=builders.receipt(case))
        page = own.post(f"{case.get_absolute_url()}further/", {"text": "第二个追问的文字"})
        assert page.status_code == 409
        assert "第二个追问的文字" in page.content.decode()
        assert "还没有答复" in page.content.decode()

    def test_24_a_rating_is_of_the_answer_that_was_read(self, own: Client, case: Consultation) -> None:
        address = f"{case.get_absolute_url()}rate/"
        read = case.answers.get()
        assert f'name="answer" value="{read.pk}"' in own.get(address).content.decode()
        answering.correct(case, read, builders.ANSWER, "写错了一处。", by=case.assigned_to.user)
        page = own.post(address, {"score": "4", "answer": str(read.pk)})
        assert "又有了新的答复" in page.content.decode()
        assert not case.ratings.exists()

    def test_facts_that_nobody_asked_for_end_somewhere_and_those_asked_for_never(
        self, own: Client, case: Consultation
    ) -> None:
        for number in range(citizen_acts.MOST_UNASKED):
            citizen_acts.give_facts(case, f"补充{number}", by=builders.asker(case))
        page = own.post(f"{case.get_absolute_url()}facts/", {"text": "再补充一次"})
        assert "请等律师看过" in page.content.decode()
        assert "再补充一次" in page.content.decode()
        Consultation.objects.filter(pk=case.pk).update(state=State.AWAITING_CITIZEN, returns_to=State.ASSIGNED)
        assert own.post(f"{case.get_absolute_url()}facts/", {"text": "去年三月"}).status_code == 302

    def test_30_masking_replaces_the_question(self, own: Client, case: Consultation) -> None:
        assert builders.QUESTION in own.get(f"{case.get_absolute_url()}mask/").content.decode()
        own.post(f"{case.get_absolute_url()}mask/", {"text": "某公司拖欠工资三个月，怎么办？"})
        assert Consultation.objects.get(pk=case.pk).question == "某公司拖欠工资三个月，怎么办？"

    def test_a_refusal_says_article_why_where_to_go_and_how_to_appeal(self, client: Client) -> None:
        case = builders.refused()
        enter(client, case)
        page = client.get(case.get_absolute_url()).content.decode()
        for words in ("第三十一条", "您的事情已经在法院审理", "请向承办法官了解", "申请复核"):
            assert words in page
        client.post(f"{case.get_absolute_url()}appeal/", {"text": "还没有立案。"})
        assert Consultation.objects.get(pk=case.pk).state == State.SCREENING

    def test_facts_that_are_asked_for_are_the_main_thing(self, client: Client) -> None:
        case = builders.claimed()
        instead.ask_citizen(case, "请补充入职时间。", by=case.assigned_to.user)
        enter(client, case)
        page = client.get(case.get_absolute_url()).content.decode()
        assert "请补充入职时间" in page
        client.post(f"{case.get_absolute_url()}facts/", {"text": "2024年3月。"})
        assert Consultation.objects.get(pk=case.pk).state == State.ASSIGNED

    def test_an_act_that_is_over_is_said_in_words(self, own: Client, case: Consultation) -> None:
        page = own.post(f"{case.get_absolute_url()}withdraw/")
        assert page.status_code == 409
        assert "已答复" in page.content.decode()

    def test_a_case_joins_the_account_once_and_stays_its_own(self) -> None:
        from portal.consultations.services.intake.receipts import join_account

        case, account = builders.submitted(), builders.citizen()
        assert join_account(case, account, by=builders.receipt(case)).citizen == account
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError, match="另一个账户"):
            join_account(case, builders.citizen(), by=builders.receipt(case))


class TestFilesAndContact:
    def test_a_picture_is_added_listed_and_taken_away_for_good(self, own: Client, case: Consultation) -> None:
        address = f"{case.get_absolute_url()}files/"
        picture = BytesIO()
        Image.new("RGB", (40, 30), "white").save(picture, "PNG")
        own.post(address, {"files": SimpleUploadedFile("工资条.png", picture.getvalue(), "image/png")})
        assert "工资条.png" in own.get(address).content.decode()
        key = str(case.attachments.get().key)
        own.post(address, {"remove": key})
        assert "工资条.png" not in own.get(address).content.decode()

    def test_what_is_no_picture_is_refused_in_words(self, own: Client, case: Consultation) -> None:
        address = f"{case.get_absolute_url()}files/"
        page = own.post(address, {"files": SimpleUploadedFile("材料.png", b"not a picture", "image/png")})
        assert "有文件没有收下" in page.content.decode()
        assert "材料.png" in page.content.decode()

    def test_how_to_be_told_is_changed_on_one_screen(self, own: Client, case: Consultation) -> None:
        address = f"{case.get_absolute_url()}contact/"
        own.post(address, {"phone": "138 0013 8000", "safe_from": "09:00", "safe_until": "18:00"})
        assert case.contact.__class__.objects.get(consultation=case).phone == "13800138000"
        page = own.post(address, {"phone": "12345"}).content.decode()
        assert "12345" in page

    def test_the_print_view_is_not_taken_for_an_act(self, own: Client, case: Consultation) -> None:
        assert own.get(f"{case.get_absolute_url()}print/").status_code == 200


class TestTakingAlong:
    def test_the_reminder_has_a_neutral_name_and_the_due_time(self, client: Client) -> None:
        case = builders.accepted()
        enter(client, case)
        response = client.get(f"{case.get_absolute_url()}reminder.ics")
        assert response["Content-Type"].startswith("text/calendar")
        body = response.content.decode()
        assert "SUMMARY:提醒" in body
        assert case.receipt_number not in body
        assert "法网" not in body

    def test_next_steps_are_one_page_with_windows(self, own: Client, case: Consultation) -> None:
        from cms.directory.models import Institution

        Institution.objects.create(
            name="示范法律援助中心", kind="legal_aid_agency", telephone="010-12348", district="示范区"
        )
        page = own.get(f"{case.get_absolute_url()}next-steps/").content.decode()
        assert builders.ANSWER.next_steps in page
        assert "示范法律援助中心" in page


class TestCosts:
    def test_the_page_costs_the_same_queries_however_much_happened(self, client: Client) -> None:
        small = builders.answered()
        long = builders.answered()
        citizen_acts.ask_further(long, "追问一", by=builders.receipt(long))
        builders.first_answer(Consultation.objects.get(pk=long.pk), WrittenAnswer(conclusion="答复一。"))
        for _time in range(5):
            citizen_acts.give_facts(Consultation.objects.get(pk=long.pk), "补充。", by=builders.receipt(long))
        counts = []
        for case in (small, long):
            enter(client, case)
            client.get(case.get_absolute_url())
            with CaptureQueriesContext(connection) as queries:
                client.get(case.get_absolute_url())
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_an_upheld_refusal_ends_the_case() -> None:
    first, second = builders.person("moderator"), builders.person("moderator")
    case = builders.refused(first)
    refusing.appeal(case, "再看看。", by=builders.receipt(case))
    refusing.decide_appeal(Consultation.objects.get(pk=case.pk), is_granted=False, explanation="不变。", by=second)
    assert Consultation.objects.get(pk=case.pk).closed_at is not None
