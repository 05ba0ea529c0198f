"""Two lives: one answer for everybody who asked the same; an article that changed after the answer, the answer mended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.citizen import Citizen, Receipt
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.person import Person
from tests.consultations.builders import PASSPHRASE

pytestmark = pytest.mark.browser
SECTIONS = {
    "conclusion": "开发商逾期交房的，应当按照合同约定支付违约金。",
    "legal_basis": "当事人应当按照约定全面履行自己的义务。",
    "reasoning": "合同约定了交付时间，对方没有按时交付，就是违约。",
    "next_steps": "先书面催告，协商不成的可以起诉。",
}
RESIDENT = """
import json
from portal.accounts.models import User
from portal.consultations.models import ResidentStaff
from tests.consultations import builders
user = User.objects.get(username="resident")
staff = ResidentStaff.objects.filter(user=user).first()
if staff is None:
    staff = builders.resident()
    ResidentStaff.objects.filter(pk=staff.pk).update(user=user)
    staff = ResidentStaff.objects.get(pk=staff.pk)
ResidentStaff.objects.filter(pk=staff.pk).update(most_open=50)
"""
MATTER = f"""{RESIDENT}
from tests.group_matters.people import TEXT, matter_of
matter, cases = matter_of(3, questions=[TEXT, TEXT, TEXT + "我的房子还漏水。"], other_side="示例开发商（虚构）")
print("FACTS" + json.dumps({{"matter": matter.pk, "cases": [case.written_number for case in cases]}}))
"""
CHANGED = f"""{RESIDENT}
from datetime import timedelta
from portal.common import clock
from portal.common.outbox.drain import drain
from portal.changed_law.services.flagging import SINK
from portal.consultations.services.intake.submitting import ContactWish
from portal.consultations.services.citizen import acts
from portal.consultations.models import Answer
from cms.laws.services.announcing import CITATIONS
from tests.changed_law.lives import answered
from tests.consultations.editor.pages import pay_law
from tests.laws.builders import law_text, published
law = pay_law()
case = answered(staff=staff, contact=ContactWish(phone="13900001234", by_sms=True))
acts.rate(case, Answer.objects.get(consultation=case), 5, by=builders.receipt(case))
words = {{2: "本法适用于示范单位。", 30: "用人单位应当每周支付劳动报酬。"}}
published(law, law_text("示范工资法", words), effective_on=clock.today() - timedelta(days=1))
drain(CITATIONS)
drain(SINK)
print("FACTS" + json.dumps({{"case": case.written_number}}))
"""


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    with demo_portal(Path(settings.RUN_DIR) / "browser-group-and-changed") as served:
        yield served


@pytest.fixture(scope="module")
def lawyer(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    person = Person(browser, board, "resident").sign_in("/workbench/")
    yield person
    person.context.close()


@pytest.fixture
def citizen(browser: Browser, board: DemoPortal) -> Iterator[Citizen]:
    somebody = Citizen(browser, board, java_script_enabled=False)
    yield somebody
    somebody.leave()


def facts_of(board: DemoPortal, program: str) -> dict[str, Any]:
    return dict(json.loads(board.shell(program).partition("FACTS")[2]))


def has_no_fault(page: Page) -> None:
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.set_viewport_size({"width": 1280, "height": 900})


def test_article_29_one_answer_for_everybody_who_asked(board: DemoPortal, lawyer: Person, citizen: Citizen) -> None:
    facts = facts_of(board, MATTER)
    page, address = lawyer.page, f"{board.url}/workbench/matters/{facts['matter']}/"
    page.goto(f"{board.url}/workbench/")
    page.get_by_role("link", name="群体性咨询").first.click()
    has_no_fault(page)
    page.locator(f"a[href='/workbench/matters/{facts['matter']}/']").click()
    expect(page.locator("main")).not_to_contain_text("逾期交房")
    has_no_fault(page)
    page.get_by_role("button", name="全部接办").click()
    expect(page.locator("main")).to_contain_text("示例开发商（虚构）")
    has_no_fault(page)
    page.get_by_role("button", name="声明，打开其余的咨询").click()
    page.get_by_role("link", name="一并答复").click()
    page.get_by_role("link", name=f"在 {facts['cases'][0]} 里写").click()
    for name, words in SECTIONS.items():
        page.fill(f"#id_{name}", words)
    page.get_by_role("button", name="保存草稿").first.click()
    expect(page.locator("[data-editor-status]")).to_contain_text("草稿已保存")
    page.goto(address)
    page.get_by_role("link", name="一并答复").click()
    expect(page.locator("mark")).to_have_text("我的房子还漏水。")
    has_no_fault(page)
    page.get_by_role("button", name="逐件发出").click()
    expect(page.locator("main")).to_contain_text("答复已经发给3件咨询")
    for number in facts["cases"]:
        mine = citizen.open(Receipt(number, PASSPHRASE))
        assert citizen.state() == "已答复"
        expect(mine.locator("main")).to_contain_text(SECTIONS["conclusion"])


def test_article_23_a_changed_article_flags_the_resident_mends_the_citizen_is_told(
    board: DemoPortal, lawyer: Person, citizen: Citizen
) -> None:
    facts = facts_of(board, CHANGED)
    page = lawyer.page
    page.goto(f"{board.url}/workbench/changed-law/")
    has_no_fault(page)
    page.get_by_role("link", name=facts["case"]).first.click()
    for words in ("及时足额支付劳动报酬", "每周支付劳动报酬"):
        expect(page.locator("main")).to_contain_text(words)
    has_no_fault(page)
    page.get_by_role("link", name="更正这份答复").click()
    page.fill("#id_correction_reason", "引用的条文有变动，按现行规定更正。")
    page.fill("#id_conclusion", "公司应当每周支付工资。")
    page.locator("[data-citation-accepts]").first.evaluate("box => { box.checked = true; }")
    page.get_by_role("button", name="预览更正").first.click()
    page.get_by_role("button", name="发出更正").click()
    page.goto(f"{board.url}/workbench/changed-law/")
    expect(page.locator("main")).not_to_contain_text(facts["case"])
    mine = citizen.open(Receipt(facts["case"], PASSPHRASE))
    assert citizen.state() == "已答复"
    expect(mine.locator("main")).to_contain_text("公司应当每周支付工资。")
    mine.goto(f"{board.url}/demo/messages/")
    expect(mine.locator("main")).to_contain_text("此前给您的消息有更新")
