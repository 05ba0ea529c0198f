"""A real Chromium on a real server that serves the demo: what a visitor sees, with the strict policy, styles and scripts.

One server and one browser a run. The server has a database, an index and uploads of its own, filled once by ``seed_demo``;
tests read it and leave no trace that another would notice.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pressing import presses_wait_for_their_pages
from tests.conftest import missing

CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SCREENSHOTS = Path(settings.BASE_DIR) / "var" / "screenshots"
PHONE, DESK = (360, 640), (1280, 900)
PATIENCE = 30_000
"""Milliseconds that a test waits for what must come. It comes sooner; how soon is no test's business."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        missing("Chromium", "apt-get install chromium")
    # Playwright runs an event loop in this thread; the ORM would take it for an asynchronous view.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    presses_wait_for_their_pages()
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def portal() -> Iterator[DemoPortal]:
    """A server that serves the demo's content, seeded for this run, and what a test needs to know of it."""
    with demo_portal(Path(settings.RUN_DIR) / "demo") as served:
        yield served


@pytest.fixture(scope="session")
def demo_url(portal: DemoPortal) -> str:
    """The address of that server."""
    return portal.url


@dataclass
class Visitor:
    """A browser window on the demo. ``complaints`` gathers what the browser's console calls an error (a blocked script, a
    missing file) and answers of 500 and more; the fixture fails the test on any that it does not expect."""

    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """A new page at ``path``, loaded."""
        page = self.context.new_page()
        page.on("console", lambda message: self._heard(message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(f"{self.url}{path}", wait_until="load")
        return page

    def _heard(self, kind: str, words: str) -> None:
        # A page that is an error page on purpose is reported like a missing file.
        if kind == "error" and "status of 404" not in words:
            self.complaints.append(words)


@pytest.fixture
def visit(browser: Browser, demo_url: str) -> Iterator[Callable[..., Visitor]]:
    """Open a window: ``visit(PHONE, display="large", scheme="dark", javascript=False)``; closed after the test, which
    fails if the browser complained."""
    visitors: list[Visitor] = []

    def opened(
        size: tuple[int, int] = DESK, *, display: str = "normal", scheme: str = "light", javascript: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme=scheme,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        if display != "normal":
            context.add_cookies([{"name": "display", "value": display, "url": demo_url}])
        visitors.append(Visitor(context, demo_url))
        return visitors[-1]

    yield opened
    complaints = [words for visitor in visitors for words in visitor.complaints]
    for visitor in visitors:
        visitor.context.close()
    assert complaints == []


@pytest.fixture
def screenshot() -> Callable[[Page, str], Path]:
    """Keep a picture of the whole page under ``var/screenshots`` for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)

    def taken(page: Page, name: str) -> Path:
        path = SCREENSHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    return taken
