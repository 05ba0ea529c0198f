"""Who works on the message board under load, for locust: citizens ask screen by screen and come back, residents claim and
answer. What the portal acknowledged is written down, to be compared with its rows afterwards.

``BOARD_FACTS`` names a file with residents' session keys; ``BOARD_KEPT`` the file of what was acknowledged; ``BOARD_HASTE``
divides the time people take to read.
"""

from __future__ import annotations

import itertools
import json
import os
import random
import re
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag
from locust import HttpUser, between, task

HASTE = float(os.environ.get("BOARD_HASTE", "1"))
KEPT = Path(os.environ["BOARD_KEPT"])
SESSIONS = itertools.cycle(json.loads(Path(os.environ["BOARD_FACTS"]).read_text()))
NUMBERS = itertools.count(1)
CITIZENS, RESIDENTS = (int(os.environ.get(f"BOARD_{who}", "1")) for who in ("CITIZENS", "RESIDENTS"))
TOO_LATE = 409
CHOICES = {
    "in_proceedings": "no",
    "happened": "ongoing",
    "for_whom": "self",
    "age_band": "from_18",
    "topic": "labour",
}
BOXES = ("notice_seen", "agreement", "purpose_answer", "purpose_sensitive")
THINGS = ("工资", "押金", "货款", "加班费", "赔偿金", "定金")
WHO = ("公司", "房东", "饭店", "装修公司", "健身房", "网店")
SECTIONS = {
    "conclusion": "您的要求有法律依据。",
    "legal_basis": "当事人应当按照约定全面履行义务。",
    "reasoning": "您有记录可以证明。",
    "next_steps": "先协商，协商不成可以申请仲裁或者起诉。",
}


def keep(kind: str, number: str) -> None:
    """Write down what was acknowledged; one short line, appended whole."""
    with KEPT.open("a") as file:
        file.write(f"{kind} {number}\n")


class Person(HttpUser):
    """Somebody with a browser: forms are read from the page and sent back with what they hold."""

    abstract = True
    wait_time = between(5 / HASTE, 15 / HASTE)

    def on_start(self) -> None:
        """An address of one's own, as the proxy would write it."""
        place = next(NUMBERS)
        self.client.headers["X-Forwarded-For"] = f"10.{place // 250 % 250}.{place % 250}.{random.randint(1, 250)}"

    def page(self, address: str, name: str) -> BeautifulSoup:
        """Open an address."""
        return BeautifulSoup(self.client.get(address, name=name).text, "lxml")

    def send(
        self, page: BeautifulSoup, selector: str, address: str, name: str, **values: str
    ) -> tuple[str, BeautifulSoup]:
        """Fill a form of a page and send it; gives where that led and the page there."""
        form = page.select_one(selector)
        if form is None:
            return address, page
        data = _held(form) | values
        target = str(form.get("action") or address)
        with self.client.post(target, data=data, name=name, catch_response=True) as response:
            if response.status_code == TOO_LATE:  # a colleague was quicker, and the page says so
                response.success()
            return response.url.split("?")[0], BeautifulSoup(response.text, "lxml")


def _held(form: Tag) -> dict[str, Any]:
    """What a form holds already, and what a citizen chooses in it."""
    data: dict[str, Any] = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        name, kind = str(field["name"]), str(field.get("type", ""))
        if kind in ("radio", "checkbox"):
            if CHOICES.get(name) == field.get("value") or name in BOXES:
                data[name] = field.get("value", "on")
        elif kind != "file":
            data[name] = field.get("value", "") if field.name == "input" else field.text.strip()
    return data


class Citizen(Person):
    """Asks, notes the receipt, comes back twice, rates what was answered."""

    fixed_count = CITIZENS

    def on_start(self) -> None:
        """Nothing asked yet."""
        super().on_start()
        self.receipts: list[tuple[str, str]] = []
        self.address, self.shown = "", BeautifulSoup("", "lxml")

    @task(12)
    def one_screen(self) -> None:
        """Go on by one screen; begin anew after a receipt."""
        if not self.address:
            self.page("/ask/", "/ask/")
            self.address, self.shown = "/ask/question/", self.page("/ask/question/", "/ask/SCREEN/")
            return
        what, who = random.choice(THINGS), random.choice(WHO)
        words = f"{who}欠我{what}{random.randint(100, 99999)}元，说了{random.randint(2, 9)}次都不给，我应该怎么办？"
        values = {"question": words} if self.shown.select_one("textarea[name=question]") else {}
        self.address, self.shown = self.send(
            self.shown, "main form:has(.ask-buttons)", self.address, "/ask/SCREEN/ (send)", **values
        )
        if self.address.endswith("/ask/receipt/"):
            codes = [one.text.strip() for one in self.shown.select(".receipt-code")]
            if len(codes) == 2:
                self.receipts.append((codes[0], codes[1]))
                keep("asked", codes[0].replace("-", ""))
            self.address = ""
            self.client.cookies.clear()

    @task(2)
    def come_back(self) -> None:
        """Open one's case by number and passphrase, and rate an answer."""
        if not self.receipts or self.address:
            return
        number, passphrase = random.choice(self.receipts)
        page = self.page("/consultations/mine/", "/consultations/mine/")
        address, page = self.send(
            page,
            "main form",
            "/consultations/mine/",
            "/consultations/mine/ (open)",
            number=number,
            passphrase=passphrase,
        )
        link = page.select_one("a[href$='/rate/']")
        if link is not None:
            address = str(link["href"])
            page = self.page(address, "/consultations/mine/CASE/rate/")
            self.send(page, "main form", address, "/consultations/mine/CASE/rate/ (send)", score="5")
        self.client.cookies.clear()


class Resident(Person):
    """Takes the next case, says that nothing stands in the way, writes, looks, sends."""

    fixed_count = RESIDENTS

    def on_start(self) -> None:
        """Signed in this morning."""
        super().on_start()
        self.client.cookies.set("sessionid", next(SESSIONS))

    @task
    def answer_one(self) -> None:
        """One case from the queue to the answer."""
        queue = self.page("/workbench/queue/", "/workbench/queue/")
        address, page = self.send(queue, ".case-suggested form", "/workbench/queue/", "/workbench/queue/take/")
        found = re.search(r"/workbench/cases/([0-9A-Z]{11})/", address)
        if found is None:
            return
        number = found[1]
        self.wait()
        conflict = f"/workbench/cases/{number}/conflict/"
        self.send(page, "form[action$='/conflict/']", conflict, "/workbench/cases/CASE/conflict/", choice="none")
        self.wait()
        editor = f"/workbench/cases/{number}/answer/"
        page = self.page(editor, "/workbench/cases/CASE/answer/")
        self.wait()
        address, page = self.send(
            page,
            "form[data-answer-editor]",
            editor,
            "/workbench/cases/CASE/answer/ (preview)",
            do="preview",
            **SECTIONS,
        )
        self.wait()
        held = _held(page.select_one("main form") or BeautifulSoup("<form></form>", "lxml"))
        for box in page.select("main input[type=checkbox][name]"):
            held[str(box["name"])] = box.get("value", "on")
        response = self.client.post(f"{editor}preview/", data=held, name="/workbench/cases/CASE/answer/preview/ (send)")
        if response.ok and "preview" not in response.url:
            keep("answered", number)
