"""Every page type, in every way it is shown: nothing for axe to say, no sideways scrolling, targets large enough.

Pictures of each go to ``var/screenshots``, for people to look at.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.browser.axe import violations
from tests.browser.pages import (
    DESK,
    PAGE_TYPES,
    PHONE,
    REFLOW,
    SCREENSHOTS,
    SHOWN,
    SIDEWAYS,
    SMALL_TARGETS,
    open_page,
    shown,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("page_type", "mode"), SHOWN)
def test_everyone_can_use_it(browser, portal, page_type, mode):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with shown(browser, portal, mode) as context:
        page = open_page(context, portal, page_type)
        for width, height in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=SCREENSHOTS / f"{page_type}-{mode}-{width}.png", full_page=True)
            assert violations(page) == [], width
            assert page.evaluate(SIDEWAYS) <= 0, width
            assert page.evaluate(SMALL_TARGETS, 60 if "large" in mode else 44) == [], width
        # 1280 px at 400 % are 320 px.
        page.set_viewport_size({"width": REFLOW[0], "height": REFLOW[1]})
        assert page.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_headings_go_down_one_level_at_a_time(browser, portal, page_type):
    with shown(browser, portal) as context:
        page = open_page(context, portal, page_type)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1]))")
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


class TestSizes:
    """Text and lines as docs/design.md promises."""

    def test_body_text_is_18_px_and_24_px_in_large_print(self, browser, portal):
        for mode, size in (("normal", "18px"), ("large", "24px")):
            with shown(browser, portal, mode) as context:
                page = open_page(context, portal, "standard")
                assert page.evaluate("getComputedStyle(document.querySelector('.prose p')).fontSize") == size

    def test_the_largest_text_of_large_print_has_at_least_30_px(self, browser, portal):
        with shown(browser, portal, "large") as context:
            page = open_page(context, portal, "standard")
            assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 30

    def test_a_line_of_a_law_has_at_most_38_characters(self, browser, portal):
        for mode in ("normal", "large"):
            with shown(browser, portal, mode, DESK) as context:
                page = open_page(context, portal, "law")
                characters = page.evaluate(
                    """Math.max(...[...document.querySelectorAll('.law-text .law-paragraph')].map(
                        (p) => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"""
                )
                assert 10 < characters <= 38.01

    def test_on_a_phone_one_acts_without_scrolling(self, browser, portal):
        with shown(browser, portal, "normal", PHONE) as context:
            page = open_page(context, portal, "home")
            for selector in ("#q", ".search-box button", ".door[href='/laws/']", ".door[href^='tel:']"):
                box = page.locator(selector).bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= PHONE[1], selector
