"""Whole lives of a question, as people live them: a citizen at a phone, a moderator and a lawyer at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.citizen import QUESTION, Citizen, Receipt
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.pages import CUT_OFF
from tests.browser.person import Person

pytestmark = pytest.mark.browser
SECTIONS = {
    "conclusion": "公司应当支付拖欠的工资，您可以要求补发。",
    "legal_basis": "用人单位应当按照约定和国家规定及时足额支付劳动报酬。",
    "reasoning": "您有工资记录，公司没有不付的正当理由。",
    "next_steps": "先向劳动保障监察机构投诉，也可以申请劳动仲裁。",
}
SWEEP = "from portal.consultations.tasks import sweep; sweep()"


@pytest.fixture(scope="module")
def board() -> Iterator[DemoPortal]:
    """A demo of its own, in which nobody needs an account to ask."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-lives") as served:
        served.shell(
            "from portal.consultations.models import ConsultationSettings as S; "
            "row = S.load(); row.asking_mode = 'none'; row.save()"
        )
        yield served


@pytest.fixture
def citizen(browser: Browser, board: DemoPortal) -> Iterator[Citizen]:
    somebody = Citizen(browser, board, java_script_enabled=False)
    yield somebody
    somebody.leave()


@pytest.fixture(scope="module")
def lawyer(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    person = Person(browser, board, "resident").sign_in("/workbench/")
    yield person
    person.leave()


@pytest.fixture(scope="module")
def moderator(browser: Browser, board: DemoPortal) -> Iterator[Person]:
    person = Person(browser, board, "moderator").sign_in("/workbench/")
    yield person
    person.leave()


def claim(lawyer: Person, receipt: Receipt) -> Page:
    """Take it from the queue, and say that nothing stands in the way: the names of the other side come first."""
    page = lawyer.page
    page.goto(f"{lawyer.portal.url}/workbench/queue/")
    page.get_by_role("button", name=f"接办 {receipt.number}").or_(
        page.locator(f"form:has(input[value='{receipt.stored}']) button")
    ).first.click()
    expect(page.locator("h1")).to_contain_text("回避")
    expect(page.locator("main")).not_to_contain_text(QUESTION[:8])
    page.get_by_role("button", name="不需要回避，打开咨询").click()
    expect(page.locator("main")).to_contain_text("问题")
    return page


def answer(lawyer: Person, receipt: Receipt, sections: dict[str, str] = SECTIONS) -> None:
    """Write the sections, look at the preview, send."""
    page = lawyer.page
    page.goto(f"{lawyer.portal.url}/workbench/cases/{receipt.stored}/answer/")
    for name, words in sections.items():
        if page.locator(f"#id_{name}").count():
            page.fill(f"#id_{name}", words)
    page.get_by_role("button", name="预览").first.click()
    expect(page.locator("h1")).to_contain_text("预览")
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="发出").first.click()
    page.wait_for_load_state()


def test_asked_answered_rated_without_account_and_without_script(citizen: Citizen, lawyer: Person) -> None:
    receipt = citizen.ask()
    assert len(citizen.screens) <= 20, citizen.screens
    citizen.open(receipt)
    assert citizen.state() == "等待律师接办"
    claim(lawyer, receipt)
    answer(lawyer, receipt)
    page = citizen.open(receipt)
    assert citizen.state() == "已答复"
    for words in SECTIONS.values():
        expect(page.locator("main")).to_contain_text(words)
    page.get_by_role("link", name="评价答复").click()
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    assert citizen.state() == "已办结"


def test_a_further_question_is_asked_and_answered(citizen: Citizen, lawyer: Person) -> None:
    receipt = citizen.ask(f"{QUESTION}我在这家公司做了两年多。")
    claim(lawyer, receipt)
    answer(lawyer, receipt)
    citizen.open(receipt)
    citizen.act("追问", "提交追问", "仲裁要交费吗？")
    answer(lawyer, receipt, {"conclusion": "劳动争议仲裁不收费。"})
    page = citizen.open(receipt)
    expect(page.locator("main")).to_contain_text("劳动争议仲裁不收费")


def test_art_31_refused_appealed_by_the_citizen_accepted_by_another(
    browser: Browser, board: DemoPortal, citizen: Citizen, moderator: Person
) -> None:
    receipt = citizen.ask("法院已经立案了，下个月第二次开庭，我想知道法官会怎么判？", in_proceedings="yes")
    assert any("other-ways" in screen for screen in citizen.screens), "other ways are shown, and the way goes on"
    citizen.open(receipt)
    assert citizen.state() == "审核中"
    page = moderator.page
    page.goto(f"{board.url}/workbench/screening/{receipt.stored}/")
    expect(page.locator("#flags")).to_contain_text("第三十一条")
    page.goto(f"{board.url}/workbench/screening/{receipt.stored}/do/refuse/?reason=pending_case")
    page.locator("#id_reason").or_(page.locator("[name=reason]")).first.select_option("pending_case")
    page.fill("#id_explanation", "您的案件已经在法院审理，网上不再解答。")
    page.fill("#id_instead", "请向承办法官了解，也可以申请法律援助。")
    page.locator("main form button[type=submit]").first.click()
    page = citizen.open(receipt)
    for words in ("第三十一条", "您的案件已经在法院审理", "请向承办法官了解"):
        expect(page.locator("main")).to_contain_text(words)
    citizen.act("申请复核", "申请复核", "还没有立案，我写错了。")
    supervisor = Person(browser, board, "supervisor").sign_in("/workbench/")
    desk = supervisor.page
    desk.goto(f"{board.url}/workbench/screening/{receipt.stored}/")
    desk.get_by_role("link", name="受理").or_(desk.get_by_role("link", name="复核")).first.click()
    desk.locator("main textarea").first.fill("确实没有立案。")
    for choice in desk.locator("main input[type=radio]").all()[:1]:
        choice.check()
    desk.locator("main form button[type=submit]").first.click()
    supervisor.leave()
    citizen.open(receipt)
    assert citizen.state() == "等待律师接办"


def test_art_23_deferred_with_reason_and_new_time(citizen: Citizen, lawyer: Person) -> None:
    receipt = citizen.ask(f"{QUESTION}公司在外地，要去哪里申请？")
    claim(lawyer, receipt)
    page = lawyer.page
    page.goto(f"{lawyer.portal.url}/workbench/cases/{receipt.stored}/do/defer/")
    until = datetime.now() + timedelta(days=1)  # noqa: DTZ005 - what a person at this desk would type
    page.locator("[name=reason]").fill("需要核对当地的规定。")
    if page.locator("[name=until_0]").count():
        page.fill("[name=until_0]", f"{until:%Y-%m-%d}")
        page.fill("[name=until_1]", "10:00")
    else:
        page.fill("[name=until]", f"{until:%Y-%m-%dT%H:%M}")
    page.locator("main form button[type=submit]").first.click()
    shown = citizen.open(receipt)
    assert citizen.state() == "已约期答复"
    expect(shown.locator("main")).to_contain_text("需要核对当地的规定")


def test_signs_of_danger_show_the_hotlines_at_once_wait_for_nobody_and_go_first(
    citizen: Citizen, lawyer: Person, moderator: Person
) -> None:
    page = citizen.page
    page.goto(f"{citizen.portal.url}/ask/")
    page.get_by_role("link", name="开始", exact=True).click()
    page.fill("textarea[name=question]", "老公又打我，刚才拿刀说要打死我和孩子，我该怎么办？")
    page.locator("main .ask-buttons button[type=submit]").first.click()
    for number in ("110", "12338"):
        expect(page.locator(f"a[href='tel:{number}']").first).to_be_visible()
    receipt = citizen.ask("老公又打我，刚才拿刀说要打死我和孩子，我该怎么办？", topic="family_violence")
    moderator.page.goto(f"{moderator.portal.url}/workbench/screening/")
    first = moderator.page.locator("main tbody tr").first
    expect(first).to_contain_text("紧急")
    citizen.open(receipt)
    assert citizen.state() == "等待律师接办"
    lawyer.page.goto(f"{lawyer.portal.url}/workbench/queue/")
    expect(lawyer.page.locator("main tbody tr").first).to_contain_text("紧急")


def test_a_childs_question_waits_for_a_person_and_for_who_is_trained(citizen: Citizen, moderator: Person) -> None:
    receipt = citizen.ask(
        "我今年十二岁，爸爸妈妈离婚了，他们都不管我，我应该找谁？", age_band="under_14", guardian="urgent"
    )
    assert any("guardian" in screen for screen in citizen.screens)
    moderator.portal.shell(SWEEP)
    citizen.open(receipt)
    assert citizen.state() == "审核中", "never by timeout"
    answered = moderator.page.goto(f"{moderator.portal.url}/workbench/screening/{receipt.stored}/")
    assert answered is not None
    assert answered.status == 404, "each opening is approved by assignment"


def test_asked_by_keyboard_alone(browser: Browser, board: DemoPortal) -> None:
    citizen = Citizen(browser, board)
    page = citizen.page
    page.goto(f"{board.url}/ask/question/")
    page.locator("textarea[name=question]").focus()
    page.keyboard.type(QUESTION)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("第 1 题")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("Space")
    page.locator("main .ask-buttons button[type=submit]").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    expect(page.locator("main")).to_contain_text("第 2 题")
    citizen.leave()


@pytest.mark.parametrize("display", ["normal", "large"])
def test_axe_finds_nothing_on_the_screens_and_nothing_is_cut_off(
    browser: Browser, board: DemoPortal, display: str
) -> None:
    citizen = Citizen(browser, board, display=display)
    faults: dict[str, list[str]] = {}
    seen = citizen._fill

    def look(question: str, chosen: dict[str, str]) -> None:
        page = citizen.page
        found = violations(page)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append("wider than the phone")
        found += [f"cut off: {words}" for words in page.evaluate(CUT_OFF)]
        if found:
            faults[page.url] = found
        seen(question, chosen)

    citizen._fill = look
    receipt = citizen.ask(f"{QUESTION}（{display}）我不知道证据够不够。")
    page = citizen.open(receipt)
    for address in ("", "facts/", "mask/", "contact/", "files/", "erase/", "withdraw/"):
        page.goto(f"{board.url}/consultations/mine/{receipt.stored}/{address}")
        if found := violations(page):
            faults[page.url] = found
    citizen.leave()
    assert not faults


def test_on_a_phone_the_button_that_takes_a_case_is_in_sight(
    browser: Browser, board: DemoPortal, citizen: Citizen
) -> None:
    citizen.ask(f"{QUESTION}我想知道要准备什么。")
    lawyer = Person(browser, board, "resident", width=360, height=740).sign_in("/workbench/queue/")
    box = lawyer.page.locator("tbody .table-act button").first.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 360, "nobody looks for it sideways"
    lawyer.leave()
