"""What an import does: pages as drafts, each once, told row by row."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from cms.editorial.catalogue import PAGE_MODELS, public_pages
from cms.editorial.import_runs import EditorialImport
from cms.editorial.models import KnowledgeQA, TypicalCase
from portal.accounts.models import User
from portal.common.audit.models import Act, AuditEntry
from tests.editorial.importing.builders import (
    CASE,
    QUESTION,
    bring_in,
    demo_law,
    folder_of,
    jsonl,
    statuses,
    table,
    word,
    workbook,
)
from tests.editorial.importing.writing.runs import again, changed, counted

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


# -- what goes in ----------------------------------------------------------------------------------------------------


def test_a_question_becomes_a_draft_that_nobody_can_read(page: KnowledgeQA) -> None:
    assert not page.live
    assert not public_pages("knowledge_qa").exists()
    assert page.title == "示范：试用期被辞退有补偿吗？"
    assert page.short_answer == "<p>您好，要看原因。</p><p>单位证明不了的，应当赔偿。</p>"
    assert [place.words for place in page.cited_places] == ["示范用工法第二条", "示范用工法第三条"]
    assert [topic.code for topic in page.topics.all()] == ["labour"]
    assert page.import_notes == "没有对应专题的关键词：示范补偿"
    assert page.get_latest_revision_as_object().short_answer == page.short_answer


def test_a_case_becomes_a_draft_part_by_part(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, [["path", "title", "专题"], ["伞.md", "示范：借伞不还案", "合同"]], {"伞.md": CASE})
    (row,) = bring_in(folder, "typical_case").rows
    case = TypicalCase.objects.get()
    assert case.facts == "<p>甲借乙的伞，一年不还。</p>"
    assert case.rule_drawn == "<p>诚信从小事做起。</p>"
    assert (case.court, case.case_number) == ("示范市示范区人民法院", "（2025）示民初1号")
    assert str(case.decided_on) == "2025-03-04"
    assert [topic.code for topic in case.topics.all()] == ["contract"]
    assert row.url == f"/admin/pages/{case.pk}/edit/"
    assert row.characters_in == row.characters_kept > 0


def test_every_kind_of_page_may_be_imported(tmp_path: Path) -> None:
    demo_law()
    body = {"title": "示范：一篇", "body": "## 开头\n正文。\n> 提示：示范。\n【引用】示范用工法第一条"}
    rows = {
        "expert_reading": {**body, "instruments": "示范用工法"},
        "news_article": {**body, "原发布日期": "2026年3月1日"},
        "service_guide": {
            "title": "示范：申请",
            "服务类别": "法律援助",
            "能办什么": "请律师不花钱。",
            "需要的材料": "- 身份证件：原件\n- 委托书（视情况提供）",
            "办理步骤": "1. 申请：到窗口\n2. 等待",
        },
    }
    for kind, row in rows.items():
        report = bring_in(jsonl(tmp_path, [row], f"{kind}.jsonl"), kind)
        assert statuses(report) == ["created"], (kind, report.rows)
    reading = PAGE_MODELS["expert_reading"].objects.get()
    assert [block.block_type for block in reading.body] == ["heading", "prose", "note", "citation"]
    assert [law.title for law in reading.instruments.all()] == ["示范用工法"]
    news = PAGE_MODELS["news_article"].objects.get()
    assert [block.block_type for block in news.body] == ["heading", "prose", "note", "prose"]
    guide = PAGE_MODELS["service_guide"].objects.get()
    assert [dict(block.value) for block in guide.materials] == [
        {"name": "身份证件", "note": "原件", "is_optional": False},
        {"name": "委托书", "note": "", "is_optional": True},
    ]
    assert [block.value["title"] for block in guide.steps] == ["申请", "等待"]


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: table(folder, [["问题", "答案"], ["要还吗？", "要还。"]], encoding="gb18030"),
        lambda folder: workbook(folder, {"问答": [["问题", "答案"], ["要还吗？", "要还。"]]}),
        lambda folder: word(folder, [("Heading 1", "要还吗？"), ("", "要还。")]),
    ],
    ids=["gb18030", "xlsx", "docx"],
)
def test_each_format_gives_the_same_page(write: Callable[[Path], Path], tmp_path: Path) -> None:
    bring_in(write(tmp_path))
    page = KnowledgeQA.objects.get()
    assert (page.title, page.short_answer) == ("要还吗？", "<p>要还。</p>")


def test_a_row_that_is_wrong_is_told_in_words_and_the_rest_goes_in(tmp_path: Path) -> None:
    rows = [
        QUESTION,
        {"id": 8, "question": "没有答案"},
        "{坏",
        {"id": 9, "question": "证件？", "answer": "号码11010119900307899X。"},
        {"id": 10, "question": "网址？", "answer": "是。", "source_url": "example.invalid"},
        {"id": 11, "question": QUESTION["question"], "answer": "同一个问题。"},
        {"id": 12, "question": "别的？", "answer": "是。", "review_due_on": "明年"},
    ]
    report = bring_in(jsonl(tmp_path, rows))
    assert statuses(report) == ["created", *["failed"] * 6]
    said = [[error["message"] for error in row.errors] for row in report.rows]
    assert said[1] == ["没有“简短回答”。"]
    assert said[2][0].startswith("第3行不是正确的JSON")
    assert "身份证件号码" in said[3][0]
    assert said[4] == ["来源网址：网址应以https://或者http://开头。"]
    assert said[5] == ["与第1行重复。"]
    assert said[6] == ["下次复核日期：日期应写作2019-03-04。"]
    assert "11010119900307899X" not in json.dumps(report.as_json(), ensure_ascii=False)
    assert report.totals()["failed"] == 6


def test_an_import_stands_in_the_audit_log_with_what_came_of_it(tmp_path: Path, person: User) -> None:
    demo_law()
    bring_in(jsonl(tmp_path, [QUESTION]), by=person)
    entry = AuditEntry.objects.get(act=Act.IMPORTED)
    assert (entry.actor_name, entry.subject_name) == ("li", "问答.jsonl")
    assert entry.details["totals"]["created"] == 1
    run = EditorialImport.objects.get()
    assert run.totals == entry.details["totals"]
    assert run.report["rows"][0]["title"] == QUESTION["question"]
    assert KnowledgeQA.objects.get().owner == person


# -- twice, and dry --------------------------------------------------------------------------------------------------


def test_a_second_run_changes_nothing_and_leaves_no_trace(page: KnowledgeQA, tmp_path: Path) -> None:
    before = counted()
    assert statuses(again(tmp_path)) == ["unchanged"]
    assert counted() == before


def test_a_dry_run_writes_nothing_and_tells_exactly_what_would_happen(page: KnowledgeQA, tmp_path: Path) -> None:
    path = jsonl(tmp_path, [changed(answer="您好，可以。"), {"id": 8, "question": "新的？", "answer": "是。"}, "{坏"])
    before = counted()
    dry = bring_in(path, dry_run=True)
    assert counted() == before
    assert dry.dry_run
    assert statuses(dry) == ["updated", "created", "failed"]
    real = bring_in(path)
    for told, done in zip(dry.rows, real.rows, strict=True):
        assert (told.status, told.changes, told.errors, told.warnings) == (
            done.status,
            done.changes,
            done.errors,
            done.warnings,
        )


def test_a_dry_run_refuses_what_saving_would_refuse(tmp_path: Path) -> None:
    rows = [{"title": "示范案", "facts": "甲借伞。", "guiding_number": "指导性案例1号", "is_guiding": "否"}]
    path = jsonl(tmp_path, rows)
    dry, real = bring_in(path, "typical_case", dry_run=True), bring_in(path, "typical_case")
    assert statuses(dry) == statuses(real) == ["failed"]
    assert dry.rows[0].errors == real.rows[0].errors


def test_a_changed_row_changes_the_draft_and_says_which_field(page: KnowledgeQA, tmp_path: Path) -> None:
    (row,) = again(tmp_path, answer="您好，可以。").rows
    assert row.status == "updated"
    assert row.changes == {"short_answer": ["您好，要看原因。\n单位证明不了的，应当赔偿。", "您好，可以。"]}
    page.refresh_from_db()
    assert page.short_answer == "<p>您好，可以。</p>"
    assert KnowledgeQA.objects.count() == 1


def test_a_reworded_question_with_its_number_is_the_same_page(page: KnowledgeQA, tmp_path: Path) -> None:
    (row,) = again(tmp_path, question="示范：试用期辞退，有赔偿吗？").rows
    assert row.status == "updated"
    page.refresh_from_db()
    assert page.title == "示范：试用期辞退，有赔偿吗？"


def test_the_same_number_in_another_file_is_another_page(page: KnowledgeQA, tmp_path: Path) -> None:
    other = jsonl(tmp_path, [changed(question="完全不同的问题？")], "别处.jsonl")
    assert statuses(bring_in(other)) == ["created"]
    assert KnowledgeQA.objects.count() == 2


def test_a_file_under_another_name_finds_its_pages_by_their_titles(page: KnowledgeQA, tmp_path: Path) -> None:
    assert statuses(bring_in(jsonl(tmp_path, [QUESTION], "问答 (1).jsonl"))) == ["unchanged"]


def test_a_changed_law_changes_no_page_by_an_import(page: KnowledgeQA, tmp_path: Path) -> None:
    """The banner says so, and a person accepts the new text."""
    read = {place.locator: place.digest for place in page.cited_places}
    law = page.cited_places[0].slug
    from cms.laws.models import InstrumentVersion
    from cms.laws.services.publishing import publish
    from tests.laws.builders import law_text

    version = InstrumentVersion.objects.get(instrument__slug=law)
    version.source_text = law_text("示范用工法", ["第一条的话。", "改过的第二条。", "第三条的话。"])
    publish(version)
    assert statuses(again(tmp_path)) == ["unchanged"]
    again(tmp_path, answer="您好，可以。")
    page.refresh_from_db()
    assert {place.locator: place.digest for place in page.cited_places} == read
