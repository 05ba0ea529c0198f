"""A table that is wider than a phone says so: each side where more lies is marked, without a script, in every mode."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from playwright.sync_api import Locator

from tests.browser.demo_portal import DemoPortal
from tests.browser.pages import MODES, PHONE, RARER_MODES, open_page, shown
from tests.browser.person import Person

pytestmark = pytest.mark.browser
WIDER = "document.querySelector('.table-frame table').style.minWidth = '56rem'"


def marked_sides(frame: Locator) -> tuple[bool, bool]:
    """Whether the left and the right edge look otherwise than the middle, above the words of the first row."""
    seen = Image.open(io.BytesIO(frame.screenshot())).convert("RGB")
    width, _height = seen.size
    left, middle, right = (seen.getpixel((x, 4)) for x in (0, width // 2, width - 1))
    return left != middle, right != middle


@pytest.mark.parametrize("mode", [*MODES, *RARER_MODES])
def test_each_side_where_more_of_a_table_lies_is_marked_and_no_other(browser, portal, mode):
    with shown(browser, portal, mode, PHONE) as context:
        page = open_page(context, portal, "guide")
        frame = page.locator(".table-frame").first
        assert marked_sides(frame) == (False, False)  # it fits

        page.evaluate(WIDER)
        for place, sides in ((0, (False, True)), (200, (True, True)), (10_000, (True, False))):
            frame.evaluate("(frame, place) => { frame.scrollLeft = place; }", place)
            page.wait_for_timeout(100)
            assert marked_sides(frame) == sides, place


def test_a_wide_table_is_moved_by_keys_and_has_a_name(browser, portal):
    with shown(browser, portal, "normal", PHONE) as context:
        page = open_page(context, portal, "guide")
        page.evaluate(WIDER)
        frame = page.get_by_role("group", name="需要的材料")
        frame.focus()
        page.keyboard.press("ArrowRight")
        page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_what_can_be_done_with_a_row_does_not_hide_that_more_lies_beside_it(browser, portal: DemoPortal):
    person = Person(browser, portal, "resident", width=360, height=740).sign_in("/workbench/")
    try:
        page = person.page
        page.goto(f"{portal.url}/workbench/queue/")
        act = page.locator("td.table-act").first
        more = "cell => getComputedStyle(cell, '::before').opacity"
        assert float(act.evaluate(more)) == 1
        page.locator(".table-frame").first.evaluate("frame => { frame.scrollLeft = 10000; }")
        page.wait_for_timeout(100)
        assert float(act.evaluate(more)) == 0
    finally:
        person.leave()
