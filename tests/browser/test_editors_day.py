"""An editor's day, done in the admin as a person does it. What each task takes is counted, and docs/editors.md must say so:
with UPDATE_HANDBOOK=1 the pictures of the handbook are taken anew."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, expect

from portal.common.chinese_ids import contains_identity_number
from tests.browser.demo_portal import DemoPortal, demo_portal
from tests.browser.person import Person

pytestmark = pytest.mark.browser

QUESTION = "租的房子漏水，房东不修怎么办？"
WAITING_SANCTION = """
from datetime import timedelta
from cms.directory.models import Practitioner, ProfessionalSanction, SanctionKind
from cms.directory.services import records
from portal.accounts.models import User
from portal.common import clock
today = clock.today()
clerk = User.objects.get(username="directory_clerk")
person = Practitioner.objects.public_on(today).filter(kind="lawyer").order_by("pk").last()
record = records.draft_record(ProfessionalSanction, {
    "practitioner": person, "decided_on": today - timedelta(days=9), "authority": "示范市律师协会",
    "document_number": "示律处字〔2026〕第77号", "cause": "示范事由：未按规定保管案卷",
    "kind": SanctionKind.objects.get(code="bar-admonition"), "display_from": today - timedelta(days=1),
    "display_until": today + timedelta(days=300), "source_name": "示范市律师协会"}, by=clerk)
records.submit_record(record, by=clerk, today=today)
print("ENTRY", person.get_absolute_url())
"""
TASKS: dict[str, int] = {}
"""What was measured: task → presses."""


@pytest.fixture(scope="module")
def desk() -> Iterator[DemoPortal]:
    """A demo of its own: these tests write."""
    with demo_portal(Path(settings.RUN_DIR) / "browser-day") as served:
        yield served


def done(task: str, *people: Person) -> None:
    """Put down what a task took, all people together."""
    TASKS[task] = sum(person.presses for person in people)
    for person in people:
        person.leave()


def test_a_question_with_two_citations_is_written_reviewed_published_and_found(
    browser: Browser, desk: DemoPortal
) -> None:
    editor = Person(browser, desk, "content_editor").sign_in()
    editor.keep("first-page")
    editor.press_link("写法律知识问答")
    editor.write("#id_title", QUESTION)
    editor.write_prose("short_answer", "可以要求房东修；他不修的，您可以自己修，费用由他承担。")
    editor.keep("question")
    editor.press(editor.page.get_by_role("tab", name="法律依据与专题"))
    for place, citation in enumerate(("示范市住房租赁条例8", "示范市住房租赁条例9")):
        editor.press(editor.page.locator("section[id$='-citations-section'] button.c-sf-add-button").last)
        editor.write(f"#citations-{place}-value", citation)
        found = editor.page.locator("[role=option]:visible").first
        expect(found).to_contain_text("示范市住房租赁条例")
        if not place:
            editor.keep("citation")
        editor.press(found)
    editor.press(editor.page.get_by_label("房产"))
    editor.press(editor.page.get_by_role("button", name="更多动作"))
    editor.press_button("提交审核")
    expect(editor.page.locator(".messages")).to_contain_text("提交审核")

    reviewer = Person(browser, desk, "reviewing_editor").sign_in()
    expect(reviewer.page.locator("main")).to_contain_text("等待我审核")
    reviewer.keep("waiting")
    reviewer.press_link(QUESTION)
    reviewer.keep("review")
    reviewer.press_button("批准并发布")
    expect(reviewer.page.locator(".messages")).to_contain_text(QUESTION)

    visitor = browser.new_page()
    visitor.goto(f"{desk.url}/qa/")
    visitor.get_by_role("link", name=QUESTION).click()
    expect(visitor.locator("h1")).to_have_text(QUESTION)
    main = visitor.locator("main")
    expect(main).to_contain_text("费用由他承担")
    expect(main).to_contain_text("第八条")
    expect(main).to_contain_text("第九条")
    expect(main).to_contain_text("押金不得超过一个月租金")
    expect(main).to_contain_text("审核编辑（演示）")
    visitor.goto(f"{desk.url}/search/?q=租的房子漏水")
    expect(visitor.locator("main")).to_contain_text(QUESTION)
    visitor.close()
    done("发布一条带两处引用的问答（编辑写、审核人批准）", editor, reviewer)


def test_a_published_piece_of_news_is_corrected_in_the_open(browser: Browser, desk: DemoPortal) -> None:
    reviewer = Person(browser, desk, "reviewing_editor").sign_in()
    reviewer.press(
        reviewer.page.locator("#editorial-kinds ~ .table-scroll table").get_by_role("link", name="法治新闻").first
    )
    reviewer.page.wait_for_load_state("networkidle")
    first = reviewer.page.locator("td.title a").first
    before = first.inner_text().strip()
    reviewer.press(first)
    reviewer.page.wait_for_load_state("networkidle")
    reviewer.write("#id_title", f"{before}（更正）")
    reviewer.press(reviewer.page.get_by_role("button", name="更多动作"))
    reviewer.press_button("发布")
    expect(reviewer.page.locator("main")).to_contain_text("更正说明")
    reviewer.write("#id_correction_note", "原标题漏写了“更正”二字。")
    reviewer.keep("correct-news")
    reviewer.press(reviewer.page.get_by_role("button", name="更多动作"))
    reviewer.press_button("发布")
    expect(reviewer.page.locator(".messages")).to_contain_text("（更正）")

    visitor = browser.new_page()
    visitor.goto(f"{desk.url}/news/")
    visitor.get_by_role("link", name=f"{before}（更正）").first.click()
    expect(visitor.locator("main")).to_contain_text("原标题漏写了“更正”二字")
    visitor.close()
    done("更正一条已经发布的新闻", reviewer)


def people_file(number: int) -> bytes:
    """Invented lawyers as a clerk gets them."""
    rows = io.StringIO()
    writer = csv.writer(rows)
    writer.writerow(["类别", "姓名", "执业证号", "首次执业日期"])
    for place in range(number):
        writer.writerow(["律师", f"示范导入{place:03d}", f"1999920269{place:07d}", "2020-01-01"])
    content = rows.getvalue()
    assert not contains_identity_number(content)
    return content.encode("utf-8-sig")


def test_two_hundred_practitioners_are_imported_and_one_is_taken_back(browser: Browser, desk: DemoPortal) -> None:
    clerk = Person(browser, desk, "directory_clerk").sign_in()
    clerk.press(clerk.page.get_by_role("button", name="名录").first)
    clerk.press_link("导入")
    upload = clerk.page.get_by_role("link", name=re.compile("上传|新的导入|导入文件")).first
    clerk.press(upload)
    clerk.page.wait_for_load_state("networkidle")
    clerk.page.set_input_files(
        "input[type=file]", {"name": "lawyers.csv", "mimeType": "text/csv", "buffer": people_file(200)}
    )
    clerk.keep("import-upload")
    clerk.press_button("上传并检查")
    confirm = clerk.page.get_by_role("button", name="确认导入200条")
    expect(confirm).to_be_visible(timeout=60_000)
    clerk.keep("import-check")
    clerk.press(confirm)
    entries = clerk.page.get_by_role("link", name="查看写入的条目")
    expect(entries).to_be_visible(timeout=60_000)
    clerk.press(entries)
    clerk.page.wait_for_load_state("networkidle")
    clerk.write("#id_q", "示范导入007")
    clerk.press_button("查找")
    clerk.keep("import-undo")
    clerk.press(clerk.page.get_by_role("button", name="撤销“示范导入007”"))
    clerk.page.wait_for_load_state("networkidle")

    visitor = browser.new_page()
    visitor.goto(f"{desk.url}/directory/?tab=practitioners&q=示范导入008")
    expect(visitor.locator("main")).to_contain_text("示范导入008")
    visitor.goto(f"{desk.url}/directory/?tab=practitioners&q=示范导入007")
    expect(visitor.locator("main .result-list")).to_have_count(0)
    visitor.close()
    done("导入 200 名人员，再撤销其中一名", clerk)


def test_a_sanction_is_approved_seen_on_the_entry_withdrawn_and_gone(browser: Browser, desk: DemoPortal) -> None:
    entry = desk.shell(WAITING_SANCTION).partition("ENTRY ")[2].split()[0]
    number, cause = "示律处字〔2026〕第77号", "未按规定保管案卷"
    visitor = browser.new_page()
    visitor.goto(f"{desk.url}{entry}")
    expect(visitor.locator("main")).not_to_contain_text(number)

    approver = Person(browser, desk, "directory_approver").sign_in()
    approver.keep("approvals")
    approver.press_link("待我审批")
    approver.press_link("审核")
    approver.keep("approve")
    approver.press_button("审核通过")
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text(cause)
    approved = approver.presses

    approver.press_link("撤下")
    approver.press(approver.page.locator("[name=withdrawal_reason]").first)
    approver.keep("withdraw")
    approver.press_button("撤下")
    visitor.reload()
    expect(visitor.locator("main")).to_contain_text(number)
    expect(visitor.locator("main")).not_to_contain_text(cause)
    visitor.goto(f"{desk.url}/directory/records/?tab=sanctions")
    expect(visitor.locator("main")).not_to_contain_text(cause)
    visitor.close()
    TASKS["审批一条行业处分"] = approved
    TASKS["撤下一条行业处分"] = approver.presses - approved
    approver.leave()


def test_a_law_is_uploaded_and_handed_in(browser: Browser, desk: DemoPortal) -> None:
    editor = Person(browser, desk, "content_editor").sign_in()
    editor.press_link("上传法律文本")
    text = (
        "# 示范图书借阅条例\n（2024年5月1日示范委员会通过）\n第一条 为了示范图书借阅，制定本条例。\n"
        "第二条 民事主体借阅的图书应当按时归还。\n第三条 本条例自2024年7月1日起施行。\n"
    )
    editor.page.set_input_files("[name=file]", {"name": "law.txt", "mimeType": "text/plain", "buffer": text.encode()})
    editor.press(editor.page.locator("button[value=check]"))
    expect(editor.page.locator("[name=title]")).to_have_value("示范图书借阅条例")
    editor.keep("upload-law")
    editor.press(editor.page.locator("button[value=submit]"))
    expect(editor.page.locator(".messages")).to_contain_text("提交审核")
    done("上传一部法律并提交审核", editor)


def test_words_inside_a_law_are_found_from_the_first_page_of_the_admin(browser: Browser, desk: DemoPortal) -> None:
    editor = Person(browser, desk, "content_editor").sign_in()
    editor.write(".fawang-home__search input", "民事主体")
    editor.press(editor.page.locator(".fawang-home__search button"))
    editor.page.wait_for_load_state("networkidle")
    editor.keep("find-words")
    expect(editor.page.locator("main")).to_contain_text("示范图书借阅条例")
    done("在后台查法律正文里的词（民事主体）", editor)


def test_the_handbook_says_what_each_task_takes() -> None:
    """Runs last: a task that takes more presses than the handbook says is a change for the worse, and must be said."""
    text = (Path(settings.BASE_DIR) / "docs" / "editors.md").read_text(encoding="utf-8")
    rows = [f"| {task} | {presses} |" for task, presses in TASKS.items()]
    wrong = [row for row in rows if row not in text]
    assert TASKS, "run the whole module: this compares what the tests above measured"
    assert wrong == [], "\n" + "\n".join(wrong)
