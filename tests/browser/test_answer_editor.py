"""The answer editor as a resident works in it: articles picked beside the sheet, the draft kept by itself, Ctrl+Enter, sending; by
keyboard, without JavaScript, on a phone; axe finds nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import SCREENSHOTS
from tests.browser.person import Person

pytestmark = pytest.mark.browser
SIZES = ((1280, 900), (360, 740))
CASES = """
import json
from cms.directory.models import Practitioner
from portal.accounts.models import User
from portal.common import clock
from portal.consultations.models import ResidentStaff, ScreeningFlag
from portal.consultations.services.intake.numbers import allocate_staff_code
from tests.consultations import builders
user = User.objects.get(username="resident")
staff = ResidentStaff.objects.filter(user=user).first()
if staff is None:
    home = builders.resident_institution("示范编辑律师事务所")
    lawyer = Practitioner.objects.create(name="示例编辑", kind="lawyer")
    staff = ResidentStaff.objects.create(
        user=user, practitioner=lawyer, resident_institution=home, staff_code=allocate_staff_code(),
        joined_on=clock.today(), most_open=50,
    )
QUESTION = "老公又打我，说要打死我，我想委托律师离婚。公司还拖欠我三个月工资。"
numbers = {}
for name in ("look", "keys", "plain", "kept"):
    case = builders.claimed(staff, question=QUESTION, topic=builders.topic())
    ScreeningFlag.objects.get_or_create(
        consultation=case, rule="danger",
        defaults={"words": '["说要打死我"]', "explanation": "提到家庭暴力", "raised_at": clock.now()},
    )
    numbers[name] = case.receipt_number
print("CASES" + json.dumps(numbers))
"""
SECTIONS = {
    "conclusion": "公司应当支付拖欠的工资。",
    "legal_basis": "依据劳动合同的规定。",
    "reasoning": "公司没有正当理由拖欠工资。",
    "next_steps": "先向劳动保障监察机构投诉，也可以申请劳动仲裁。",
}


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    with demo_portal(Path(settings.RUN_DIR) / "browser-answer-editor") as served:
        yield served


@pytest.fixture(scope="module")
def cases(desk: DemoPortal) -> dict[str, str]:
    return dict(json.loads(desk.shell(CASES).partition("CASES")[2]))


@pytest.fixture
def lawyer(browser: Browser, desk: DemoPortal) -> Iterator[Person]:
    person = Person(browser, desk, "resident").sign_in("/workbench/")
    yield person
    person.context.close()


def open_editor(person: Person, number: str) -> Page:
    person.page.goto(f"{person.portal.url}/workbench/cases/{number}/answer/")
    return person.page


def write(page: Page) -> None:
    for name, words in SECTIONS.items():
        page.fill(f"#id_{name}", words)


def look(page: Page, name: str) -> list[str]:
    found = []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
        found += [f"{name} at {width}: {fault}" for fault in violations(page)]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            f"{name} at {width} scrolls sideways"
        )
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_axe_finds_nothing_on_the_editor_its_errors_its_preview_and_the_correction(
    lawyer: Person, cases: dict[str, str]
) -> None:
    page = open_editor(lawyer, cases["look"])
    found = look(page, "answer-editor")
    page.fill("#law-q", "劳动合同")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.locator("#law-results li").first).to_be_visible()
    page.locator("#law-results button").first.click()
    page.wait_for_load_state("networkidle")
    write(page)
    page.fill("#id_next_steps", "打13800001111找我。示范区人民法院立案庭电话010-88884444。")
    page.locator("[data-editor-preview]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    found += look(page, "answer-editor-errors")
    page.fill("#id_next_steps", SECTIONS["next_steps"])
    page.locator("[data-editor-preview]").click()
    expect(page.locator("h1")).to_contain_text("预览")
    found += look(page, "answer-preview")
    page.get_by_role("button", name="发出答复").click()
    expect(page.get_by_role("status").first).to_contain_text("答复已经发出")
    lawyer.page.goto(f"{lawyer.portal.url}/workbench/cases/{cases['look']}/")
    page.get_by_role("link", name="更正这份答复").click()
    found += look(page, "answer-correct")
    page.goto(f"{lawyer.portal.url}/workbench/templates/new/")
    found += look(page, "answer-template")
    assert found == []


def test_an_answer_is_written_and_sent_by_keyboard(lawyer: Person, cases: dict[str, str]) -> None:
    page = open_editor(lawyer, cases["keys"])
    page.locator("#id_conclusion").focus()
    for number, words in enumerate(SECTIONS.values()):
        if number:
            name = list(SECTIONS)[number]
            for _step in range(60):
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement.id") == f"id_{name}":
                    break
        page.keyboard.type(words)
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("预览")
    page.get_by_role("button", name="发出答复").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("答复已经发出")


def test_the_draft_is_kept_by_itself_and_a_row_added_without_leaving(lawyer: Person, cases: dict[str, str]) -> None:
    page = lawyer.page
    page.clock.install()
    open_editor(lawyer, cases["kept"])
    page.fill("#id_conclusion", "写了一半的结论")
    rows = page.locator("[data-editor-row]")
    before = rows.count()
    page.get_by_role("button", name="再加一条引用").click()
    expect(rows).to_have_count(before + 1)
    page.clock.run_for(31_000)
    expect(page.locator("[data-editor-status]")).to_contain_text("草稿已保存")
    page.clock.resume()
    open_editor(lawyer, cases["kept"])
    expect(page.locator("#id_conclusion")).to_have_value("写了一半的结论")


def test_everything_works_without_javascript(browser: Browser, desk: DemoPortal, cases: dict[str, str]) -> None:
    signed_in = Person(browser, desk, "resident").sign_in("/workbench/")
    context = browser.new_context(java_script_enabled=False, storage_state=signed_in.context.storage_state())
    page = context.new_page()
    page.goto(f"{desk.url}/workbench/cases/{cases['plain']}/answer/")
    write(page)
    page.fill("#law-q", "劳动合同法39")
    page.get_by_role("button", name="查找", exact=True).click()
    expect(page.locator("#id_conclusion")).to_have_value(SECTIONS["conclusion"])
    page.locator("#law-results button").first.click()
    expect(page.locator("#id_conclusion")).to_have_value(SECTIONS["conclusion"])
    page.get_by_role("button", name="委托提示").click()
    page.get_by_role("button", name="预览并发出").first.click()
    expect(page.locator("h1")).to_contain_text("预览")
    page.get_by_role("button", name="发出答复").click()
    expect(page.get_by_role("status").first).to_contain_text("答复已经发出")
    context.close()
    signed_in.context.close()
