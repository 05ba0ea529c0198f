"""A citizen at a phone: asks screen by screen, comes back with number and passphrase. Screens and presses are counted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.demo_portal import DemoPortal

QUESTION = "公司拖欠我三个月工资，一直说没有钱，也不给我签劳动合同，我应该怎么办？"
ANSWERS: Mapping[str, str] = {
    "in_proceedings": "no",
    "happened": "ongoing",
    "for_whom": "self",
    "age_band": "from_18",
    "topic": "labour",
    "guardian": "agrees",
}
CONSENTS = ("notice_seen", "agreement", "purpose_answer", "purpose_sensitive")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt page shows."""

    number: str
    passphrase: str

    @property
    def stored(self) -> str:
        """The number as it stands in addresses."""
        return self.number.replace("-", "")


class Citizen:
    """One window. ``hides``: takes the offer to hide personal data before sending."""

    def __init__(
        self, browser: Browser, portal: DemoPortal, *, display: str = "normal", hides: bool = True, **options: Any
    ) -> None:
        self.portal = portal
        self.hides = hides
        self.context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", **options)
        self.context.set_default_timeout(15_000)
        if display != "normal":
            self.context.add_cookies([{"name": "display", "value": display, "url": portal.url}])
        self.page: Page = self.context.new_page()
        self.screens: list[str] = []

    def ask(self, question: str = QUESTION, **answers: str) -> Receipt:
        """Go through every screen to the receipt, without an account where the portal asks for none."""
        page, chosen = self.page, {**ANSWERS, **answers}
        page.goto(f"{self.portal.url}/ask/")
        page.get_by_role("link", name="开始", exact=True).or_(page.get_by_role("link", name="接着写")).first.click()
        for _screen in range(25):
            page.wait_for_load_state()
            self.screens.append(page.url.removeprefix(self.portal.url))
            if "/ask/receipt/" in page.url:
                return self._receipt()
            if "/sign-in/" in page.url:
                self._sign_in()
                continue
            self._fill(question, chosen)
            self._go_on()
        raise AssertionError(f"no receipt after {self.screens}")

    def _fill(self, question: str, chosen: Mapping[str, str]) -> None:
        page = self.page
        if page.locator("textarea[name=question]").count():
            page.fill("textarea[name=question]", question)
        for name, value in chosen.items():
            choice = page.locator(f"input[type=radio][name={name}][value={value}]")
            if choice.count():
                choice.first.check()
        if page.locator("input[name=other_side]").count():
            page.fill("input[name=other_side]", chosen.get("other_side", "示例公司（虚构）"))
        for name in CONSENTS:
            box = page.locator(f"input[type=checkbox][name={name}]")
            if box.count():
                box.check()

    def _go_on(self) -> None:
        keep = self.page.get_by_role("button", name="不用隐去，继续")
        if not self.hides and keep.count():
            keep.click()
            return
        self.page.locator("main .ask-buttons button[type=submit]").first.click()

    def _sign_in(self) -> None:
        from tests.browser.test_citizen_sign_in import last_code, number

        page = self.page
        page.get_by_label("手机号码").fill(number())
        page.get_by_role("button", name="获取验证码").click()
        page.get_by_label("短信里的6位验证码").fill(last_code(page, self.portal))
        page.get_by_role("button", name="登录").click()

    def _receipt(self) -> Receipt:
        codes = self.page.locator(".receipt-code").all_inner_texts()
        assert re.fullmatch(r"[0-9A-Z]{5}-[0-9A-Z]{5}-[0-9A-Z]", codes[0].strip())
        receipt = Receipt(codes[0].strip(), codes[1].strip())
        self.page.get_by_role("button", name="我已经记下").click()
        return receipt

    def open(self, receipt: Receipt) -> Page:
        """Come back with number and passphrase."""
        page = self.page
        page.goto(f"{self.portal.url}/consultations/mine/")
        page.fill("#id_number", receipt.number)
        page.fill("#id_passphrase", receipt.passphrase)
        page.get_by_role("button", name="打开", exact=True).click()
        expect(page.locator("h1")).to_contain_text(receipt.number)
        return page

    def act(self, name: str, button: str, words: str = "") -> Page:
        """One act of the case's page: its link, its screen, its button."""
        page = self.page
        page.get_by_role("link", name=name, exact=True).first.click()
        if words:
            page.locator("main textarea").first.fill(words)
        page.get_by_role("button", name=button).click()
        expect(page.locator(".notice").first).to_contain_text("已经提交")
        return page

    def state(self) -> str:
        """Where the case stands, as its page says."""
        return self.page.locator(".case-state").inner_text().strip()

    def leave(self) -> None:
        """Close the window."""
        self.context.close()
