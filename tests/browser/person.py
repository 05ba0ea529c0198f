"""Somebody at work in the admin, as a person is: presses are counted, what is seen can be kept for the handbook."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from portal.accounts.demo import DEMO_PASSWORD
from tests.browser.demo_portal import DemoPortal
from tests.browser.pages import SCREENSHOTS

HANDBOOK = Path(settings.BASE_DIR) / "docs" / "images" / "editors"
"""Pictures of docs/editors.md; written anew where UPDATE_HANDBOOK=1 is set."""


class Person:
    """One window of one role. ``presses`` counts clicks and keys that act (not letters typed)."""

    def __init__(
        self, browser: Browser, portal: DemoPortal, role: str, *, width: int = 1280, height: int = 900
    ) -> None:
        self.portal = portal
        self.role = role
        self.presses = 0
        self.context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
        self.page: Page = self.context.new_page()

    def sign_in(self, address: str = "/admin/") -> Person:
        """Sign in with password and code; not counted: it is once a day."""
        self.page.goto(f"{self.portal.url}{address}")
        self.page.fill("[name=username]", self.role)
        self.page.fill("[name=password]", DEMO_PASSWORD)
        self.page.click("button[type=submit]")
        expect(self.page.locator("h1")).to_contain_text("二次验证")
        self.page.fill("#code", self.portal.code(self.role))
        self.page.get_by_role("button", name="继续").click()
        self.page.wait_for_load_state("networkidle")
        self.presses = 0
        return self

    def confirm_code(self) -> None:
        """Type a code once more where an act asks for a fresh one; counted, as the person feels it."""
        self.page.fill("#code", self.portal.code(self.role))
        self.press(self.page.get_by_role("button", name="继续"))

    def press(self, what: Locator, **options: Any) -> None:
        """Click something."""
        what.click(**options)
        self.presses += 1

    def press_button(self, name: str, **options: Any) -> None:
        """Click the first button of this name and wait for what it brings."""
        self.press(self.page.get_by_role("button", name=name, exact=True).first, **options)
        self.page.wait_for_load_state("networkidle")

    def press_link(self, name: str, **options: Any) -> None:
        """Click the first link of this name and wait for what it brings."""
        self.press(self.page.get_by_role("link", name=name).first, **options)
        self.page.wait_for_load_state("networkidle")

    def key(self, name: str) -> None:
        """Press a key that acts."""
        self.page.keyboard.press(name)
        self.presses += 1

    def write(self, selector: str, words: str) -> None:
        """Type into a field; letters are not counted."""
        self.page.fill(selector, words)

    def write_prose(self, field: str, words: str) -> None:
        """Type into a rich text field."""
        editor = self.page.locator(f"section[id$='-{field}-section'] .public-DraftEditor-content").first
        editor.click()
        self.page.keyboard.type(words)

    def keep(self, name: str, *, full_page: bool = False) -> None:
        """Keep a picture: beside the run's screenshots, and in the handbook where that is being brought up to date."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        path = SCREENSHOTS / f"editors-{name}.png"
        self.page.screenshot(path=path, full_page=full_page)
        if os.environ.get("UPDATE_HANDBOOK") == "1":
            HANDBOOK.mkdir(parents=True, exist_ok=True)
            # 64 colours are enough for a screen, and a tenth of the bytes.
            with Image.open(path) as shot:
                shot.convert("RGB").quantize(64).save(HANDBOOK / f"{name}.png", optimize=True)

    def leave(self) -> None:
        """Close the window."""
        self.context.close()
