"""Citing in the admin, as an editor does it: typing, choosing with the keyboard, seeing the words of the article."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal
from tests.browser.pages import SCREENSHOTS

pytestmark = pytest.mark.browser

LAW = "示范劳动用工法（示范文本）"


@pytest.fixture
def form(browser: Browser, portal: DemoPortal) -> Iterator[Page]:
    """A new Q&A in the demo's admin, at the tab of its legal basis, with one empty citation. Nothing is saved."""
    context = browser.new_context(viewport={"width": 1280, "height": 1100}, locale="zh-CN")
    context.add_cookies([{"name": "sessionid", "value": portal.session, "url": portal.url}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    listing = context.request.get(
        f"{portal.url}/admin/api/main/pages/?type=editorial.KnowledgeQAIndex", headers={"Accept": "application/json"}
    )
    section = next(item for item in listing.json()["items"] if item["meta"]["type"] == "editorial.KnowledgeQAIndex")
    page.goto(f"{portal.url}/admin/pages/add/editorial/knowledgeqa/{section['id']}/")
    page.get_by_role("tab", name="法律依据与专题").click()
    page.locator("[data-contentpath=citations] .c-sf-add-button").first.click()
    yield page
    context.close()
    assert complaints == []


def test_a_citation_is_typed_chosen_with_enter_and_shown_with_its_words(form: Page) -> None:
    line = form.locator("[data-citation-words]")
    line.press_sequentially("示范劳动用工法3")
    option = form.get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("遵循合法、公平、平等自愿")
    expect(line).to_have_attribute("aria-expanded", "true")
    form.screenshot(path=SCREENSHOTS / "admin-citation-list.png")
    assert violations(form, ".citation-input") == []
    line.press("Enter")
    expect(line).to_have_value(f"{LAW}第三条")
    expect(form.get_by_role("option")).to_have_count(0)
    expect(form.locator("[data-citation-about]")).to_contain_text("有效，2024年10月1日起施行")
    form.locator("[data-citation-shown] summary").click()
    expect(form.locator("[data-citation-text]")).to_contain_text("不得扣押劳动者的居民身份证")
    assert json.loads(form.locator("[data-citation-was]").input_value())["locator"] == "3"
    form.screenshot(path=SCREENSHOTS / "admin-citation-chosen.png")
    # Other words: what is below belongs to the old ones.
    line.press("End")
    line.press_sequentially("第九款")
    expect(form.locator("[data-citation-shown]")).to_be_hidden()
    expect(form.locator(".citation-input-said")).to_contain_text("里没有")


def test_articles_are_found_by_words_and_chosen_with_the_arrows(form: Page) -> None:
    line = form.locator("[data-citation-words]")
    line.press_sequentially("书面劳动合同")
    expect(form.get_by_role("option").first).to_be_visible()
    expect(form.locator(".citation-input-said")).to_contain_text("条可选")
    line.press("ArrowDown")
    chosen = form.locator("[role=option][aria-selected=true]")
    title = chosen.locator("strong").inner_text()
    line.press("Enter")
    expect(line).to_have_value(title)
    line.fill("霸王龙饲养许可")
    expect(form.locator(".citation-input-said")).to_contain_text("没有找到")


def test_a_form_that_is_sent_back_keeps_what_was_typed_and_says_what_was_not_found(form: Page) -> None:
    form.locator("[data-citation-words]").fill("示范劳动用工法900")
    form.get_by_role("button", name="保存草稿").first.click()
    form.wait_for_load_state("load")
    form.get_by_role("tab", name="法律依据与专题").click()
    expect(form.locator("[data-citation-words]")).to_have_value("示范劳动用工法900")
    expect(form.locator("[data-contentpath=citations]")).to_contain_text("现行文本没有第九百条")
