"""What a page costs: bytes, requests, movement; and that it asks nobody else."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest

from tests.browser.pages import DESK, PAGE_TYPES, PHONE, STAFF_ONLY, WATCH_SHIFTS, open_page, shown

pytestmark = pytest.mark.browser

KILOBYTE = 1024
LARGEST = {"document": 30, "stylesheet": 15, "script": 10}
LAW_PAGES = ("law", "law-earlier", "compare")  # a long law is split: 60 KB a part
PUBLIC = [page_type for page_type in PAGE_TYPES if page_type not in STAFF_ONLY]


@pytest.mark.parametrize("page_type", PUBLIC)
def test_a_page_is_light_and_asks_nobody_else(browser, portal, page_type):
    with shown(browser, portal, "normal", DESK) as context:
        answers = []
        context.on("response", answers.append)
        open_page(context, portal, page_type)
        assert len(answers) <= 10
        assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(portal.url).netloc}
        assert [answer.url for answer in answers if answer.request.resource_type == "font"] == []
        weights: dict[str, float] = {}
        for answer in answers:
            kind = answer.request.resource_type
            weights[kind] = weights.get(kind, 0) + len(gzip.compress(answer.body())) / KILOBYTE
        largest = {**LARGEST, "document": 60} if page_type in LAW_PAGES else LARGEST
        assert {kind: size for kind, size in weights.items() if size > largest.get(kind, 30)} == {}


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("page_type", PUBLIC)
def test_nothing_moves_while_a_page_comes_up(browser, portal, page_type, size):
    with shown(browser, portal, "normal", size) as context:
        context.add_init_script(WATCH_SHIFTS)
        page = open_page(context, portal, page_type)
        page.wait_for_timeout(200)
        assert page.evaluate("window.shifted") <= 0.05


@pytest.mark.parametrize("page_type", PUBLIC)
def test_the_browser_finds_nothing_against_the_policy_of_the_page(browser, portal, page_type):
    with shown(browser, portal, "normal", DESK) as context:
        said: list[str] = []
        context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        open_page(context, portal, page_type)
        # That the missing page is missing is no fault of its own.
        assert [text for text in said if "404 (Not Found)" not in text] == []
