"""Article 30 walked through real pages: wished for, hidden, looked at by another, agreed to, read by everybody, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.citizen import Citizen
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.person import Person
from tests.browser.test_citizen_lives import answer, claim

pytestmark = pytest.mark.browser
QUESTION = "我叫王建国，在北京华宇兴达科技有限公司上班，老板张伟拖欠我三个月工资，电话13812345678，我应该怎么办？"
ACCEPT = """
from portal.consultations.actors import SYSTEM
from portal.consultations.models import Consultation
from portal.consultations.services.screening import refusing
from portal.consultations.states import State
case = Consultation.objects.get(receipt_number="{number}")
if case.state != State.ACCEPTED:
    refusing.accept(case, by=SYSTEM)
"""
"""What names people is looked at before it is taken on; who looks is tried elsewhere."""
PERSONAL = ("王建国", "华宇兴达", "张伟", "13812345678")


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    """A demo of its own: citizens sign in by phone, as the board needs."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-publication") as served:
        yield served


def signed_in(browser: Browser, board: DemoPortal, role: str) -> Iterator[Person]:
    person = Person(browser, board, role).sign_in("/workbench/")
    yield person
    person.leave()


@pytest.fixture(scope="module")
def lawyer(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    yield from signed_in(browser, board, "resident")


@pytest.fixture(scope="module")
def moderator(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    yield from signed_in(browser, board, "moderator")


@pytest.fixture(scope="module")
def supervisor(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    yield from signed_in(browser, board, "supervisor")


def nothing_personal(page: Page) -> None:
    for words in PERSONAL:
        assert words not in page.content()


def test_article_30_from_the_wish_to_the_page_and_off_it_again(
    browser: Browser, board: DemoPortal, lawyer: Person, moderator: Person, supervisor: Person
) -> None:
    citizen = Citizen(browser, board, hides=False, java_script_enabled=False)
    receipt = citizen.ask(QUESTION)
    board.shell(ACCEPT.format(number=receipt.stored))
    claim(lawyer, receipt)
    answer(lawyer, receipt)

    mine = f"{board.url}/consultations/mine/{receipt.stored}/"
    page = citizen.page
    page.goto(mine)
    page.get_by_role("link", name="看看公开的样子").click()
    page.get_by_role("button", name="我想看看公开的样子").click()
    expect(page.locator("[aria-current=step]")).to_contain_text("隐去")

    desk = moderator.page
    desk.goto(f"{board.url}/workbench/publications/")
    desk.get_by_role("link", name=receipt.number).click()
    expect(desk.locator("del").first).to_contain_text("王建国")
    assert not violations(desk)
    desk.get_by_label("还要隐去的文字").fill("三个月")
    desk.get_by_role("button", name="更新").click()
    expect(desk.locator("del", has_text="三个月").first).to_be_visible()
    box = desk.locator("fieldset", has=desk.locator("legend", has_text="三个月")).locator("input[name=hide]").first
    box.uncheck()
    desk.get_by_role("button", name="交给另一人复核").click()
    expect(desk.locator("h1")).to_contain_text("公开的咨询")

    other = supervisor.page
    other.goto(f"{board.url}/workbench/publications/")
    other.get_by_role("link", name=receipt.number).click()
    expect(other.locator("h1")).to_contain_text("复核")
    assert not violations(other)
    for reason in other.locator("input[name=reason_for]").all():
        reason.fill("不是个人信息")
    other.get_by_role("button", name="通过，请咨询人看").click()
    expect(other.locator("h1")).to_contain_text("公开的咨询")

    page.goto(mine)
    expect(page.locator("main")).to_contain_text("王建国")  # the author still sees the original
    page.get_by_role("link", name="公开的样子", exact=True).click()
    expect(page.locator(".publication-preview")).to_contain_text("王某甲")
    nothing_personal(page)
    page.get_by_role("button", name="公开", exact=True).click()  # without the tick
    expect(page.locator(".error-summary")).to_contain_text("没有勾选同意")
    page.get_by_label("我看过上面的页面").check()
    page.get_by_role("button", name="公开", exact=True).click()
    expect(page.locator("main")).to_contain_text("已经公开")
    address = page.get_by_role("link", name="看公开的页面").get_attribute("href") or ""

    visitor = browser.new_context(locale="zh-CN").new_page()
    read = visitor.goto(f"{board.url}{address}")
    assert read is not None
    assert read.status == 200
    expect(visitor.locator("main")).to_contain_text("某公司A")
    nothing_personal(visitor)

    page.get_by_role("link", name="撤下").click()
    page.get_by_role("button", name="马上撤下").click()
    gone = visitor.goto(f"{board.url}{address}")
    assert gone is not None
    assert gone.status == 410
    nothing_personal(visitor)
    visitor.context.close()
    citizen.leave()
