"""The law pages as somebody uses them: a long law, copying, the keyboard, no script, a comparison on a phone."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from portal.common.numbering import article_label, to_chinese
from tests.browser.axe import violations
from tests.browser.demo_portal import ROOT, DemoPortal
from tests.browser.pages import DESK, PHONE, SCREENSHOTS, SIDEWAYS, SMALL_TARGETS, shown

pytestmark = pytest.mark.browser

SIZES = [PHONE, DESK]
ARTICLES = 400


@pytest.fixture(scope="module")
def long_law(portal: DemoPortal) -> str:
    """The path of an invented law too long for one page, brought into the demo as an operator would."""
    pick = random.Random(3)
    lines = ["# 示范长法典", "2020年1月2日 示范大会通过", "<!-- INFO END -->"]
    for number in range(1, ARTICLES + 1):
        if number % 100 == 1:
            lines.append(f"## 第{to_chinese(number // 100 + 1)}编 示范")
        if number % 20 == 1:
            lines.append(f"### 第{to_chinese(number // 20 % 5 + 1)}章 登记")
        words = "".join(chr(pick.randrange(0x4E00, 0x9F00)) for _ in range(150))
        lines.append(f"{article_label(number)} {words}。")
    path = Path(settings.RUN_DIR) / "示范长法典.md"
    path.write_text("\n\n".join(lines), encoding="utf-8")
    command = [sys.executable, "manage.py", "import_laws", str(path), "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=portal.environment, check=True, capture_output=True)
    return "/laws/shi-fan-chang-fa-dian/"


@pytest.fixture
def law(portal: DemoPortal) -> str:
    """The path of a law with a history."""
    return f"/laws/{portal.law_with_history}/"


def clean(page, name: str, size: tuple[int, int]) -> None:
    """A picture for people; nothing for axe to say, nothing to scroll sideways, targets large enough."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{size[0]}.png")
    assert violations(page) == []
    assert page.evaluate(SIDEWAYS) <= 0
    assert page.evaluate(SMALL_TARGETS, 44) == []


class TestLongLaw:
    @pytest.mark.parametrize("size", SIZES)
    def test_an_anchor_on_the_first_page_arrives_at_the_article(self, browser, portal, long_law, size):
        with shown(browser, portal, size=size) as context:
            page = context.new_page()
            page.goto(f"{portal.url}{long_law}#art-333")
            page.wait_for_url("**/parts/**")
            assert page.url.endswith("#art-333")
            expect(page.locator("article#art-333:target")).to_be_in_viewport()
            clean(page, "law-part", size)

    def test_without_script_the_anchor_is_a_link_that_leads_there(self, browser, portal, long_law):
        with shown(browser, portal, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(f"{portal.url}{long_law}#art-333")
            page.click("#art-333")
            assert "/parts/" in page.url
            assert page.locator("article#art-333").count() == 1

    @pytest.mark.parametrize("size", SIZES)
    def test_the_list_of_articles_is_clean(self, browser, portal, long_law, size):
        with shown(browser, portal, size=size) as context:
            page = context.new_page()
            page.goto(f"{portal.url}{long_law}")
            assert page.locator(".law-index-articles a").count() == ARTICLES
            clean(page, "law-index", size)

    def test_an_article_typed_into_the_box_is_opened(self, browser, portal, long_law):
        with shown(browser, portal, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(f"{portal.url}{long_law}")
            page.fill("#jump", "第三百三十三条")
            page.press("#jump", "Enter")
            assert page.url.endswith("#art-333")

    def test_a_copied_link_is_the_address_that_never_changes(self, browser, portal, long_law):
        with shown(browser, portal, size=DESK, permissions=["clipboard-read", "clipboard-write"]) as context:
            page = context.new_page()
            page.goto(f"{portal.url}{long_law}articles/333/")
            page.locator("#art-333 [data-copy-link]").click()
            assert page.evaluate("navigator.clipboard.readText()") == f"{portal.url}{long_law}#art-333"
            page.locator("#art-333 [data-copy]").click()
            assert page.evaluate("navigator.clipboard.readText()") == "示范长法典第三百三十三条"


class TestKeyboard:
    def test_an_article_s_buttons_are_reached_and_pressed_by_keyboard(self, browser, portal, law):
        with shown(browser, portal, size=DESK, permissions=["clipboard-read", "clipboard-write"]) as context:
            page = context.new_page()
            page.goto(portal.url + law)
            page.locator("#art-1 .law-article__number a").first.focus()
            page.keyboard.press("Tab")
            page.keyboard.press("Tab")
            name = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert name == "复制引用：第一条"
            page.keyboard.press("Enter")
            assert page.evaluate("navigator.clipboard.readText()").endswith("第一条")
            assert page.locator("[role=status]").last.inner_text() == "已复制"


class TestOldText:
    def test_what_is_copied_from_an_old_text_says_which(self, browser, portal, law):
        first = portal.laws[portal.law_with_history][0]
        with shown(browser, portal, size=DESK) as context:
            page = context.new_page()
            page.goto(f"{portal.url}{law}{first}/")
            assert "起施行）" in page.locator("#art-1 [data-copy]").get_attribute("data-copy")

    def test_a_changed_article_opens_its_comparison(self, browser, portal, law):
        with shown(browser, portal, java_script_enabled=False) as context:
            page = context.new_page()
            page.goto(portal.url + law)
            page.locator(".law-changed").first.click()
            assert "/compare/" in page.url
            anchor = page.url.split("#")[1]
            assert page.locator(f".diff-row#{anchor}").count() == 1

    @pytest.mark.parametrize("size", SIZES)
    def test_pages_of_what_is_not_there_are_clean(self, browser, portal, law, size):
        with shown(browser, portal, size=size) as context:
            page = context.new_page()
            for name, path in (("law-none", f"{law}1950-01-01/"), ("law-no-article", f"{law}articles/999/")):
                assert page.goto(portal.url + path).status == 404
                clean(page, name, size)


class TestPrint:
    def test_the_sheet_prints_when_told(self, browser, portal, law):
        with shown(browser, portal, size=DESK) as context:
            page = context.new_page()
            page.add_init_script("window.print = () => { window.printed = true; };")
            page.goto(f"{portal.url}{law}?print=1")
            clean(page, "law-print", DESK)
            page.click("[data-print]")
            assert page.evaluate("window.printed") is True
            page.emulate_media(media="print")
            assert page.locator(".print-only").is_visible()
            assert page.locator("[data-print]").is_hidden()
