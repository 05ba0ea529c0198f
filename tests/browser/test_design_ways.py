"""Ways through the pages: without a script, by keyboard, on paper, in large print."""

from __future__ import annotations

import pytest

from tests.browser.pages import DESK, PAGE_TYPES, PHONE, STAFF_ONLY, open_page, shown

pytestmark = pytest.mark.browser

PUBLIC = [page_type for page_type in PAGE_TYPES if page_type not in STAFF_ONLY]
# With a script a record is checked on the device itself, and the page says so instead of offering to upload it first.
SAYS_MORE_WITH_SCRIPT = ("verify",)


class TestWithoutScript:
    """Every citizen task works with JavaScript off."""

    @pytest.mark.parametrize("page_type", [name for name in PUBLIC if name not in SAYS_MORE_WITH_SCRIPT])
    def test_the_same_text_is_there(self, browser, portal, page_type):
        texts = []
        for script in (True, False):
            with shown(browser, portal, java_script_enabled=script) as context:
                texts.append(open_page(context, portal, page_type).locator("main").inner_text())
        # The copy buttons are the only thing a script adds.
        assert texts[1].split() == [word for word in texts[0].split() if not word.startswith("复制")]

    def test_a_search_is_sent(self, browser, portal):
        with shown(browser, portal, java_script_enabled=False) as context:
            page = open_page(context, portal, "home")
            page.fill("#q", "劳动合同")
            page.click(".search-box button")
            assert "/search/?q=" in page.url
            assert page.locator("input[name=q]").last.input_value() == "劳动合同"

    def test_large_print_is_chosen_kept_and_left_again(self, browser, portal):
        with shown(browser, portal, java_script_enabled=False) as context:
            page = open_page(context, portal, "standard")
            page.click("text=大字版")
            assert page.url == f"{portal.url}/disclaimer/"
            page.goto(portal.url)
            # A click returns before the page it asks for is there: what it leads to is waited for, never counted at once.
            page.locator("html[data-display=large]").wait_for(state="attached")
            page.click("text=高对比")
            page.locator("html[data-display='large contrast']").wait_for(state="attached")
            page.click("text=标准字")
            page.locator("html[data-display=contrast]").wait_for(state="attached")

    def test_the_contents_of_a_law_unfold_on_a_phone(self, browser, portal):
        with shown(browser, portal, size=PHONE, java_script_enabled=False) as context:
            page = open_page(context, portal, "law")
            contents = page.locator("details.fold").filter(has_text="目录").first
            assert not contents.locator("a").first.is_visible()
            contents.locator("summary").click()
            assert contents.locator("a").first.is_visible()


class TestWithScript:
    """What the script adds."""

    def test_a_citation_is_copied_with_one_press(self, browser, portal):
        with shown(browser, portal, size=DESK, permissions=["clipboard-read", "clipboard-write"]) as context:
            page = open_page(context, portal, "law")
            button = page.locator(".copy-button[data-copy]").first
            button.click()
            assert page.evaluate("navigator.clipboard.readText()") == button.get_attribute("data-copy")
            assert page.locator("[role=status]").last.inner_text() == "已复制"

    def test_a_link_to_the_article_is_copied_with_one_press(self, browser, portal):
        with shown(browser, portal, size=DESK, permissions=["clipboard-read", "clipboard-write"]) as context:
            page = open_page(context, portal, "law")
            button = page.locator(".copy-button[data-copy-link]").first
            button.click()
            copied = page.evaluate("navigator.clipboard.readText()")
            assert copied.startswith(f"{portal.url}/laws/")
            assert copied.endswith(button.get_attribute("data-copy-link"))


class TestKeyboard:
    """Keyboard only."""

    def test_the_first_stop_leads_to_the_text(self, browser, portal):
        with shown(browser, portal, size=DESK) as context:
            page = open_page(context, portal, "standard")
            page.keyboard.press("Tab")
            assert page.evaluate("document.activeElement.textContent") == "跳到正文"
            box = page.locator(".skip-link").bounding_box()
            assert box is not None
            assert box["y"] >= 0
            page.keyboard.press("Enter")
            assert page.evaluate("document.activeElement.id") == "main"

    @pytest.mark.parametrize("page_type", ["home", "search", "law"])
    def test_wherever_the_focus_is_one_sees_it(self, browser, portal, page_type):
        with shown(browser, portal, size=DESK) as context:
            page = open_page(context, portal, page_type)
            for _ in range(25):
                page.keyboard.press("Tab")
                width = page.evaluate(
                    """(() => { const e = document.activeElement;
                        return e === document.body ? 3 : parseFloat(getComputedStyle(e).outlineWidth); })()"""
                )
                assert width >= 3, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")


class TestPaper:
    """Print gives a clean text."""

    def test_controls_stay_off_the_paper(self, browser, portal):
        with shown(browser, portal, "large-contrast", DESK) as context:
            page = open_page(context, portal, "law")
            page.emulate_media(media="print")
            for selector in (".site-nav", ".display-controls", ".search-box", ".copy-button"):
                assert page.locator(selector).first.is_hidden() or page.locator(selector).count() == 0, selector
            assert page.locator("h1").is_visible()
            assert page.locator(".law-text").first.is_visible()
            assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
