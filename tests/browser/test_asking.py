"""Asking, in a browser: on a phone, with and without script, by keyboard, in large print; the way out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.pages import DESK, PHONE, SIDEWAYS, SMALL_TARGETS

pytestmark = pytest.mark.browser

QUESTION = "我老公喝酒后经常打我，昨晚又动手打我，我叫王小丽，电话13800138000，想离婚，孩子判给谁？"
CHOICES = {
    "proceedings": ["[name=in_proceedings][value=unsure]"],
    "when": ["[value=unknown]"],
    "for-whom": ["[value=self]"],
    "age": ["[value=under_14]"],
    "guardian": ["[name=guardian][value=urgent]"],
    "topic": ["[name=topic] >> nth=0"],
    "notice": ["[name=notice_seen]"],
    "consent": ["[name=agreement]", "[name=purpose_answer]", "[name=purpose_sensitive]"],
}
SET = """
from portal.consultations.models import ConsultationSettings
rules = ConsultationSettings.load()
print(rules.asking_mode)
rules.asking_mode = "{mode}"
rules.save()
"""


@pytest.fixture(scope="module", autouse=True)
def _without_account(portal: Any) -> Iterator[None]:
    """The receipt is reached without signing in; afterwards the demo is as it was."""
    before = portal.shell(SET.format(mode="none")).split()[-1]
    yield
    portal.shell(SET.format(mode=before))


def screen(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def go_on(page: Page) -> None:
    """Choose what the screen asks for, and press its button."""
    for choice in CHOICES.get(screen(page), []):
        page.check(choice)
    with page.expect_navigation():
        page.locator(".ask-buttons button").first.click()


def begun(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("link", name="开始", exact=True).click()
    page.fill("textarea", QUESTION)


def walk(page: Page, at_each: Callable[[str], None] = lambda name: None) -> None:
    """From the first page to the receipt."""
    begun(page)
    while screen(page) != "receipt":
        at_each(screen(page))
        go_on(page)
        if screen(page) == "personal" and page.get_by_text("已经隐去").count():
            at_each("masked")
            with page.expect_navigation():
                page.get_by_role("button", name="继续").click()


@pytest.mark.parametrize("display", ["normal", "large"])
def test_every_screen_can_be_used_by_everyone(visit, display):
    page = visit(PHONE, display=display).open("/ask/")

    def looks(name: str) -> None:
        for width, height in (PHONE, DESK):
            page.set_viewport_size({"width": width, "height": height})
            assert violations(page) == [], (name, width)
            assert page.evaluate(SIDEWAYS) <= 0, (name, width)
            assert page.evaluate(SMALL_TARGETS, 60 if display == "large" else 44) == [], (name, width)
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})

    walk(page, looks)
    looks("receipt")


def test_without_script_a_question_is_asked_and_the_receipt_is_one_sheet_of_paper(visit):
    page = visit(PHONE, javascript=False).open("/ask/")
    walk(page)
    assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]", page.inner_text("main"))
    assert page.pdf(format="A4").count(b"/Type /Page\n") + page.pdf(format="A4").count(b"/Type /Page ") == 1
    page.get_by_role("button", name="我已经记下").click()
    page.wait_for_url("**/ask/noted/")


def test_by_keyboard_alone_one_comes_to_the_second_question(visit):
    page = visit(DESK).open("/ask/question/")
    page.locator("textarea").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert screen(page) == "proceedings"
    page.locator("[name=in_proceedings]").first.focus()
    page.keyboard.press("Space")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert screen(page) == "when"


@pytest.mark.parametrize("by_keys", [False, True])
def test_leaving_takes_the_page_out_of_the_history(visit, by_keys):
    page = visit(PHONE).open("/ask/question/")
    page.context.route("https://www.gov.cn/", lambda route: route.fulfill(body="neutral"))
    length = page.evaluate("history.length")
    if by_keys:
        for _press in range(3):
            page.keyboard.press("Escape")
    else:
        page.get_by_role("link", name="快速离开").click()
    page.wait_for_url("https://www.gov.cn/")
    assert page.evaluate("history.length") == length
