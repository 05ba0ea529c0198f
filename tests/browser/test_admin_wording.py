"""The wording rules as an editor meets them: findings follow the draft, the button shows them, a reason lets them pass."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.test_admin_laws import enter, keep

pytestmark = pytest.mark.browser
PATIENCE = 60_000  # for a draft to be saved by itself on a busy machine
WRITTEN = "找我们打官司，保证胜诉。已交订金的不退。"


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: these tests write."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-wording") as served:
        yield served


def open_a_question(page: Page, desk: DemoPortal) -> None:
    """From the public page to its form, by the title."""
    page.goto(f"{desk.url}/qa/")
    title = page.locator("main a[href^='/qa/']:not([href*='?'])").first.inner_text().strip()
    page.goto(f"{desk.url}/admin/pages/search/")
    page.locator("input[name=q]").last.fill(title)
    page.keyboard.press("Enter")
    page.locator("main a[href*='/edit/']", has_text=title).first.click()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(3_000)  # Wagtail takes what a form says in its first moments for what it said before


def press(page: Page, action: str) -> None:
    """A button that may lie behind the arrow beside 保存草稿."""
    button = page.locator(f"[name={action}]").first
    if not button.is_visible():
        page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    button.click()
    page.wait_for_load_state("networkidle")


def test_a_promise_is_found_while_it_is_written_and_goes_out_only_with_a_tick_and_a_reason(
    browser: Browser, desk: DemoPortal
) -> None:
    context, page = enter(browser, desk, "reviewing_editor")
    context.set_default_timeout(PATIENCE)
    open_a_question(page, desk)
    panel = page.locator("[data-wording-panel]")
    expect(panel).to_contain_text("没有待处理的")

    page.fill("[name=summary]", WRITTEN)
    expect(panel).to_contain_text("必须修改 1 处，请核对 1 处", timeout=PATIENCE)

    press(page, "action-publish")
    expect(page.locator("body")).to_contain_text("还没有发出：有 1 处用语必须修改", timeout=PATIENCE)
    expect(panel.locator("mark")).to_have_text(["保证胜诉", "订金"])
    expect(page.locator("[name=summary]")).to_have_value(WRITTEN)
    assert violations(page, "[data-wording-panel]") == []
    keep(page, "wording-form")

    panel.get_by_label("已核对，仍要发布").check()
    panel.get_by_label("确属正当的用法").check()
    panel.get_by_label("放行的理由").fill("示范：转述骗子的话")
    press(page, "action-publish")
    expect(page.locator(".messages")).to_contain_text("发布", timeout=PATIENCE)
    context.close()


def test_the_whole_draft_and_a_pasted_text_are_shown_with_their_words_marked(
    browser: Browser, desk: DemoPortal
) -> None:
    context, page = enter(browser, desk, "content_editor")
    context.set_default_timeout(PATIENCE)
    open_a_question(page, desk)
    page.fill("[name=summary]", WRITTEN + "包赢。")
    panel = page.locator("[data-wording-panel]")
    expect(panel).to_contain_text("必须修改", timeout=PATIENCE)
    panel.locator("summary").click()
    panel.get_by_role("link", name="检查用语").click()
    expect(page.locator("main mark").first).to_be_visible()
    assert violations(page, "main") == []
    keep(page, "wording-page")

    page.goto(f"{desk.url}/admin/wording/try/")
    page.fill("[name=text]", "由人民检查院提起公诉。")
    page.get_by_role("button", name="检查", exact=True).click()
    expect(page.locator("main mark").first).to_have_text("人民检查院")
    assert violations(page, "main") == []
    keep(page, "wording-try")
    context.close()
