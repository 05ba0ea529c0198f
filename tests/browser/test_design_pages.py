"""Every page type, in every way it is shown: nothing for axe to say, no sideways scrolling, targets large enough.

Pictures of each go to ``var/screenshots``, for people to look at.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import (
    DESK,
    MODES,
    PAGE_TYPES,
    PHONE,
    REFLOW,
    SCREENSHOTS,
    SIDEWAYS,
    SMALL_TARGETS,
    open_page,
    shown,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_everyone_can_use_it(chromium, portal, page_type, mode):
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    for size in (PHONE, DESK):
        with shown(chromium, portal, mode, size) as context:
            page = open_page(context, portal, page_type)
            page.screenshot(path=SCREENSHOTS / f"{page_type}-{mode}-{size[0]}.png", full_page=True)
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == [], size
            assert page.evaluate(SIDEWAYS) <= 0, size
            assert page.evaluate(SMALL_TARGETS, 60 if "large" in mode else 44) == [], size


@pytest.mark.parametrize("mode", ["normal", "large"])
@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_at_four_hundred_per_cent_nothing_needs_sideways_scrolling(chromium, portal, page_type, mode):
    """1280 px at 400 % are 320 px."""
    with shown(chromium, portal, mode, REFLOW) as context:
        assert open_page(context, portal, page_type).evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_headings_go_down_one_level_at_a_time(chromium, portal, page_type):
    with shown(chromium, portal) as context:
        page = open_page(context, portal, page_type)
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((h) => Number(h.tagName[1]))")
        assert levels.count(1) == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels)), levels


class TestSizes:
    """Text and lines as docs/design.md promises."""

    def test_body_text_is_18_px_and_24_px_in_large_print(self, chromium, portal):
        for mode, size in (("normal", "18px"), ("large", "24px")):
            with shown(chromium, portal, mode) as context:
                page = open_page(context, portal, "standard")
                assert page.evaluate("getComputedStyle(document.querySelector('.prose p')).fontSize") == size

    def test_the_largest_text_of_large_print_has_at_least_30_px(self, chromium, portal):
        with shown(chromium, portal, "large") as context:
            page = open_page(context, portal, "standard")
            assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('h1')).fontSize)") >= 30

    def test_a_line_of_a_law_has_at_most_38_characters(self, chromium, portal):
        for mode in ("normal", "large"):
            with shown(chromium, portal, mode, DESK) as context:
                page = open_page(context, portal, "law")
                characters = page.evaluate(
                    """Math.max(...[...document.querySelectorAll('.law-text .law-paragraph')].map(
                        (p) => p.getBoundingClientRect().width / parseFloat(getComputedStyle(p).fontSize)))"""
                )
                assert 10 < characters <= 38.01

    def test_on_a_phone_one_acts_without_scrolling(self, chromium, portal):
        with shown(chromium, portal, "normal", PHONE) as context:
            page = open_page(context, portal, "home")
            for selector in ("#q", ".search-box button", ".door[href='/laws/']", ".door[href^='tel:']"):
                box = page.locator(selector).bounding_box()
                assert box is not None
                assert box["y"] + box["height"] <= PHONE[1], selector
