"""A citizen checks what they took home: in the browser, and, without script, by handing it in. Both say the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from portal.consultations.demo import PASSPHRASE
from portal.consultations.records.copies import check_copy
from tests.browser.axe import violations
from tests.browser.citizen import Citizen, Receipt
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.retention.copies import flips, vectors

pytestmark = pytest.mark.browser
NUMBER = """
from portal.consultations.models import Consultation
print(Consultation.objects.get(submission_key="demo-wages").written_number)
"""
# The night after: the demo's cases are of today, and a day is anchored when it is over.
NIGHT = """
from datetime import timedelta
from portal.common import clock
real = clock.now
clock.now = lambda: real() + timedelta(days=1)
from portal.retention.anchors.making import anchor_records
anchor_records()
"""


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    with demo_portal(Path(settings.RUN_DIR) / "browser-verify") as served:
        served.shell(NIGHT)
        yield served


@pytest.fixture
def citizen(browser: Browser, board: DemoPortal) -> Iterator[Citizen]:
    somebody = Citizen(browser, board)
    yield somebody
    somebody.leave()


def taken_home(citizen: Citizen, board: DemoPortal, kind: str) -> bytes:
    """What the citizen's own press on the download gives."""
    receipt = Receipt(board.shell(NUMBER).split()[-1], PASSPHRASE)
    citizen.open(receipt)
    answer = citizen.context.request.get(f"{board.url}/consultations/mine/{receipt.stored}/download.{kind}")
    assert answer.ok
    return answer.body()


def codes_in_the_browser(page: Page, content: bytes) -> list[str]:
    """Choose a file, and read what the script found."""
    page.locator("[data-verify-result]").evaluate("(out) => { delete out.dataset.codes; }")
    page.set_input_files("#record-file", {"name": "record.txt", "mimeType": "text/plain", "buffer": content})
    page.locator("[data-verify-result][data-codes]").wait_for(state="attached")
    return sorted((page.locator("[data-verify-result]").get_attribute("data-codes") or "").split())


def keys(page: Page) -> list[str]:
    return json.loads(page.locator("#verify-words").text_content() or "")["keys"]


def test_a32_a_record_taken_home_is_whole_and_any_changed_byte_is_found(citizen: Citizen, board: DemoPortal) -> None:
    text = taken_home(citizen, board, "txt")
    page = citizen.page
    sent: list[str] = []
    page.goto(f"{board.url}/records/verify/")
    known = keys(page)
    page.on("request", lambda request: sent.append(request.url))
    for name, content in [*vectors(text), *flips(text, max(1, len(text) // 120))]:
        ours = check_copy(content, known).codes
        assert codes_in_the_browser(page, content) == ours, name
        if name not in ("whole", "lines of another system"):
            assert ours, name
    assert sent == [], "nothing left the browser"
    codes_in_the_browser(page, text)
    expect(page.locator("[data-verify-result]")).to_contain_text("一致：这份记录和本网给出的一模一样")
    expect(page.locator("[data-verify-result]")).to_contain_text("根摘要")
    expect(page.locator("[data-verify-result]")).to_contain_text("提交咨询")
    changed = text.replace(b'"act":"claim"', b'"act":"cla1m"', 1)
    assert codes_in_the_browser(page, changed)[-1] == "seal"
    expect(page.locator(".verify-changed")).to_have_count(1)
    expect(page.locator("[data-verify-result]")).to_contain_text("条办理记录被改动过")
    assert violations(page) == []


def test_the_pdf_is_checked_in_the_browser_too(citizen: Citizen, board: DemoPortal) -> None:
    pdf = taken_home(citizen, board, "pdf")
    page = citizen.page
    page.goto(f"{board.url}/records/verify/")
    known = keys(page)
    assert codes_in_the_browser(page, pdf) == []
    for place in range(7, len(pdf), len(pdf) // 40):
        content = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        found = codes_in_the_browser(page, content)
        assert found, place
        assert found == check_copy(content, known).codes, place


def test_without_script_the_portal_checks_it_and_compares(
    browser: Browser, citizen: Citizen, board: DemoPortal
) -> None:
    text = taken_home(citizen, board, "txt")
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{board.url}/records/verify/")
    expect(page.locator("[data-verify-local]")).to_be_hidden()
    page.set_input_files("#record-file", {"name": "a.txt", "mimeType": "text/plain", "buffer": text})
    page.get_by_role("button", name="上传核对").click()
    expect(page.locator("main")).to_contain_text("和本网现在保存的记录一致")
    changed = text.replace(b'"act":"claim"', b'"act":"cla1m"', 1)
    page.set_input_files("#record-file", {"name": "a.txt", "mimeType": "text/plain", "buffer": changed})
    page.get_by_role("button", name="上传核对").click()
    expect(page.locator("main")).to_contain_text("被改动")
    page.goto(f"{board.url}/records/anchors/")
    expect(page.locator("tbody tr")).to_have_count(1)
    context.close()
