"""The clerk's and the approver's day in a real browser: 200 people imported and one undone; a sanction drafted, approved, read by
everybody, withdrawn and gone. Everything they read is Chinese, and axe finds nothing on our pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.accounts.demo import DEMO_PASSWORD
from portal.common.clock import today
from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import SCREENSHOTS

pytestmark = pytest.mark.browser

PEOPLE = 200
NUMBER = "示律处字〔2026〕第9号"
CAUSE = "私自接受委托并收取费用（虚构）"
ENGLISH = re.compile(r"\b[A-Za-z]{4,}\b")
NOT_WORDS = re.compile(r"https?|CSV|XLSX|UTF|GB18030|\.csv|directory[\w/-]*|Wagtail", re.I)


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: these tests write."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-directory") as served:
        yield served


@pytest.fixture(scope="module")
def clerk(browser: Browser, desk: DemoPortal) -> Iterator[Page]:
    """名录维护员, signed in with both factors."""
    context, page = _enter(browser, desk, "directory_clerk")
    yield page
    context.close()


@pytest.fixture(scope="module")
def approver(browser: Browser, desk: DemoPortal) -> Iterator[Page]:
    """名录审批员, likewise."""
    context, page = _enter(browser, desk, "directory_approver")
    yield page
    context.close()


def _enter(browser: Browser, desk: DemoPortal, role: str) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 1400}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{desk.url}/admin/")
    page.fill("[name=username]", role)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("button[type=submit]")
    page.fill("#code", desk.code(role))
    page.get_by_role("button", name="继续").click()
    expect(page.locator("h1")).to_contain_text("您好")
    return context, page


STILL = """() => Promise.all(document.getAnimations()
    .filter((one) => one.effect.getTiming().iterations !== Infinity).map((one) => one.finished.catch(() => null)))"""
"""Wait until nothing moves any more, but for what turns for ever."""


def _look(page: Page, name: str) -> None:
    """A picture for people; English words and what axe finds end the test."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    # Wagtail lets its messages fade in: half-way there they have too little contrast.
    page.wait_for_timeout(400)  # they begin a moment after the page
    page.evaluate(STILL)
    page.screenshot(path=SCREENSHOTS / f"admin-directory-{name}.png", full_page=True)
    assert ENGLISH.findall(NOT_WORDS.sub("", page.locator("main").inner_text())) == [], name
    assert violations(page, "main") == [], name


def test_200_people_are_imported_and_one_is_undone(clerk: Page, desk: DemoPortal) -> None:
    page = clerk
    page.goto(f"{desk.url}/admin/directory/institutions/?kind=law_firm")
    firm = page.locator("td.field-name a").first.inner_text()
    lines = [f"律师,示例浏览{number:03d},10000202190{number:06d},{firm}" for number in range(PEOPLE)]
    table = "\n".join(["类别,姓名,执业证号,执业机构", *lines, f"律师,示例错行,1,{firm}没有"])

    page.goto(f"{desk.url}/admin/directory/imports/")
    page.get_by_role("link", name="导入文件").click()
    _look(page, "import-upload")
    page.set_input_files("[name=file]", {"name": "示范名单.csv", "mimeType": "text/csv", "buffer": table.encode()})
    page.get_by_role("button", name="上传并检查").click()
    expect(page.locator("main")).to_contain_text("名录中没有这一名称的机构")
    _look(page, "import-checked")
    page.get_by_role("button", name=f"确认导入{PEOPLE}条").click()
    page.get_by_role("link", name="查看写入的条目").click()
    page.fill("main [name=q]", "示例浏览007")
    page.locator("main form[role=search] button").click()
    _look(page, "import-entries")
    page.get_by_role("button", name="撤销“示例浏览007”").click()
    expect(page.locator(".messages")).to_contain_text("由这次导入新建，已删除")

    page.goto(f"{desk.url}/admin/directory/practitioners/?q=示例浏览")
    expect(page.locator("main")).to_contain_text(f"共{PEOPLE - 1}条")
    page.goto(f"{desk.url}/directory/?tab=practitioners&q=示例浏览007")
    expect(page.locator("main")).not_to_contain_text("10000202190000007")


def test_a_sanction_is_approved_shown_to_everybody_withdrawn_and_gone(
    clerk: Page, approver: Page, desk: DemoPortal, browser: Browser
) -> None:
    page, day = clerk, today()
    page.goto(f"{desk.url}/admin/directory/sanctions/")
    page.get_by_role("link", name="录入行业处分").click()
    page.get_by_role("button", name="选择人员").click()
    search = page.locator(".modal [name=q]")
    search.fill("示例")
    expect(page.locator(".modal")).to_contain_text("律师事务所")
    row = page.locator(".modal tr", has_text="律师事务所").first.locator("[data-chooser-modal-choice]")
    name = row.inner_text()
    row.click()
    expect(page.locator(".modal")).to_have_count(0)
    page.get_by_role("button", name="下一步").click()
    page.select_option("[name=kind]", label="训诫")
    for field, value in {
        "document_number": NUMBER,
        "authority": "示范市律师协会",
        "decided_on": day.isoformat(),
        "cause": CAUSE,
        "display_from": day.isoformat(),
        "display_until": (day + timedelta(days=365)).isoformat(),
        "source_name": "示范市律师协会（虚构）",
    }.items():
        page.fill(f"[name={field}]", value)
        page.keyboard.press("Escape")  # the calendar that a date opens
    _look(page, "record-form")
    page.get_by_role("button", name="存为草稿").click()
    _look(page, "record-draft")
    page.locator(".dir-actions").get_by_role("link", name="提交审核").click()
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".messages")).to_contain_text("已提交审核")

    approver.goto(f"{desk.url}/admin/")
    approver.get_by_role("link", name="待我审批").first.click()
    _look(approver, "approvals")
    approver.locator("tr", has_text=NUMBER).get_by_role("link", name="审核").click()
    expect(approver.locator(".dir-shown")).to_contain_text(name)
    _look(approver, "approve")
    approver.get_by_role("button", name="审核通过").click()
    expect(approver.locator(".messages")).to_contain_text("已审核通过")
    public = approver.get_by_role("link", name="公开页面").get_attribute("href")
    context = browser.new_context(locale="zh-CN")
    visitor = context.new_page()
    visitor.goto(f"{desk.url}{public}")
    expect(visitor.locator("main")).to_contain_text(CAUSE)

    approver.locator(".dir-actions").get_by_role("link", name="撤下").click()
    approver.get_by_label("原决定被撤销").check()
    _look(approver, "withdraw")
    approver.get_by_role("button", name="撤下").click()
    expect(approver.locator(".messages")).to_contain_text("已撤下")
    visitor.reload()
    expect(visitor.locator("main")).not_to_contain_text(CAUSE)
    expect(visitor.locator("main")).to_contain_text(NUMBER)
    context.close()


def test_no_page_of_the_directory_in_the_admin_is_broken_for_anybody(clerk: Page, desk: DemoPortal) -> None:
    addresses = {
        "home": "/admin/",
        "institutions": "/admin/directory/institutions/",
        "institution-new": "/admin/directory/institutions/create/",
        "practitioners": "/admin/directory/practitioners/?kind=lawyer",
        "practitioner-new": "/admin/directory/practitioners/create/",
        "penalties": "/admin/directory/penalties/",
        "withdrawals": "/admin/directory/withdrawals/",
        "kinds": "/admin/directory/penalty-kinds/",
        "reports": "/admin/directory/reports/",
        "notices": "/admin/directory/notices/",
        "imports": "/admin/directory/imports/",
    }
    for name, address in addresses.items():
        clerk.goto(f"{desk.url}{address}")
        _look(clerk, name)
    clerk.goto(f"{desk.url}/admin/directory/institutions/")
    clerk.locator("td.field-name a").first.click()
    _look(clerk, "institution")
    clerk.get_by_role("link", name="修改记录").first.click()
    _look(clerk, "history")
