"""A supervisor's morning: a figure opens its rows and equals its file; the month's report is opened and read."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import SCREENSHOTS
from tests.browser.person import Person

pytestmark = pytest.mark.browser
PAGES = (
    "/workbench/service-figures/?period=quarter",
    "/workbench/service-figures/rising/",
    "/workbench/monthly-report/",
    "/workbench/commendations/",
    "/consultations/commendations/",
    "/open-data/",
)


@pytest.fixture(scope="module")
def service() -> Iterator[DemoPortal]:
    with demo_portal(Path(settings.RUN_DIR) / "browser-figures") as served:
        yield served


@pytest.fixture(scope="module")
def supervisor(browser: Browser, service: DemoPortal) -> Iterator[Person]:
    person = Person(browser, service, "supervisor").sign_in("/workbench/")
    yield person
    person.leave()


def test_a_figure_opens_its_rows_and_equals_its_file(supervisor: Person) -> None:
    page, url = supervisor.page, supervisor.portal.url
    page.goto(f"{url}/workbench/service-figures/?period=quarter")
    link = page.locator('[data-measure="asked"] a.figures-number').first
    shown = link.inner_text().strip().split()[-1].replace(",", "")
    link.click()
    expect(page.locator("[data-value]")).to_have_text(shown)
    with page.expect_download() as taken:
        page.get_by_role("link", name="导出 CSV").click()
    with Path(taken.value.path()).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == int(shown) > 0
    page.locator("tbody th a").first.click()
    expect(page.locator("h1")).to_be_visible()


def test_the_report_of_a_month_is_downloaded_opened_and_read(supervisor: Person) -> None:
    page, url = supervisor.page, supervisor.portal.url
    page.goto(f"{url}/workbench/monthly-report/")
    page.locator("main .link-list a").nth(2).click()
    page.fill("[name=text]", "这个月没有需要特别说明的情况。")
    page.get_by_role("button", name="保存补充说明").click()
    expect(page.get_by_text("现在是第 1 版")).to_be_visible()
    summary = page.locator("main").inner_text()
    said = re.search(r"共收到法律咨询 ([\d,]+) 件", summary)
    assert said is not None
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载月报").click()
    report = Document(str(taken.value.path()))
    text = "\n".join(paragraph.text for paragraph in report.paragraphs)
    assert said.group() in text
    assert "这个月没有需要特别说明的情况。" in text
    assert report.tables[0].rows[1].cells[1].text == said.group(1)
    assert len(report.inline_shapes) == 1


AGREEMENT = "/workbench/panel/agreement/"
DASHBOARD = "/workbench/service-figures/?period=quarter"
SMALL_WORDS = """() => {
  document.querySelectorAll('details').forEach(each => { each.open = true });
  return [...document.querySelectorAll('main svg text')].filter(each => each.checkVisibility()).filter(each => {
    const svg = each.ownerSVGElement;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return parseFloat(getComputedStyle(each).fontSize) * scale < 12;
  }).map(each => each.textContent);
}"""


@pytest.mark.parametrize("display", ["", "large"])
@pytest.mark.parametrize("width", [360, 768, 1024, 1280])
def test_no_word_of_a_chart_is_smaller_than_twelve_pixels(supervisor: Person, width: int, display: str) -> None:
    page, url = supervisor.page, supervisor.portal.url
    page.set_viewport_size({"width": width, "height": 900})
    page.context.add_cookies([{"name": "display", "value": display, "url": url}])
    try:
        for name, address in (("dashboard", DASHBOARD), ("agreement", AGREEMENT)):
            page.goto(f"{url}{address}")
            page.screenshot(path=SCREENSHOTS / f"figures-{name}-{width}-{display or 'normal'}.png", full_page=True)
            assert violations(page) == []
            assert page.evaluate(SMALL_WORDS) == []
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            page.screenshot(path=SCREENSHOTS / f"figures-{name}-{width}-{display or 'normal'}-open.png", full_page=True)
    finally:
        page.context.clear_cookies(name="display")


def test_on_a_phone_the_dashboard_is_a_list_of_headings_that_open_without_scripts(
    browser: Browser, supervisor: Person
) -> None:
    context = browser.new_context(
        viewport={"width": 360, "height": 640},
        java_script_enabled=False,
        storage_state=supervisor.context.storage_state(),
    )
    page, url = context.new_page(), supervisor.portal.url
    try:
        page.goto(f"{url}{DASHBOARD}")
        expect(page.locator("[data-key]").first).to_be_visible()
        expect(page.locator("#panel-topics")).to_be_hidden()
        page.locator("[data-panel=topics] > summary").click()
        expect(page.locator("#panel-topics")).to_be_visible()
        page.goto("about:blank")
        page.goto(f"{url}{DASHBOARD}#panel-ratings")  # as a link from elsewhere leads there
        expect(page.locator("#panel-ratings")).to_be_visible()
        expect(page.locator("#panel-ratings")).to_be_in_viewport()
        page.screenshot(path=SCREENSHOTS / "figures-dashboard-360-fragment.png")
    finally:
        context.close()


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_no_page_of_the_figures_has_an_axe_violation_or_is_wider_than_the_screen(
    supervisor: Person, address: str, width: int
) -> None:
    page = supervisor.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{supervisor.portal.url}{address}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
