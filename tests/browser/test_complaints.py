"""From a complaint to its result, and a follow-up by another resident, as people live them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.citizen import QUESTION, Citizen, Receipt
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import SCREENSHOTS
from tests.browser.person import Person
from tests.browser.test_citizen_lives import SECTIONS, answer, claim

pytestmark = pytest.mark.browser
TEXT = "我问了工资和合同两件事，答复只说了工资。"
STATEMENT = "当时没有看到第二个问题，可以补充答复。"
RESULT = "核实后，答复确实没有谈到合同，已经提醒，并请律师补充。"
# Somebody else answers: another resident of the demo, who signs in nowhere.
ANSWERED_BY_ANOTHER = """
from portal.complaints.demo import SECOND
from portal.consultations.demo import ANSWER
from portal.consultations.models import Consultation, ResidentStaff
from portal.consultations.services.answers import answering
from portal.consultations.services.residents import claiming, conflicts
by = ResidentStaff.objects.get(user__username=SECOND).user
case = claiming.claim(Consultation.objects.get(receipt_number="{number}"), by=by)
answering.answer(conflicts.declare_none(case, by=by), ANSWER, by=by)
"""


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    """A demo of its own, in which nobody needs an account to ask."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-complaints") as served:
        served.shell(
            "from portal.consultations.models import ConsultationSettings as S; "
            "row = S.load(); row.asking_mode = 'none'; row.save()"
        )
        yield served


@pytest.fixture
def citizen(browser: Browser, board: DemoPortal) -> Iterator[Citizen]:
    somebody = Citizen(browser, board)
    yield somebody
    somebody.leave()


@pytest.fixture(scope="module")
def lawyer(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    person = Person(browser, board, "resident").sign_in("/workbench/")
    yield person
    person.leave()


@pytest.fixture(scope="module")
def moderator(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    person = Person(browser, board, "moderator").sign_in("/workbench/")
    yield person
    person.leave()


def looked_at(page: Page, name: str) -> None:
    """Axe finds nothing, on a phone and at a desk; pictures are kept."""
    size = page.viewport_size
    for width, height in ((360, 740), (1280, 900)):
        page.set_viewport_size({"width": width, "height": height})
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"complaints-{name}-{width}.png", full_page=True)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    if size is not None:
        page.set_viewport_size(size)


def complain(citizen: Citizen, receipt: Receipt) -> str:
    """Complain about who answered, from the page of the case; gives the complaint's number as it stands in addresses."""
    page = citizen.open(receipt)
    page.get_by_role("link", name="投诉", exact=True).first.click()
    looked_at(page, "form")
    page.get_by_label("答复我的律师（统一编号）").check()
    page.fill("textarea[name=text]", TEXT)
    page.get_by_role("button", name="提交投诉").click()
    expect(page.locator(".error-summary")).to_contain_text("不同意就不能在网上办理")
    expect(page.locator("textarea[name=text]")).to_have_value(TEXT)
    page.get_by_label("我同意本网为办理这件投诉处理我填写的信息").check()
    page.get_by_role("button", name="提交投诉").click()
    expect(page.locator(".case-state")).to_contain_text("已收到")
    looked_at(page, "filed")
    return page.url.split("?")[0].rstrip("/").split("/")[-1]


def test_a_complaint_from_a_case_to_its_result(citizen: Citizen, lawyer: Person, moderator: Person) -> None:
    receipt = citizen.ask()
    claim(lawyer, receipt)
    answer(lawyer, receipt)
    number = complain(citizen, receipt)
    expect(citizen.open(receipt).locator("main")).to_contain_text("您提出了投诉")

    desk, url = moderator.page, moderator.portal.url
    desk.goto(f"{url}/workbench/complaints/")
    looked_at(desk, "list")
    desk.goto(f"{url}/workbench/complaints/{number}/")
    expect(desk.locator("main")).to_contain_text(TEXT)
    moderator.press_link("由我办理")
    moderator.press_button("由我办理")
    moderator.press_link("请对方说明")
    desk.fill("textarea[name=question]", "请说明为什么没有谈到第二个问题。")
    moderator.press_button("请对方说明")

    other = lawyer.page
    other.goto(f"{url}/workbench/cases/{receipt.stored}/")
    expect(other.locator("main")).not_to_contain_text("咨询人　投诉")
    other.goto(f"{url}/workbench/complaints/{number}/")
    expect(other.locator("body")).not_to_contain_text(TEXT)
    other.goto(f"{url}/workbench/complaints/statements/")
    looked_at(other, "statements")
    other.get_by_role("link", name="以前说明").first.click()
    expect(other.locator("main")).not_to_contain_text(TEXT)
    looked_at(other, "statement")
    other.fill("textarea[name=text]", STATEMENT)
    other.get_by_role("button", name="提交说明").click()
    expect(other.locator("main")).to_contain_text("您的说明")

    desk.goto(f"{url}/workbench/complaints/{number}/")
    expect(desk.locator("main")).to_contain_text(STATEMENT)
    looked_at(desk, "one")
    moderator.press_link("查看编号对应的人员")
    if desk.locator("#code").count():
        moderator.confirm_code()
    desk.fill("[name=reason]", "核实是否本人答复")
    moderator.press_button("查看")
    expect(desk.locator("#opened")).to_be_visible()
    looked_at(desk, "person")
    desk.goto(f"{url}/workbench/complaints/{number}/do/decide/")
    looked_at(desk, "decide")
    desk.get_by_label("部分属实").check()
    desk.select_option("select[name=cause]", "incomplete")
    desk.get_by_label("解释说明").check()
    desk.fill("textarea[name=explanation]", RESULT)
    moderator.press_button("作出结果")

    page = citizen.open(receipt)
    expect(page.locator("main")).to_contain_text("您的投诉有了结果")
    page.get_by_role("link", name="部分属实").click()
    for words in (RESULT, "解释说明", "律师协会", "12345"):
        expect(page.locator("main")).to_contain_text(words)
    looked_at(page, "result")


def test_24_a_follow_up_by_another_resident(citizen: Citizen, lawyer: Person, board: DemoPortal) -> None:
    receipt = citizen.ask(f"{QUESTION}公司在外地。")
    board.shell(ANSWERED_BY_ANOTHER.format(number=receipt.stored))
    page = citizen.open(receipt)
    page.get_by_role("link", name="评价答复").click()
    page.get_by_label("不满意", exact=True).check()
    page.get_by_label("没有回答我的问题").check()
    page.get_by_label("换一位律师").check()
    looked_at(page, "rating")
    page.get_by_role("button", name="提交评价").click()
    expect(page.locator(".case-now")).to_contain_text("正在等律师接办回访")

    desk = lawyer.page
    desk.goto(f"{board.url}/workbench/queue/")
    expect(desk.locator("main")).to_contain_text("回访")
    claim(lawyer, receipt)
    expect(desk.locator("main")).to_contain_text("没有回答我的问题")
    expect(desk.locator("main")).to_contain_text("希望换一位律师")
    answer(lawyer, receipt, {**SECTIONS, "conclusion": "可以要求补发工资，也可以要求补签合同。"})
    page = citizen.open(receipt)
    assert citizen.state() == "已答复"
    expect(page.locator("main")).to_contain_text("回访答复")
    expect(page.locator("main")).to_contain_text("补签合同")


def test_a_complaint_without_a_case_and_without_script(browser: Browser, board: DemoPortal) -> None:
    somebody = Citizen(browser, board, java_script_enabled=False)
    page = somebody.page
    page.goto(f"{board.url}/about/")
    page.locator("footer").get_by_role("link", name="投诉", exact=True).click()
    expect(page.locator(".complaint-phone a")).to_be_visible()
    page.get_by_role("link", name="在网上投诉").click()
    page.get_by_label("本网的服务或者网站").check()
    page.fill("textarea[name=text]", "夜里打不开页面。")
    page.get_by_label("我同意本网为办理这件投诉处理我填写的信息").check()
    page.get_by_role("button", name="提交投诉").click()
    codes = [text.strip() for text in page.locator(".receipt-code").all_inner_texts()]
    page.get_by_role("button", name="我已经记下").click()
    expect(page.locator(".case-state")).to_contain_text("已收到")
    page.goto(f"{board.url}/complaints/mine/")
    page.get_by_role("button", name="关闭在这台设备上打开的投诉").click()
    page.fill("[name=number]", codes[0])
    page.fill("[name=passphrase]", codes[1])
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.locator("main")).to_contain_text("夜里打不开页面。")
    somebody.leave()
