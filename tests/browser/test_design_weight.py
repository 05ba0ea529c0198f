"""What a page costs: bytes, requests, movement; and that it asks nobody else and breaks no policy of its own."""

from __future__ import annotations

import gzip
from collections import defaultdict
from urllib.parse import urlsplit

import pytest

from tests.browser.pages import DESK, PAGE_TYPES, PHONE, STAFF_ONLY, WATCH_SHIFTS, open_page, shown

pytestmark = pytest.mark.browser

KILOBYTE = 1024
LARGEST = {"document": 30, "stylesheet": 15, "script": 10, "image": 30, "other": 30}
LARGEST_LAW = {**LARGEST, "document": 60}  # a long law is split: 60 KB a part
LAW_PAGES = ("law", "law-earlier", "compare")
PUBLIC = [page_type for page_type in PAGE_TYPES if page_type not in STAFF_ONLY]


@pytest.mark.parametrize("page_type", PUBLIC)
def test_a_page_is_light_stands_still_and_asks_nobody_else(browser, portal, page_type):
    answers, said = [], []
    with shown(browser, portal, "normal", DESK) as context:
        context.add_init_script(WATCH_SHIFTS)
        context.on("response", lambda answer: answers.append(answer))
        context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page = open_page(context, portal, page_type)
        weights: dict[str, float] = defaultdict(float)
        for answer in answers:
            weights[answer.request.resource_type] += len(gzip.compress(answer.body())) / KILOBYTE
        page.wait_for_timeout(200)  # late movement counts as well
        assert page.evaluate("window.shifted") <= 0.05
    largest = LARGEST_LAW if page_type in LAW_PAGES else LARGEST
    assert {kind: size for kind, size in weights.items() if size > largest.get(kind, 0)} == {}  # so no font either
    assert len(answers) <= 10
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(portal.url).netloc}
    # That the missing page is missing is no fault of its own.
    assert [text for text in said if "404 (Not Found)" not in text] == []


@pytest.mark.parametrize("page_type", PUBLIC)
def test_nothing_moves_on_a_phone(browser, portal, page_type):
    with shown(browser, portal, "normal", PHONE) as context:
        context.add_init_script(WATCH_SHIFTS)
        page = open_page(context, portal, page_type)
        page.wait_for_timeout(200)
        assert page.evaluate("window.shifted") <= 0.05
