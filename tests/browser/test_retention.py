"""Purge and hold, as people do it: a supervisor proposes, an administrator approves, what is held stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.person import Person

pytestmark = pytest.mark.browser
NUMBERS = """
from portal.consultations.models import Consultation
for name in ("old", "held", "wages"):
    found = Consultation.objects.filter(submission_key__endswith=f"-{name}").first()
    print(found.written_number if found else "gone")
"""


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    with demo_portal(Path(settings.RUN_DIR) / "browser-retention") as served:
        yield served


def person(browser: Browser, board: DemoPortal, role: str) -> Person:
    return Person(browser, board, role).sign_in("/workbench/")


def test_a32_an_old_case_is_purged_by_two_people_and_a_held_one_stays(browser: Browser, board: DemoPortal) -> None:
    old, held, young = board.shell(NUMBERS).split()[-3:]
    supervisor, administrator = person(browser, board, "supervisor"), person(browser, board, "administrator")
    page = supervisor.page
    page.goto(f"{board.url}/workbench/purges/new/")
    free = page.get_by_role("table", name="可以清理")
    expect(free).to_contain_text(old)
    expect(free).not_to_contain_text(held)
    kept = page.get_by_role("table", name="到期但不能清理")
    expect(kept).to_contain_text(held)
    expect(kept).to_contain_text("依法保存：示范区人民法院")
    expect(page.locator("main")).not_to_contain_text(young)
    assert violations(page) == []
    supervisor.press_button("提出清理，请另一个人批准")
    expect(page.locator("main")).to_contain_text("等待系统管理员决定")
    expect(page.get_by_role("button", name="批准清理")).to_have_count(0)
    other = administrator.page
    other.goto(page.url)
    administrator.press_button("批准清理")
    expect(other.locator("main")).to_contain_text("已清理 1 件，没有清理 0 件")
    assert violations(other) == []
    assert board.shell(NUMBERS).split()[-3:] == ["gone", held, young]
    supervisor.leave()
    administrator.leave()


def test_a_hold_is_placed_on_a_case_and_an_export_is_taken_home(browser: Browser, board: DemoPortal) -> None:
    young = board.shell(NUMBERS).split()[-1]
    supervisor = person(browser, board, "supervisor")
    page = supervisor.page
    page.goto(f"{board.url}/workbench/holds/new/")
    supervisor.press_button("列为依法保存")
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=numbers]", young)
    page.fill("[name=authority]", "示范市公安局")
    page.fill("[name=reason]", "示范：案件需要。")
    supervisor.press_button("列为依法保存")
    expect(page.locator("main")).to_contain_text(young)
    expect(page.locator("main")).to_contain_text("要由另一位监督员解除")
    assert violations(page) == []
    page.goto(f"{board.url}/workbench/inquiries/new/")
    page.fill("[name=numbers]", young)
    page.fill("[name=authority]", "示范市公安局")
    page.fill("[name=document_number]", "示1号")
    page.fill("[name=reason]", "示范：案件需要。")
    supervisor.press_button("开始导出")
    expect(page.locator("main")).to_contain_text("可以下载")
    with page.expect_download() as download:
        page.get_by_role("button", name="下载压缩包").click()
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.goto(f"{board.url}/workbench/openings/")
    expect(page.locator("table")).to_contain_text(young)
    assert violations(page) == []
    supervisor.leave()
