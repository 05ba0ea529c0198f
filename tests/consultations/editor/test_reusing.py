"""Beside the sheet: the law panel, templates and own earlier answers with their articles checked again, ready sentences."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.common import clock
from portal.consultations.models import AnswerTemplate, CitizenContact, Consultation, ResidentStaff, ScreeningFlag
from tests.consultations import builders
from tests.consultations.editor.pages import (
    NEW_WORDS,
    editor_of,
    entered,
    holder,
    pay_law,
    send,
    typed,
    words_of,
)
from tests.laws.builders import law_text, published

pytestmark = pytest.mark.django_db
TEMPLATE = {
    "name": "拖欠工资",
    "conclusion": "可以要求支付。",
    "legal_basis": "见引用。",
    "reasoning": "模板里的分析。",
    "next_steps": "先投诉。",
    "articles": "示范工资法30",
}


def template_of(staff: ResidentStaff, **values: str) -> AnswerTemplate:
    entered(staff.user).post("/workbench/templates/new/", TEMPLATE | values)
    return AnswerTemplate.objects.get()


def change_the_law(law: object) -> None:
    published(law, law_text("示范工资法", {30: "改得完全不同了。"}), effective_on=clock.today() - timedelta(days=1))


def test_the_panel_finds_a_named_article_and_puts_it_into_the_answer_without_script() -> None:
    pay_law()
    case = builders.claimed()
    client = holder(case)
    form = typed(case, conclusion="写了一半", law="示范工资法30")
    shown = words_of(client.post(editor_of(case), form | {"do": "law"}))
    assert NEW_WORDS in shown
    assert 'value="insert:shi-fan-gong-zi-fa:30"' in shown
    assert "写了一半" in shown
    shown = words_of(client.post(editor_of(case), form | {"do": "insert:shi-fan-gong-zi-fa:30"}))
    assert 'value="示范工资法第三十条"' in shown
    assert "写了一半" in shown


def test_the_scripts_own_doors_give_public_law() -> None:
    pay_law()
    client = entered(builders.resident().user)
    assert NEW_WORDS in words_of(client.get("/workbench/laws/", {"q": "示范工资法30"}))
    assert client.get("/workbench/laws/cite/", {"q": "示范工资法30"}).json()["exact"] is True


def test_a_template_is_added_behind_what_is_written_with_its_articles() -> None:
    pay_law()
    staff = builders.resident()
    template = template_of(staff)
    case = builders.claimed(staff)
    form = typed(case, reasoning="我先写的。") | {"do": "use", "use": f"t{template.pk}"}
    shown = words_of(entered(staff.user).post(editor_of(case), form))
    assert shown.index("我先写的。") < shown.index("模板里的分析。")
    assert 'value="示范工资法第三十条"' in shown


def test_a_template_whose_law_has_changed_raises_a_banner_and_waits_for_a_tick() -> None:
    law = pay_law()
    staff = builders.resident()
    template = template_of(staff)
    case = builders.claimed(staff)
    client = entered(staff.user)
    change_the_law(law)
    form = typed(case) | {"do": "use", "use": f"t{template.pk}"}
    shown = words_of(client.post(editor_of(case), form))
    assert "引用的法律有变动" in shown
    assert "有变动。请核对现行原文" in shown
    assert "改得完全不同了" in shown
    assert "引用的法律有变动" in words_of(client.get(f"/workbench/templates/{template.pk}/"))


def test_an_own_earlier_answer_is_used_again_and_its_articles_checked_on_todays_law() -> None:
    law = pay_law()
    staff = builders.resident()
    client = entered(staff.user)
    first = builders.claimed(staff)
    send(client, first, {"words": "示范工资法30"}, reasoning="上次的分析。")
    case = builders.claimed(staff)
    shown = words_of(client.get(editor_of(case)))
    earlier = f"a{first.answers.get().pk}"
    assert f'value="{earlier}"' in shown
    change_the_law(law)
    shown = words_of(client.post(editor_of(case), typed(case) | {"do": "use", "use": earlier}))
    assert "上次的分析。" in shown
    assert "引用的法律有变动" in shown


def test_another_residents_answers_and_templates_are_not_there() -> None:
    pay_law()
    staff, other = builders.resident(), builders.resident()
    template = template_of(staff)
    first = builders.claimed(staff)
    send(entered(staff.user), first, reasoning="别人的分析。")
    case = builders.claimed(other)
    client = entered(other.user)
    for value in (f"t{template.pk}", f"a{first.answers.get().pk}"):
        shown = words_of(client.post(editor_of(case), typed(case) | {"do": "use", "use": value}))
        assert "别人的分析。" not in shown
        assert "模板里的分析。" not in shown
    assert client.get(f"/workbench/templates/{template.pk}/").status_code == 404
    assert client.post(f"/workbench/templates/{template.pk}/", TEMPLATE).status_code == 404


def test_answers_in_a_minors_case_or_a_quarantined_one_are_not_offered_again() -> None:
    staff = builders.resident()
    first = builders.claimed(staff)
    send(entered(staff.user), first)
    case = builders.claimed(staff)
    client = entered(staff.user)
    offered = f'value="a{first.answers.get().pk}"'
    assert offered in words_of(client.get(editor_of(case)))
    for shut in ({"age_band": "under_14"}, {"is_quarantined": True, "age_band": "unsaid"}):
        Consultation.objects.filter(pk=first.pk).update(**shut)
        assert offered not in words_of(client.get(editor_of(case)))


def test_an_institutions_template_is_its_peoples_to_use_and_the_back_offices_to_change() -> None:
    pay_law()
    staff = builders.resident()
    home = staff.resident_institution.institution
    office = entered(builders.person("back_office", home))
    office.post("/workbench/templates/new/", TEMPLATE)
    template = AnswerTemplate.objects.get()
    assert template.staff is None
    client = entered(staff.user)
    assert template.name in words_of(client.get("/workbench/templates/"))
    assert client.get(f"/workbench/templates/{template.pk}/").status_code == 404
    office.post(f"/workbench/templates/{template.pk}/", {"do": "delete"})
    assert not AnswerTemplate.objects.exists()


def test_a_template_names_what_is_wrong_with_it_and_keeps_what_was_typed() -> None:
    pay_law()
    staff = builders.resident()
    answer = entered(staff.user).post(
        "/workbench/templates/new/", TEMPLATE | {"articles": "示范工资法99", "next_steps": "打13800001111"}
    )
    assert "没有第九十九条" in words_of(answer)
    assert "打13800001111" in words_of(answer)
    assert not AnswerTemplate.objects.exists()
    shown = words_of(entered(staff.user).post("/workbench/templates/new/", TEMPLATE | {"next_steps": "打13800001111"}))
    assert "“13800001111”" in shown


def test_article_22_a_wish_to_retain_a_lawyer_gets_the_portals_own_directory() -> None:
    case = builders.claimed(question="公司拖欠工资，我想委托律师帮我打官司，怎么联系您？")
    client = holder(case)
    assert "可能想委托律师" in words_of(client.get(editor_of(case)))
    shown = words_of(client.post(editor_of(case), typed(case) | {"do": "phrase:retain"}))
    assert "找律师、找机构" in shown
    send(client, case, next_steps="请通过本网“找律师、找机构”（/directory/）查询。")
    case.refresh_from_db()
    assert case.answered_at is not None


def test_signs_of_danger_stand_beside_the_sheet_with_the_words_and_the_lines_to_call() -> None:
    case = builders.claimed()
    flag = {"rule": "danger", "words": '[[0, 6, "他说要打死我"]]', "explanation": "提到暴力", "raised_at": clock.now()}
    ScreeningFlag.objects.create(consultation=case, **flag)
    shown = words_of(holder(case).get(editor_of(case)))
    assert "危险的迹象" in shown
    assert "他说要打死我" in shown
    assert 'href="tel:12338"' in shown


def test_the_citizens_contact_is_nowhere_in_the_editor() -> None:
    case = builders.claimed()
    CitizenContact.objects.update_or_create(consultation=case, defaults={"phone": "13911112222"})
    assert "13911112222" not in words_of(holder(case).get(editor_of(Consultation.objects.get(pk=case.pk))))
