"""A prepared answer that cites a changed article is not used before somebody looked at it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cms.laws.models import Instrument, InstrumentVersion
from portal.changed_law.models import TemplateDoubt
from portal.changed_law.services import deciding
from portal.changed_law.services.marking import doubt
from portal.common import clock
from portal.consultations.models import AnswerTemplate, Consultation, ResidentStaff
from portal.consultations.services.answers.templating import save_template
from tests.changed_law.lives import amend, worked
from tests.consultations import builders
from tests.consultations.editor.pages import editor_of, pay_law, typed
from tests.consultations.residents.people import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def law() -> Instrument:
    return pay_law()


@pytest.fixture
def staff() -> ResidentStaff:
    return builders.resident()


@pytest.fixture
def template(law: Instrument, staff: ResidentStaff) -> AnswerTemplate:
    made = AnswerTemplate(name="工资模板", conclusion="应当按时支付工资。", legal_basis="见条文。")
    return save_template(made, ["示范工资法第三十条"], by=staff.user)


def use(case: Consultation, template: AnswerTemplate, by: Any, **more: str) -> str:
    data = typed(case) | {"do": "use", "use": f"t{template.pk}", "conclusion": ""} | more
    return browser_of(by).post(editor_of(case), data).content.decode()


def test_the_list_says_so_and_the_editor_asks_first(
    law: Instrument, staff: ResidentStaff, template: AnswerTemplate
) -> None:
    case = builders.claimed(staff)
    assert "应当按时支付工资。" in use(case, template, staff.user)
    amend(law)
    assert (
        "引用的法律有变动，请核对后重新保存再用" in browser_of(staff.user).get("/workbench/templates/").content.decode()
    )
    asked = use(case, template, staff.user)
    assert "已核对，仍然套用" in asked
    assert "应当按时支付工资。" not in asked
    assert "应当按时支付工资。" in use(case, template, staff.user, use_anyway=f"t{template.pk}")


def test_saved_again_it_may_be_used(law: Instrument, staff: ResidentStaff, template: AnswerTemplate) -> None:
    amend(law)
    save_template(template, ["示范工资法第三十条"], by=staff.user)
    assert "请核对后重新保存再用" not in browser_of(staff.user).get("/workbench/templates/").content.decode()
    worked()
    assert "应当按时支付工资。" in use(builders.claimed(staff), template, staff.user)


def test_a_text_that_was_published_by_mistake_leaves_no_flag(law: Instrument, template: AnswerTemplate) -> None:
    amend(law, on=clock.today() - timedelta(days=1))
    assert TemplateDoubt.objects.count() == 1
    InstrumentVersion.objects.order_by("pk").last().delete()
    worked()
    assert TemplateDoubt.objects.count() == 0


def test_an_answer_found_wrong_puts_the_templates_of_its_words_up_until_it_stands_or_they_are_saved(
    staff: ResidentStaff,
) -> None:
    words = "用人单位拖欠工资的，您可以要求支付，不用另外赔偿。"
    used = save_template(AnswerTemplate(name="拖欠工资", conclusion=words), [], by=staff.user)
    save_template(AnswerTemplate(name="别的事", conclusion="租房到期，押金应当退还，不能无故扣下。"), [], by=staff.user)
    other = builders.resident()
    save_template(AnswerTemplate(name="别家的", conclusion=words), [], by=other.user)
    case = builders.claimed(staff)
    answer = builders.first_answer(case, replace(builders.ANSWER, conclusion=f"您好。{words}"))
    look = doubt(answer, "漏了赔偿金。", by=staff.user)
    assert list(TemplateDoubt.objects.values_list("template", flat=True)) == [used.pk]
    listed = browser_of(staff.user).get("/workbench/templates/").content.decode()
    assert "用了这些话的一份答复，有人认为有误" in listed
    assert "已核对，仍然套用" in use(builders.claimed(staff), used, staff.user)
    deciding.leave_as_it_is(look, "赔偿金另有条件。", by=staff.user)
    assert not TemplateDoubt.objects.exists()
    doubt(answer, "漏了赔偿金。", by=staff.user)
    save_template(used, [], by=staff.user)
    assert "有人认为有误" not in browser_of(staff.user).get("/workbench/templates/").content.decode()
