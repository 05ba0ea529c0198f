"""The expert panel as people live it: a referral, a suggestion that is taken up, a direct answer; through real pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.citizen import QUESTION, Citizen, Receipt
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.person import Person
from tests.browser.test_citizen_lives import SECTIONS, answer, claim

pytestmark = pytest.mark.browser
BETTER = "公司应当补发拖欠的工资，并可以要求经济补偿。"
# One expert, who looks at every answer: whose turn it is is shown elsewhere.
PREPARE = """
from portal.consultations.models import ConsultationSettings
from portal.expert_panel.models import PanelMember, PanelSettings
row = ConsultationSettings.load(); row.asking_mode = "none"; row.save()
limits = PanelSettings.load(); limits.sampling_percent = 100; limits.double_percent = 0; limits.save()
PanelMember.objects.get(user__username="expert_2").terms.all().delete()
"""


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    """A demo of its own."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-panel") as served:
        served.shell(PREPARE)
        yield served


@pytest.fixture
def citizen(browser: Browser, board: DemoPortal) -> Iterator[Citizen]:
    somebody = Citizen(browser, board, java_script_enabled=False)
    yield somebody
    somebody.leave()


def _at_work(browser: Browser, board: DemoPortal, role: str) -> Iterator[Person]:
    person = Person(browser, board, role).sign_in("/workbench/")
    yield person
    person.leave()


@pytest.fixture(scope="module")
def lawyer(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    yield from _at_work(browser, board, "resident")


@pytest.fixture(scope="module")
def moderator(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    yield from _at_work(browser, board, "moderator")


@pytest.fixture(scope="module")
def expert(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    yield from _at_work(browser, board, "expert")


def open_room(person: Person, name: str) -> Page:
    """From the landing page into a room."""
    person.page.goto(f"{person.portal.url}/workbench/")
    person.press_link(name)
    return person.page


def write_answer(page: Page) -> None:
    """The four sections, the preview, whatever asks to be confirmed."""
    for name, words in SECTIONS.items():
        page.fill(f"#id_{name}", words)
    page.get_by_role("button", name="预览答复").first.click()
    page.get_by_role("button", name="发出专家组答复").wait_for()


def open_last_review(expert: Person) -> Page:
    """The newest answer that waits."""
    page = open_room(expert, "专家组：转交和审阅")
    page.get_by_role("group", name="请您审阅的答复").get_by_role("link").last.click()
    expect(page.locator("main")).to_contain_text("姓名、编号、机构都已隐去")
    return page


def judge(page: Page, mark: str, overall: str) -> None:
    """The same mark throughout."""
    for group in ("内容准确", "结构完整", "立场客观公正", "措辞精准简炼", "规范用语"):
        page.get_by_role("group", name=group, exact=True).get_by_label(mark, exact=True).check()
    page.get_by_role("group", name="总的看法").get_by_label(overall, exact=True).check()


def answered(citizen: Citizen, lawyer: Person, more: str) -> Receipt:
    receipt = citizen.ask(f"{QUESTION}{more}")
    claim(lawyer, receipt)
    answer(lawyer, receipt)
    return receipt


def test_article_26_a_case_is_referred_and_the_panel_answers(
    citizen: Citizen, lawyer: Person, moderator: Person, expert: Person
) -> None:
    receipt = citizen.ask(f"{QUESTION}我做的是灵活用工。")
    claim(lawyer, receipt)
    lawyer.press_link("提请专家组")
    lawyer.page.get_by_label("存在争议").check()
    lawyer.page.fill("#id_note", "灵活用工是否构成劳动关系，裁判不一致。")
    assert violations(lawyer.page) == []
    lawyer.press_button("提请专家组")
    expect(lawyer.page.locator("main")).to_contain_text("等待审核员转交")
    page = open_room(moderator, "提请专家组的咨询")
    page.get_by_role("link", name=receipt.number).click()
    expect(page.locator("main")).to_contain_text("裁判不一致")
    assert violations(page) == []
    moderator.press_button("转交专家组")
    shown = citizen.open(receipt)
    assert citizen.state() == "已转交专家组"
    expect(shown.locator("main")).to_contain_text("专家组答复")
    page = open_room(expert, "专家组：转交和审阅")
    assert violations(page) == []
    page.get_by_role("link", name=receipt.number).click()
    expect(page.locator("main")).to_contain_text("裁判不一致")
    assert violations(page) == []
    expert.press_link("答复咨询人")
    write_answer(page)
    assert violations(page) == []
    expert.press_button("发出专家组答复")
    shown = citizen.open(receipt)
    assert citizen.state() == "已答复"
    expect(shown.locator("main")).to_contain_text("由本网专家组答复")
    expect(shown.locator("main")).to_contain_text(SECTIONS["conclusion"])


def test_article_27_a_suggestion_is_taken_up_and_the_citizen_reads_the_correction(
    citizen: Citizen, lawyer: Person, expert: Person
) -> None:
    receipt = answered(citizen, lawyer, "我在这里做了三年。")
    page = open_last_review(expert)
    expect(page.locator("main")).not_to_contain_text(receipt.number)
    judge(page, "尚可", "可以改进")
    page.get_by_text("提修改意见（规范第二十七条）").click()
    page.fill("#id_why", "漏了经济补偿。")
    page.fill("#id_conclusion", BETTER)
    assert violations(page) == []
    expert.press_button("提交审阅")
    expect(page.locator("main")).to_contain_text("等待答复")
    page = open_room(lawyer, "专家组的修改意见")
    page.get_by_role("link", name=receipt.number).click()
    expect(page.locator("main")).to_contain_text("漏了经济补偿。")
    assert violations(page) == []
    lawyer.press_button("采纳，去更正")
    expect(page.locator("#id_conclusion")).to_have_value(BETTER)
    page.fill("#id_correction_reason", "原来漏了经济补偿，现在补上。")
    page.get_by_role("button", name="预览更正").first.click()
    page.get_by_role("button", name="发出更正").click()
    shown = citizen.open(receipt)
    expect(shown.locator("main")).to_contain_text(BETTER)
    expect(shown.locator("main")).to_contain_text("原来漏了经济补偿")


def test_article_27_an_expert_answers_directly(citizen: Citizen, lawyer: Person, expert: Person) -> None:
    receipt = answered(citizen, lawyer, "公司说下个月再付。")
    page = open_last_review(expert)
    judge(page, "尚可", "有错误，应当更正")
    expert.press_button("提交审阅")
    expert.press_link("直接答复咨询人")
    expect(page.locator("main")).not_to_contain_text(receipt.number)
    page.get_by_role("button", name="预览答复").first.click()
    expect(page.get_by_role("alert").first).to_contain_text("请写明为什么需要专家组直接答复")
    page.fill("#id_direct_reason", "原答复的期限有错误，等不及更正。")
    page.fill("#id_conclusion", "请以本答复为准：一年内申请仲裁。")
    page.get_by_role("button", name="预览答复").first.click()
    assert violations(page) == []
    expert.press_button("发出专家组答复")
    shown = citizen.open(receipt)
    expect(shown.locator("main")).to_contain_text("由本网专家组答复")
    expect(shown.locator("main")).to_contain_text("请以本答复为准")
    expect(shown.locator("main")).to_contain_text(SECTIONS["conclusion"])
