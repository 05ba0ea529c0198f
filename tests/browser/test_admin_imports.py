"""Editors bring questions in with a real browser: a file is checked, confirmed, its drafts submitted and published."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.test_admin_laws import english_words, enter, keep

pytestmark = pytest.mark.browser

QUESTIONS = [
    {
        "id": 1,
        "question": "示范：快递丢了谁来赔？",
        "keywords": "快递",
        "articles": ["示范消费者保护法第七条", "没有的法第一条"],
        "answer": "先找卖家，由卖家重新发货或者退款。",
    },
    {"id": 2, "question": "示范：外卖送错了能退吗？", "answer": "可以要求退款或者重做。"},
    {"id": 3, "question": "示范：没有写答案的问题"},
]


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: these tests write."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-imports") as served:
        yield served


def looked_at(page: Page, name: str) -> None:
    """Nothing for axe to find, nothing in English, and a picture for people."""
    page.wait_for_load_state("networkidle")
    expect(page.locator(".dir-page")).to_be_visible()
    assert violations(page, ".dir-page") == []
    assert [
        word for word in english_words(page) if word.upper() not in ("JSONL", "CSV", "XLSX", "JSON", "MARKDOWN")
    ] == []
    keep(page, name)


def test_questions_go_from_a_file_through_the_review_to_the_public(browser: Browser, desk: DemoPortal) -> None:
    content = "\n".join(json.dumps(question, ensure_ascii=False) for question in QUESTIONS).encode()
    context, page = enter(browser, desk, "content_editor")
    page.goto(f"{desk.url}/admin/editorial/imports/")
    looked_at(page, "imports")
    page.get_by_role("link", name="上传文件").click()
    page.wait_for_url("**/upload/")
    looked_at(page, "import-upload")
    page.set_input_files("[name=file]", {"name": "问答.jsonl", "mimeType": "text/plain", "buffer": content})
    page.get_by_role("button", name="上传并检查").click()
    expect(page.locator(".dir-page")).to_contain_text("没有“简短回答”")
    looked_at(page, "import-checked")
    page.get_by_role("button", name="确认导入2篇").click()
    expect(page.locator(".dir-page")).to_contain_text("写入的页面")
    expect(page.locator(".dir-page")).to_contain_text("未能识别的引用：没有的法第一条")
    page.get_by_role("link", name="全选本页").click()
    page.wait_for_url("**select=all*")
    looked_at(page, "import-drafts")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator(".messages")).to_contain_text("已提交审核：2 篇")
    address = page.url
    context.close()

    context, page = enter(browser, desk, "reviewing_editor")
    page.goto(address)
    page.get_by_role("link", name="全选本页").click()
    page.wait_for_url("**select=all*")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("已发布：2 篇")
    context.close()

    visitor = browser.new_page()
    visitor.goto(f"{desk.url}/qa/")
    visitor.get_by_role("link", name="示范：快递丢了谁来赔？").click()
    expect(visitor.locator("h1")).to_contain_text("快递丢了谁来赔")
    expect(visitor.locator("main")).not_to_contain_text("没有的法")
    visitor.close()
