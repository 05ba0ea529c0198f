"""Editors at work in a real browser: a law is uploaded, reviewed, published, mended, found. Everything they read is Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal.accounts.demo import DEMO_PASSWORD
from tests.admin.builders import docx
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import SCREENSHOTS

pytestmark = pytest.mark.browser

TITLE = "示范图书借阅条例"
WORDS = [
    TITLE,
    "（2024年5月1日示范委员会通过）",
    "第一章 总则",
    "第一条 为了示范图书借阅，制定本条例。",
    # The second article hangs on to the first paragraph of the third: a break that the file lost.
    "第二条 民事主体可以借阅图书。第三条 借阅的图书应当按时归还。",
    "第二章 附则",
    "第四条 本条例自2024年7月1日起施行。",
]
ENGLISH = re.compile(r"\b[A-Za-z]{3,}\b")
# Names, file types, marks of the source format, and what people typed: no words of the interface.
NOT_WORDS = re.compile(
    r"INFO END|Wagtail|Word|WPS|PDF|admin|\.?(docx|doc|txt|md)\b|content_editor|reviewing_editor|example|invalid|UTF"
    r"|/workbench/|\bzgc\b|CSV|XLSX",
    re.I,
)


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: these tests write."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-admin") as served:
        yield served


@pytest.fixture(scope="module")
def window(request: pytest.FixtureRequest) -> Browser:
    """The run's one browser, by whichever name the folder's conftest gives it."""
    for name in ("chromium", "browser"):
        with suppress(pytest.FixtureLookupError):
            found: Browser = request.getfixturevalue(name)
            return found
    pytest.fail("tests/browser/conftest.py offers no browser")


def enter(window: Browser, desk: DemoPortal, role: str) -> tuple[BrowserContext, Page]:
    context = window.new_context(viewport={"width": 1280, "height": 1600}, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{desk.url}/admin/")
    page.fill("[name=username]", role)
    page.fill("[name=password]", DEMO_PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator("h1")).to_contain_text("二次验证")
    page.fill("#code", desk.code(role))
    page.get_by_role("button", name="继续").click()
    expect(page.locator("h1")).to_contain_text("您好")
    return context, page


def keep(page: Page, name: str) -> None:
    """Keep a picture beside the other screenshots of the run, for people to look at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"admin-{name}.png", full_page=True)


def english_words(page: Page) -> list[str]:
    shown = page.locator("body").inner_text()
    return ENGLISH.findall(NOT_WORDS.sub("", shown))


def test_a_law_goes_from_a_word_file_through_the_review_to_the_public_and_is_found(
    window: Browser, desk: DemoPortal
) -> None:
    context, page = enter(window, desk, "content_editor")
    page.goto(f"{desk.url}/admin/laws/upload/")
    page.set_input_files(
        "[name=file]",
        {
            "name": "law.docx",
            "mimeType": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "buffer": docx(*WORDS),
        },
    )
    page.click("button[value=check]")
    # The tree shows what is wrong: the third article is not there.
    expect(page.locator(".law-findings")).to_contain_text("第四条之前缺第三条")
    keep(page, "upload-check")
    text = page.input_value("[name=source_text]")
    page.fill("[name=source_text]", text.replace("借阅图书。第三条", "借阅图书。\n第三条"))
    page.click("button[value=check]")
    expect(page.locator(".law-findings")).to_contain_text("没有发现可疑的地方")
    expect(page.locator("[name=title]")).to_have_value(TITLE)
    expect(page.locator("[name=effective_on]")).to_have_value("2024-07-01")
    assert english_words(page) == []
    page.click("button[value=submit]")
    expect(page.locator(".messages")).to_contain_text("提交审核")
    context.close()

    context, page = enter(window, desk, "reviewing_editor")
    expect(page.locator("main")).to_contain_text("等待我审核")
    keep(page, "first-page-of-a-reviewer")
    page.get_by_role("link", name=re.compile(TITLE)).first.click()
    page.wait_for_load_state("networkidle")
    keep(page, "review")
    page.get_by_role("button", name="批准并发布").first.click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{desk.url}/admin/snippets/laws/instrumentversion/?q=民事主体")
    expect(page.locator("main")).to_contain_text(f"{TITLE}（2024-07-01）")
    keep(page, "list-found")

    visitor = window.new_page()
    address = f"{desk.url}/laws/shi-fan-tu-shu-jie-yue-tiao-li/"
    visitor.goto(address)
    expect(visitor.locator("h1")).to_contain_text(TITLE)
    expect(visitor.locator("#art-3")).to_contain_text("按时归还")
    visitor.close()
    context.close()


def test_a_wrong_parse_is_mended_in_the_text_with_its_structure_beside_it(window: Browser, desk: DemoPortal) -> None:
    context, page = enter(window, desk, "reviewing_editor")
    page.set_viewport_size({"width": 1500, "height": 1000})
    page.goto(f"{desk.url}/admin/snippets/laws/instrumentversion/")
    page.locator("td.title a").first.click()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="预览开关").first.click()
    tree = page.frame_locator("iframe.w-preview__iframe").last.locator("body")
    expect(tree).to_contain_text("预览", timeout=15_000)
    # Wagtail looks at the form two seconds after it was opened; what was typed by then it takes for what was there.
    page.wait_for_timeout(3_000)
    page.get_by_label("预览模式").select_option(label="结构")
    expect(tree).to_contain_text("未识别的段落", timeout=15_000)
    text = page.input_value("[name=source_text]")
    broken = text.replace("第二条", "第九条", 1)
    page.fill("[name=source_text]", broken)
    expect(tree).to_contain_text("之前缺第二条", timeout=15_000)
    keep(page, "structure-beside-text")
    # Not quite as it was: a form that is as it was opened counts as untouched, and Wagtail previews it no more.
    page.fill("[name=source_text]", f"{text}\n")
    expect(tree).to_contain_text("没有发现可疑的地方", timeout=15_000)
    context.close()


def test_the_pages_that_editors_meet_are_in_chinese(window: Browser, desk: DemoPortal) -> None:
    found = {}
    context, page = enter(window, desk, "content_editor")
    addresses = [
        "/admin/",
        "/admin/laws/upload/",
        "/admin/snippets/laws/instrument/",
        "/admin/snippets/laws/instrument/add/",
        "/admin/snippets/laws/instrumentversion/",
        "/admin/snippets/laws/instrumentversion/edit/1/",
        "/admin/snippets/laws/instrumentversion/history/1/",
        "/admin/snippets/laws/instrumentversion/inspect/1/",
        "/admin/handbook/",
        "/admin/account/",
    ]
    for address in addresses:
        page.goto(f"{desk.url}{address}")
        page.wait_for_load_state("networkidle")
        if words := english_words(page):
            found[address] = words
    keep(page, "account")
    context.close()

    assert found == {}
