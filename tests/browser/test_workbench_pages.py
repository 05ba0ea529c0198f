"""Every page of the workbench that a role comes to by its links: whole, without a word from axe, on a phone and in 大字版.

Links are followed as a person would; of one kind of page (one route) the first is opened for each role, and looked at for the first
role that comes to it. A new room is walked by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import SCREENSHOTS, SIDEWAYS
from tests.browser.person import Person

pytestmark = pytest.mark.browser
ROLES = ("resident", "back_office", "moderator", "supervisor", "expert")
LOOKS = (("normal", 360, 640), ("large", 1280, 900))
FILES = (".csv", ".pdf", ".txt", ".docx", ".zip", ".json", ".ics", ".svg", ".xlsx")
LOOKED_AT: set[str] = set()
LINKS = '[...document.querySelectorAll(\'main a[href^="/workbench/"], main a[href^="?"]\')].map((a) => a.href)'


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: reading leaves lines in its log."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-workbench") as served:
        yield served


def route_of(address: str) -> str:
    """The kind of page an address is of; "" for what is followed nowhere: files, forms' targets, other doors."""
    path = urlsplit(address).path
    if path.endswith(FILES):
        return ""
    try:
        return resolve(path).route
    except Resolver404:
        return ""


def look(page: Page, name: str) -> list[str]:
    """What is wrong with the page that is open, in each look."""
    found = []
    for mode, width, height in LOOKS:
        page.context.add_cookies([{"name": "display", "value": mode, "url": page.url}])
        page.set_viewport_size({"width": width, "height": height})
        page.reload(wait_until="load")
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"workbench-{name}-{mode}-{width}.png", full_page=True)
        found += [f"{mode}: {fault}" for fault in violations(page)]
        if page.evaluate(SIDEWAYS) > 0:
            found.append(f"{mode} at {width}: it scrolls sideways")
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_workbench_is_broken_for_anybody(role: str, browser: Browser, desk: DemoPortal) -> None:
    person = Person(browser, desk, role).sign_in("/workbench/")
    page, wrong, complaints = person.page, [], []
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    waiting, seen = [f"{desk.url}/workbench/"], set()
    while waiting:
        address = waiting.pop(0)
        route = route_of(address)
        if not route or route in seen:
            continue
        seen.add(route)
        page.context.add_cookies([{"name": "display", "value": "normal", "url": desk.url}])
        answer = page.goto(address, wait_until="load")
        assert answer is not None
        assert answer.status == 200, f"{role}: {address}: {answer.status}"
        waiting += page.evaluate(LINKS)
        if route in LOOKED_AT:
            continue
        LOOKED_AT.add(route)
        name = f"{role}-{route.removeprefix('workbench/').strip('/').replace('/', '-').replace(':', '')}"
        wrong += [f"{role} {urlsplit(address).path}: {words}" for words in look(page, name)]
    person.leave()
    assert wrong == []
    assert complaints == []
    assert len(seen) >= 4, seen
