"""Collected news as an editor meets it: found on the first page, judged by keyboard, taken as a draft; news withdrawn with a
reason; and what readers see of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.test_admin_laws import english_words, enter, keep

pytestmark = pytest.mark.browser
PATIENCE = 60_000
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: these tests write."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-collecting") as served:
        yield served


def small_targets(page: Page, within: str) -> list[str]:
    """Buttons, tabs and boxes of ours that a finger would miss."""
    script = """within => [...document.querySelectorAll(`${within} button, ${within} nav a, ${within} summary`)]
        .filter(one => one.offsetParent && one.getBoundingClientRect().height < 44)
        .map(one => one.outerHTML.slice(0, 120))"""
    found: list[str] = page.evaluate(script, within)
    return found


def wider_than_the_window(page: Page, within: str) -> list[str]:
    """What of ours sticks out at the side; a table may, it scrolls by itself."""
    script = """within => [...document.querySelectorAll(`${within} :is(p, form, input, select, button, dl, ul, li)`)]
        .filter(one => !one.closest(".collecting-scroll") && one.getBoundingClientRect().right > innerWidth + 1)
        .map(one => one.outerHTML.slice(0, 120))"""
    found: list[str] = page.evaluate(script, within)
    return found


def test_a_story_is_judged_by_keyboard_and_taken_as_a_draft(browser: Browser, desk: DemoPortal) -> None:
    context, page = enter(browser, desk, "content_editor")
    context.set_default_timeout(PATIENCE)
    expect(page.get_by_role("heading", name="待审新闻（3）")).to_be_visible()
    page.get_by_role("link", name="全部待审新闻").click()
    inbox = ".collecting-inbox"
    expect(page.locator("[data-collecting-row]")).to_have_count(3)
    assert violations(page, inbox) == []
    assert small_targets(page, inbox) == []
    assert english_words(page) == []
    keep(page, "collecting-inbox")
    page.set_viewport_size(PHONE)
    assert wider_than_the_window(page, inbox) == []
    keep(page, "collecting-inbox-phone")
    page.set_viewport_size({"width": 1280, "height": 900})

    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url("**/collecting/news/*/")
    story = ".collecting-story"
    expect(page.locator(story)).to_contain_text("赵示范")
    expect(page.get_by_role("heading", name="相似的")).to_be_visible()
    expect(page.locator(".collecting-alike li")).to_have_count(1)
    assert violations(page, story) == []
    assert small_targets(page, story) == []
    keep(page, "collecting-story")
    page.set_viewport_size(PHONE)
    assert wider_than_the_window(page, story) == []
    page.set_viewport_size({"width": 1280, "height": 900})

    page.keyboard.press("x")
    page.keyboard.type("与另一条重复")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("不采用")
    page.keyboard.press("a")
    page.wait_for_url("**/pages/*/edit/**")
    expect(page.locator(".messages")).to_contain_text("批准之前不会公开")
    assert page.locator("[name=original_author]").input_value() == "王示范"
    title = page.locator("[name=title]").input_value()
    context.close()

    visitor = browser.new_page()
    visitor.goto(f"{desk.url}/news/")
    assert title not in visitor.locator("main").inner_text()
    visitor.close()


def test_sources_say_how_they_stand_and_a_person_writes_down_a_check(browser: Browser, desk: DemoPortal) -> None:
    context, page = enter(browser, desk, "reviewing_editor")
    context.set_default_timeout(PATIENCE)
    page.goto(f"{desk.url}/admin/snippets/collecting/source/")
    for words in ("已逾期", "等待批准", "正常"):
        expect(page.locator("main")).to_contain_text(words)
    keep(page, "collecting-sources")

    page.get_by_role("link", name="示范市律师协会行业处分通报（示范）").first.click()
    source = ".collecting-source"
    page.get_by_label("说明（可以不填）").fill("与通报一致")
    page.get_by_role("button", name="今天已核对").click()
    expect(page.locator(source)).to_contain_text("与通报一致")
    expect(page.locator(".collecting-state")).to_contain_text("正常")
    assert violations(page, source) == []
    assert set(english_words(page)) <= {"https", "office"}, "of an address"
    keep(page, "collecting-source")
    page.set_viewport_size(PHONE)
    assert wider_than_the_window(page, source) == []
    page.goto(f"{desk.url}/admin/reports/broken-links/")
    expect(page.locator("h1")).to_contain_text("失效链接")
    keep(page, "collecting-links")
    context.close()


def test_news_is_withdrawn_with_a_reason_that_readers_see(browser: Browser, desk: DemoPortal) -> None:
    context, page = enter(browser, desk, "reviewing_editor")
    context.set_default_timeout(PATIENCE)
    page.goto(f"{desk.url}/news/")
    first = page.locator("main a[href^='/news/']:not([href*='?'])").first
    address, title = first.get_attribute("href"), first.inner_text().strip()
    page.goto(f"{desk.url}/admin/pages/search/")
    page.locator("input[name=q]").last.fill(title)
    page.keyboard.press("Enter")
    page.locator("main a[href*='/edit/']", has_text=title).first.click()
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.get_by_role("link", name="撤下").click()
    form = ".editorial-withdraw"
    page.get_by_role("button", name="撤下", exact=True).click()
    expect(page.locator(form)).to_contain_text("请写明撤下的理由")
    assert violations(page, form) == []
    page.get_by_label("理由（读者会看到）").fill("来源已经更正，内容不实。")
    keep(page, "withdraw-news")
    page.get_by_role("button", name="撤下", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已撤下")
    context.close()

    for size in (PHONE, {"width": 1280, "height": 900}):
        visitor = browser.new_page(viewport=size)
        answer = visitor.goto(f"{desk.url}{address}")
        assert answer is not None
        assert answer.status == 410
        expect(visitor.locator("main")).to_contain_text("来源已经更正，内容不实。")
        assert title not in visitor.locator("body").inner_text()
        assert violations(visitor, "body") == []
        keep(visitor, f"withdrawn-{size['width']}")
        visitor.close()
