"""What is said on the way: danger at once, personal data with one press, a period that may run out, topics, public answers."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils.safestring import mark_safe

from portal.common import clock
from portal.consultations.asking.forms import WhereForm
from portal.consultations.asking.hints import PersonalData, danger_in
from portal.consultations.asking.legal_aid import legal_aid_hint
from portal.consultations.asking.similar import similar_answers
from portal.consultations.asking.topics import suggest_topics
from portal.consultations.models import Consultation
from portal.consultations.screening.limits_said import says_limit_passed
from portal.consultations.views.asking.extras import suggested_topics
from search import engines
from search.documents import Document
from search.engines.base import EngineError
from search.query import Plan
from search.service import Result, Results, breaker
from tests.consultations.asking.walking import Citizen, text_of

AT_HOME = "我老公喝酒后经常打我，昨晚又动手打我，我想离婚，孩子判给谁？"
NAMED = "我叫王小丽，电话13800138000，公司拖欠我三个月的工资，应该怎么办？"


class TestDanger:
    def test_hotlines_are_on_the_very_next_screen_and_nothing_is_blocked(self, citizen: Citizen) -> None:
        words = text_of(citizen.walk(until="proceedings", question={"question": AT_HOME}))
        for line in ("tel:110", "sms:12110", "tel:120", "tel:12338", "人身安全保护令"):
            assert line in words
        assert "是不是已经在打官司" in words
        later = text_of(citizen.walk(until="when", question={"question": AT_HOME}))
        assert "tel:110" in later
        citizen.walk(question={"question": AT_HOME})
        citizen.send()
        case = Consultation.objects.get()
        assert (case.is_urgent, case.urgent_because) == (True, "可能有危险")

    @pytest.mark.parametrize(
        ("text", "line"),
        [("我真的不想活了，怎么办理遗嘱？", "12356"), ("我女儿在学校被老师殴打，怎么办？", "12355")],
    )
    def test_each_danger_has_its_lines(self, text: str, line: str) -> None:
        found = danger_in(text)
        assert found is not None
        assert line in [each.number for each in found.lines]

    def test_what_is_wished_for_is_read_too_and_the_receipt_keeps_the_line(self, citizen: Citizen) -> None:
        citizen.walk(wanted={"wanted": "我真的不想活了"})
        receipt = text_of(citizen.send())
        assert "tel:110" in receipt
        assert Consultation.objects.get().urgent_because == "可能有危险"

    def test_without_a_sign_nothing_is_shown(self, citizen: Citizen) -> None:
        assert "12110" not in text_of(citizen.walk(until="proceedings"))


class TestPersonalData:
    def test_it_is_marked_masked_with_one_press_and_taken_back(self, citizen: Citizen) -> None:
        page = text_of(citizen.walk(until="personal", question={"question": NAMED}))
        assert "<mark>王小丽</mark>" in page
        assert "<mark>13800138000</mark>" in page
        masked = text_of(citizen.client.post("/ask/personal/", {"act": "mask"}, follow=True))
        assert "王小丽" not in masked
        assert "〔姓名A〕" in masked
        undone = text_of(citizen.client.post("/ask/personal/", {"act": "undo"}, follow=True))
        assert "<mark>王小丽</mark>" in undone

    def test_one_place_alone_can_be_masked(self, citizen: Citizen) -> None:
        citizen.walk(until="personal", question={"question": NAMED})
        place = PersonalData(NAMED).rows[1]["place"]
        page = text_of(citizen.client.post("/ask/personal/", {"act": "mask", "place": place}, follow=True))
        assert "王小丽" in page
        assert "13800138000" not in page

    def test_a_place_that_was_not_found_masks_nothing(self) -> None:
        assert PersonalData(NAMED).masked("0-5") == NAMED

    def test_the_masked_text_is_what_is_sent(self, citizen: Citizen) -> None:
        citizen.walk(until="personal", question={"question": NAMED})
        citizen.client.post("/ask/personal/", {"act": "mask"})
        citizen.client.post("/ask/personal/")
        citizen.walk(until="files")
        citizen.answer("files")
        citizen.walk_on()
        citizen.send()
        assert "13800138000" not in Consultation.objects.get().question

    def test_marked_text_is_escaped(self) -> None:
        assert "<script>" not in PersonalData("<script>我叫王小丽</script>").marked

    def test_without_any_the_screen_is_passed_over(self, citizen: Citizen) -> None:
        citizen.walk(until="files")
        assert citizen.look("/ask/personal/").request["PATH_INFO"] == "/ask/files/"


class TestLimitation:
    def test_a_period_about_to_run_out_is_said_and_raises_the_flag(self, citizen: Citizen) -> None:
        day = clock.today() - timedelta(days=350)
        when = {"happened": "date", "happened_from": day.isoformat()}
        page = text_of(citizen.walk(when=when))
        assert "有的期限可能快到了" in page
        assert "劳动争议调解仲裁法第二十七条" in page
        citizen.send()
        case = Consultation.objects.get()
        assert (case.is_urgent, case.urgent_because) == (True, "期限可能临近")

    def test_it_is_never_said_that_a_limit_has_passed(self, citizen: Citizen) -> None:
        day = clock.today() - timedelta(days=390)
        page = text_of(citizen.walk(when={"happened": "date", "happened_from": day.isoformat()}))
        assert "有的期限可能快到了" in page
        assert not says_limit_passed(page.split("<main")[1].split("</main>")[0])


@pytest.mark.django_db
class TestTopics:
    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("老板拖欠了我三个月的工资", "labour"),
            ("上班路上受伤算不算工伤", "social_insurance"),
            ("楼上漏水物业不管", "neighbours"),
            ("朋友借钱不还，有欠条", "debt"),
            (AT_HOME, "family_violence"),
        ],
    )
    def test_at_most_two_are_suggested_from_the_words(self, text: str, code: str) -> None:
        found = suggested_topics(text)
        assert code in found
        assert len(found) <= 2

    def test_none_is_suggested_where_no_word_is_known(self) -> None:
        assert suggest_topics("天气很好", []) == []
        assert suggested_topics("abc") == []

    def test_not_knowing_is_an_answer(self, citizen: Citizen) -> None:
        citizen.walk(topic={"topic": "other"})
        citizen.send()
        assert Consultation.objects.get().topic.code == "other"


class TestPublicAnswers:
    def test_they_are_shown_before_sending_and_passed_by_with_one_press(self, citizen: Citizen) -> None:
        document = Document(
            key="qa:1", kind="knowledge_qa", source="qa:1", title="工资", url="/qa/1/", text="怎么要回工资"
        )
        found = [Result(document, 1.0, None, mark_safe("怎么要回工资"), mark_safe("先投诉"))] * 9

        def finds(plan: Plan) -> Results:
            return Results(plan, items=tuple(found) if plan.kind == "knowledge_qa" else (), engine="embedded")

        with mock.patch("portal.consultations.asking.similar.find", finds):
            page = citizen.walk(until="answers")
            assert text_of(page).count('href="/qa/1/"') == 2
            assert "没有解决，继续提问" in text_of(page)
            citizen.walk()
        assert "/ask/files/" in citizen.screens

    def test_never_more_than_five(self) -> None:
        document = Document(key="qa:1", kind="knowledge_qa", source="qa:1", title="工资", url="/qa/1/", text="工资")
        found = Results(Plan(), items=(Result(document, 1.0, None, mark_safe("工资"), mark_safe("")),) * 9, engine="x")
        with mock.patch("portal.consultations.asking.similar.find", return_value=found):
            assert len(similar_answers("公司拖欠工资", clock.today())) <= 5

    def test_a_search_that_is_out_is_passed_over_quietly(self, citizen: Citizen) -> None:
        breaker.reset()
        with mock.patch.object(type(engines.primary()), "search", side_effect=EngineError("out")):
            page = citizen.walk(until="files")
        breaker.reset()
        assert "/ask/answers/" not in citizen.screens
        assert page.status_code == 200


class TestLegalAid:
    def test_signs_are_named_and_nothing_is_decided(self) -> None:
        hint = legal_aid_hint("我在工地打工，包工头拖欠工资", topic="labour", age_band="from_18")
        assert any("劳动报酬" in sign for sign in hint.signs)
        assert any("进城务工人员" in sign for sign in hint.signs)
        assert not any("您符合" in sign for sign in hint.signs)

    def test_that_the_other_side_has_no_money_is_no_sign(self) -> None:
        assert not legal_aid_hint("对方公司说没有钱，货款不给", topic="contract").may_fit
        assert legal_aid_hint("我没有钱请律师，货款要不回来", topic="contract").may_fit

    def test_without_signs_nothing_is_said_to_fit(self) -> None:
        assert not legal_aid_hint("商标被抄袭怎么办", topic="intellectual_property", age_band="from_18").may_fit


@pytest.mark.django_db
def test_who_ticks_that_there_is_danger_is_told_whom_to_call_whatever_the_words(client: Client) -> None:
    begin = {"question": "邻居昨天和我吵架，今天又来了，我应该怎么办？", "in_danger": "on"}
    page = client.post("/ask/question/", begin, follow=True).content.decode()
    assert 'href="tel:110"' in page
    assert "您或者别人现在有危险吗" in page


@pytest.mark.parametrize("place", ["北京市朝阳区建国路1号2单元301室", "朝阳区13800138000"])
def test_a_place_that_every_resident_sees_holds_no_house_and_no_number(place: str) -> None:
    form = WhereForm({"place": place})
    assert "请不要写门牌" in str(form.errors["place"])
    assert WhereForm({"place": "北京市朝阳区望京街道"}).is_valid()
