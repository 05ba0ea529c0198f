"""Chromium, and a portal with demo content to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.conftest import missing

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture(scope="session")
def portal() -> Iterator[DemoPortal]:
    """The demo, served; only read."""
    with demo_portal(Path(settings.RUN_DIR) / "browser") as served:
        yield served


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium (CHROMIUM_PATH for another), started once a module: while Playwright's loop runs, Django takes
    this thread for an asynchronous one."""
    path = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not path:
        missing("Chromium", "apt install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()
