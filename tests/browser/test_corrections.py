"""Reporting an error as somebody does it, without a script: from a page to the form, the receipt, and later the answer."""

from __future__ import annotations

import re

import pytest

from tests.browser.axe import violations
from tests.browser.pages import DESK, MODES, PHONE, SCREENSHOTS, SIDEWAYS, SMALL_TARGETS, shown

pytestmark = pytest.mark.browser


def clean(page, name: str, mode: str) -> None:
    """A picture for people; nothing for axe to say, nothing to scroll sideways, targets large enough."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=SCREENSHOTS / f"{name}-{mode}-{width}.png", full_page=True)
        assert violations(page) == []
        assert page.evaluate(SIDEWAYS) <= 0
        assert page.evaluate(SMALL_TARGETS, 60 if "large" in mode else 44) == []


@pytest.mark.parametrize("mode", MODES)
def test_from_an_entry_to_the_receipt_and_on_to_where_it_stands(browser, portal, mode):
    with shown(browser, portal, mode) as context:
        page = context.new_page()
        page.goto(f"{portal.url}/directory/institutions/{portal.directory['firm']}/")
        page.get_by_role("link", name="发现错误？告诉我们").first.click()
        page.get_by_role("button", name="提交").click()
        assert page.get_by_role("alert").is_visible()
        clean(page, "correction-wrong", mode)
        page.get_by_label("哪里有错").fill("电话打不通")
        page.get_by_role("button", name="提交").click()
        assert page.url.endswith("/corrections/receipt/")
        clean(page, "correction-receipt", mode)
        code = page.locator(".receipt-code").inner_text()
        assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", code)
        page.get_by_role("link", name="查看办理情况").click()
        page.get_by_label("查询码").fill("0000-0000-0000-0000")
        page.get_by_role("button", name="查看").click()
        assert "没有查到这个查询码" in page.get_by_role("alert").inner_text()
        page.get_by_label("查询码").fill(code)
        page.get_by_role("button", name="查看").click()
        assert "待处理" in page.locator(".definition-list").inner_text()
        clean(page, "correction-found", mode)


def test_it_works_without_a_script(browser, portal):
    with shown(browser, portal, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{portal.url}/about/")
        page.get_by_role("link", name="发现错误？告诉我们").click()
        page.get_by_label("哪里有错").fill("有错字")
        page.get_by_role("button", name="提交").click()
        assert page.locator(".receipt-code").is_visible()
