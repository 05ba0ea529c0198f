"""Live consultations as two people live them, each at their own browser (article 23)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.citizen import CONSENTS, QUESTION, Citizen
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.person import Person
from tests.browser.test_citizen_lives import SECTIONS
from tests.browser.test_citizen_sign_in import last_code, number

pytestmark = pytest.mark.browser
NOBODY_TOOK_IT = (
    "from datetime import timedelta; from portal.common import clock; from portal.live_hours.models import LiveThread; "
    "from portal.live_hours.services.threads import become_due; "
    "LiveThread.objects.filter(waiting_since__isnull=False).update(waiting_since=clock.now() - timedelta(minutes=20)); "
    "become_due()"
)
BY_ITSELF = 20_000
"""Milliseconds for what comes by itself: a page asks every few seconds, slower when it hears nothing."""


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    """A demo of its own; its resident is on duty around the clock."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-live") as served:
        yield served


@pytest.fixture(scope="module")
def lawyer(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    person = Person(browser, board, "resident").sign_in("/workbench/")
    yield person
    person.leave()


def faults_of(page: Page) -> list[str]:
    found = violations(page)
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*found, *["too wide"] * wide]


def ask(citizen: Citizen, question: str = QUESTION) -> str:
    """From the first page of asking to the conversation; gives the number as addresses have it."""
    page = citizen.page
    page.goto(f"{citizen.portal.url}/ask/")
    page.get_by_role("link", name="开始在线咨询").click()
    if page.get_by_role("link", name="先去登录").count():
        page.get_by_role("link", name="先去登录").click()
        page.get_by_label("手机号码").fill(number())
        page.get_by_role("button", name="获取验证码").click()
        page.get_by_label("短信里的6位验证码").fill(last_code(page, citizen.portal))
        page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/ask/live/")
    page.fill("textarea[name=question]", question)
    for name, value in {"in_proceedings": "no", "for_whom": "self", "age_band": "from_18", "topic": "labour"}.items():
        page.locator(f"input[name={name}][value={value}]").check()
    page.fill("input[name=other_side]", "示例公司（虚构）")
    for name in CONSENTS:
        page.locator(f"input[name={name}]").check()
    page.locator("#one-page button[type=submit]").last.click()
    page.wait_for_url("**/consultations/mine/*/live/")
    return page.url.rstrip("/").split("/")[-2]


def take(lawyer: Person, stored: str) -> Page:
    """Take it, say that nothing stands in the way, open the conversation."""
    page = lawyer.page
    page.goto(f"{lawyer.portal.url}/workbench/live/")
    page.locator(f"button[value='{stored}']").click()
    expect(page.locator("main")).not_to_contain_text(QUESTION[:8])
    page.get_by_role("button", name="不需要回避，打开咨询").click()
    page.get_by_role("link", name="进入在线对话").first.click()
    return page


def say(page: Page, words: str) -> None:
    page.fill("#live-text", words)
    page.get_by_role("button", name="发送").click()


def summarise(page: Page) -> None:
    """The answer's editor: four sections, preview, send."""
    page.get_by_role("link", name="写总结").click()
    for name, words in SECTIONS.items():
        page.fill(f"#id_{name}", words)
    page.get_by_role("button", name="预览").first.click()
    expect(page.locator("h1")).to_contain_text("预览")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="发出").first.click()
    page.wait_for_load_state()


def test_asked_taken_talked_summed_up_rated_and_lines_appear_by_themselves(
    browser: Browser, board: DemoPortal, lawyer: Person
) -> None:
    citizen = Citizen(browser, board)
    desk = lawyer.page
    desk.goto(f"{board.url}/workbench/live/")
    stored = ask(citizen)
    expect(desk.locator(f"button[value='{stored}']")).to_be_visible(timeout=BY_ITSELF)
    page = citizen.page
    expect(page.locator("[data-live-status]")).to_contain_text("等待律师接办")
    page.fill("#live-text", "我还没写完")
    take(lawyer, stored)
    expect(page.locator("[data-live-status]")).to_contain_text("律师已经接办", timeout=BY_ITSELF)
    say(desk, "请问有没有工资条？")
    expect(page.locator(".live-lines")).to_contain_text("请问有没有工资条？", timeout=BY_ITSELF)
    expect(page.locator("#live-text")).to_have_value("我还没写完")
    assert page.evaluate("document.activeElement.id") == "live-text", "the focus stays where it was"
    say(page, "有，三个月的都在。")
    expect(page.locator("#live-text")).to_have_value("")
    expect(desk.locator(".live-lines")).to_contain_text("有，三个月的都在。", timeout=BY_ITSELF)
    expect(page.locator(".live-line", has_text="有，三个月的都在。")).to_have_count(1)
    say(desk, "加我微信详谈")
    expect(desk.locator("[data-live-message]")).to_contain_text("不能发出的词")
    expect(desk.locator("#live-text")).to_have_value("加我微信详谈")
    summarise(desk)
    expect(page.locator("[data-live-status]")).to_contain_text("已经结束", timeout=BY_ITSELF)
    page.get_by_role("link", name="看这件咨询的全部情况").click()
    for words in (*SECTIONS.values(), "有，三个月的都在。"):
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("link", name="评价答复").click()
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    assert citizen.state() == "已办结"
    citizen.leave()


def test_a_line_that_did_not_arrive_is_said_so_and_sent_again_once(
    browser: Browser, board: DemoPortal, lawyer: Person
) -> None:
    citizen = Citizen(browser, board)
    ask(citizen)
    page = citizen.page
    citizen.context.set_offline(True)
    say(page, "断网时写的一句。")
    expect(page.locator("[data-live-message]")).to_contain_text("没有发出去")
    expect(page.locator("#live-text")).to_have_value("断网时写的一句。")
    citizen.context.set_offline(False)
    expect(page.locator(".live-line", has_text="断网时写的一句。")).to_have_count(1, timeout=BY_ITSELF)
    expect(page.locator("#live-text")).to_have_value("")
    page.get_by_role("button", name="不等了，改成留言").click()
    expect(page.locator("main")).to_contain_text("已经转成留言咨询")
    citizen.leave()


def test_without_script_the_conversation_goes_on_by_refresh(
    browser: Browser, board: DemoPortal, lawyer: Person
) -> None:
    citizen = Citizen(browser, board, java_script_enabled=False)
    stored = ask(citizen)
    desk, page = take(lawyer, stored), citizen.page
    say(desk, "您好，请说说情况。")
    expect(desk.locator(".live-lines")).to_contain_text("您好，请说说情况。", timeout=BY_ITSELF)
    page.get_by_role("link", name="刷新").click()
    expect(page.locator(".live-lines")).to_contain_text("您好，请说说情况。")
    say(page, "没有签合同。")
    expect(page.locator(".live-lines")).to_contain_text("没有签合同。")
    expect(desk.locator(".live-lines")).to_contain_text("没有签合同。", timeout=BY_ITSELF)
    summarise(desk)
    page.get_by_role("link", name="刷新").click()
    expect(page.locator("main")).to_contain_text("已经结束")
    citizen.leave()


def test_art_23_nobody_takes_it_and_it_becomes_a_message(browser: Browser, board: DemoPortal) -> None:
    citizen = Citizen(browser, board)
    stored = ask(citizen)
    page = citizen.page
    say(page, "公司在外地。")
    expect(page.locator(".live-lines")).to_contain_text("公司在外地。", timeout=BY_ITSELF)
    board.shell(NOBODY_TOOK_IT)
    expect(page.locator("[data-live-status]")).to_contain_text("已经转成留言咨询", timeout=BY_ITSELF)
    page.goto(f"{board.url}/consultations/mine/{stored}/")
    expect(page.locator("main")).to_contain_text("公司在外地。")
    expect(page.locator("main")).to_contain_text("5 小时")
    assert citizen.state() == "等待律师接办"
    citizen.leave()


@pytest.mark.parametrize("display", ["normal", "large"])
def test_axe_finds_nothing_and_nothing_is_cut_off(
    browser: Browser, board: DemoPortal, lawyer: Person, display: str
) -> None:
    citizen = Citizen(browser, board, display=display)
    page, faults = citizen.page, {}
    page.goto(f"{board.url}/ask/")
    faults["start"] = faults_of(page)
    stored = ask(citizen)
    faults["waiting"] = faults_of(page)
    page.goto(f"{board.url}/ask/live/")
    desk = lawyer.page
    for width in (360, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        desk.goto(f"{board.url}/workbench/live/")
        faults[f"queue {width}"] = faults_of(desk)
    take(lawyer, stored)
    for width in (360, 1280):
        desk.set_viewport_size({"width": width, "height": 900})
        say(
            desk,
            f"您好，这是一句比较长的话，用来看看在{width}宽的屏幕上会不会被切掉，https://example.invalid/{'x' * 60}",
        )
        expect(desk.locator(".live-line")).to_have_count(2 if width == 360 else 3, timeout=BY_ITSELF)
        faults[f"conversation {width}"] = faults_of(desk)
    expect(page.locator(".live-line")).to_have_count(3, timeout=BY_ITSELF)
    faults["conversation"] = faults_of(page)
    page.get_by_role("button", name="不等了，改成留言").click()
    faults["message"] = faults_of(page)
    clerk = Person(browser, board, "moderator").sign_in("/workbench/paper/")
    clerk.page.goto(f"{board.url}/workbench/paper/")
    faults["papers"] = faults_of(clerk.page)
    clerk.page.locator("tbody a").first.click()
    faults["sheet"] = faults_of(clerk.page)
    clerk.leave()
    citizen.leave()
    assert not {name: found for name, found in faults.items() if found}
