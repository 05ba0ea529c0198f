"""What an import leaves alone: what editors did, what was withdrawn; and articles, topics, cost, a run that is broken off."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Revision, Workflow

from cms.core.models import Topic
from cms.editorial.catalogue import public_pages
from cms.editorial.import_runs import ImportedPage
from cms.editorial.models import KnowledgeQA, TypicalCase
from portal.accounts.models import User
from portal.common.outbox.models import OutboxRow
from tests.editorial.builders import published
from tests.editorial.importing.builders import (
    QUESTION,
    bring_in,
    demo_law,
    jsonl,
    statuses,
)
from tests.editorial.importing.writing.runs import again, changed, edit, queries_of

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

# -- editors ---------------------------------------------------------------------------------------------------------


def test_what_an_editor_changed_since_is_left_as_it_is(page: KnowledgeQA, tmp_path: Path) -> None:
    edit(page, short_answer="<p>编辑写得更好。</p>")
    revisions = Revision.objects.count()
    (row,) = again(tmp_path, answer="您好，可以。").rows
    assert (row.status, row.reason) == ("skipped", "编辑在导入之后修改过：简短回答。")
    assert row.changes["short_answer"] == ["编辑写得更好。", "您好，可以。"]
    assert Revision.objects.count() == revisions


def test_a_topic_or_an_article_an_editor_added_is_a_change_too(page: KnowledgeQA, tmp_path: Path) -> None:
    edit(page, topics=[*page.topics.all(), Topic.objects.get(code="contract")])
    (row,) = again(tmp_path, answer="您好，可以。").rows
    assert (row.status, row.reason) == ("skipped", "编辑在导入之后修改过：专题。")


def test_opening_and_saving_a_page_unchanged_is_no_change(page: KnowledgeQA, tmp_path: Path) -> None:
    edit(page, short_answer=page.short_answer.replace("<p>", '<p data-block-key="ab1cd">'), import_notes="")
    assert statuses(again(tmp_path, answer="您好，可以。")) == ["updated"]


def test_what_the_source_does_not_give_is_the_editors(page: KnowledgeQA, tmp_path: Path) -> None:
    edit(page, next_steps="<p>编辑补充的下一步。</p>", author_name="李示范")
    assert statuses(again(tmp_path, answer="您好，可以。")) == ["updated"]
    page.refresh_from_db()
    assert page.next_steps == "<p>编辑补充的下一步。</p>"
    assert page.author_name == "李示范"


def test_a_locked_page_and_one_under_review_are_left(page: KnowledgeQA, tmp_path: Path, person: User) -> None:
    page.locked = True
    page.save()
    (row,) = again(tmp_path, answer="您好，可以。").rows
    assert (row.status, row.reason) == ("skipped", "页面已被锁定。")
    page.locked = False
    page.save()
    Workflow.objects.first().start(page, person)
    (row,) = again(tmp_path, answer="您好，可以。").rows
    assert (row.status, row.reason) == ("skipped", "页面正在审核中。")


def test_a_page_of_the_same_name_that_was_written_here_is_left(tmp_path: Path) -> None:
    published(title=QUESTION["question"])
    (row,) = bring_in(jsonl(tmp_path, [QUESTION])).rows
    assert (row.status, row.reason) == ("skipped", "栏目里已有同名的页面，不是导入的。")
    assert KnowledgeQA.objects.count() == 1


def test_a_deleted_page_does_not_come_back_unless_somebody_says_so(page: KnowledgeQA, tmp_path: Path) -> None:
    page.delete()
    (row,) = again(tmp_path).rows
    assert (row.status, row.reason) == ("skipped", "以前导入过，编辑已经删除。")
    assert statuses(bring_in(jsonl(tmp_path, [QUESTION]), again=True)) == ["created"]
    assert statuses(again(tmp_path)) == ["unchanged"]


def test_an_update_of_a_public_page_waits_as_a_draft(page: KnowledgeQA, tmp_path: Path) -> None:
    page.get_latest_revision().publish(skip_permission_checks=True)
    assert statuses(again(tmp_path, answer="您好，可以。")) == ["updated"]
    page.refresh_from_db()
    assert page.short_answer == "<p>您好，要看原因。</p><p>单位证明不了的，应当赔偿。</p>"
    assert page.has_unpublished_changes
    assert page.get_latest_revision_as_object().short_answer == "<p>您好，可以。</p>"
    assert statuses(again(tmp_path, answer="您好，可以。")) == ["unchanged"]
    assert statuses(again(tmp_path, answer="您好，当然可以。")) == ["updated"]


def test_an_editors_open_draft_of_a_public_page_is_left(page: KnowledgeQA, tmp_path: Path) -> None:
    page.get_latest_revision().publish(skip_permission_checks=True)
    edit(KnowledgeQA.objects.get(), next_steps="<p>正在写。</p>")
    (row,) = again(tmp_path, answer="您好，可以。").rows
    assert (row.status, row.reason) == ("skipped", "页面有还没有发布的修改。")


# -- publishing ------------------------------------------------------------------------------------------------------


def test_a_trusted_source_may_be_published_at_once_with_the_date_it_gives(tmp_path: Path) -> None:
    demo_law()
    row = changed(published_on="2026-02-01", reviewer_name="示范审核员", last_reviewed_on="2026-02-02")
    (told,) = bring_in(jsonl(tmp_path, [row]), publish=True).rows
    page = public_pages("knowledge_qa").get()
    assert told.url == page.url
    assert str(page.published_on) == "2026-02-01"
    assert page.reviewer_name == "示范审核员"
    assert page.source_key in set(OutboxRow.objects.filter(sink="search.primary").values_list("key", flat=True))


def test_a_page_that_was_withdrawn_is_not_published_by_an_import(tmp_path: Path) -> None:
    demo_law()
    bring_in(jsonl(tmp_path, [QUESTION]), publish=True)
    KnowledgeQA.objects.get().unpublish()
    (row,) = bring_in(jsonl(tmp_path, [changed(answer="您好，可以。")]), publish=True).rows
    assert row.status == "updated"
    assert "页面已被撤下，修改只存为草稿。" in row.warnings
    assert not public_pages("knowledge_qa").exists()


# -- articles and topics ---------------------------------------------------------------------------------------------


def test_an_article_that_is_not_found_is_told_and_kept_for_the_editor(tmp_path: Path) -> None:
    demo_law()
    (row,) = bring_in(
        jsonl(tmp_path, [changed(articles=["示范用工法第二条", "没有的法第九条", "示范用工法第九条"])])
    ).rows
    assert (row.citations, row.citations_unread) == (1, 2)
    assert row.warnings[0].startswith("没有认出引用：没有的法第九条（")
    assert "《示范用工法》的现行文本没有第九条" in row.warnings[1]
    page = KnowledgeQA.objects.get()
    assert "未能识别的引用：没有的法第九条；示范用工法第九条" in page.import_notes
    assert "没有的法" not in page.get_latest_revision().content["short_answer"]


def test_a_paragraph_that_is_not_there_is_cited_as_its_article(tmp_path: Path) -> None:
    demo_law()
    (row,) = bring_in(jsonl(tmp_path, [changed(articles=["示范用工法第二条第五款"])])).rows
    assert [place.words for place in KnowledgeQA.objects.get().cited_places] == ["示范用工法第二条"]
    assert "“示范用工法第二条第五款”只找到条，没有找到款项。" in row.warnings


def test_an_interpretation_is_found_without_who_issued_it(tmp_path: Path) -> None:
    demo_law("最高人民法院关于示范用工案件的解释")
    bring_in(jsonl(tmp_path, [changed(articles=["关于示范用工案件的解释第二条"])]))
    assert len(KnowledgeQA.objects.get().cited_places) == 1


def test_a_law_that_comes_later_is_recognised_by_the_next_run(tmp_path: Path) -> None:
    bring_in(jsonl(tmp_path, [QUESTION]))
    assert KnowledgeQA.objects.get().cited_places == []
    demo_law()
    assert statuses(again(tmp_path)) == ["updated"]
    page = KnowledgeQA.objects.get()
    assert len(page.cited_places) == 2
    assert "未能识别" not in page.import_notes


def test_articles_that_a_case_only_mentions_are_a_note_and_no_citation(tmp_path: Path) -> None:
    demo_law()
    row = {"title": "示范案", "facts": "甲借伞。", "reasoning": "依照《示范用工法》第二条，应当还。"}
    bring_in(jsonl(tmp_path, [row]), "typical_case")
    case = TypicalCase.objects.get()
    assert case.cited_places == []
    assert "示范用工法第二条" in case.import_notes


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"topics": "劳动人事、contract"}, ["labour", "contract"]),
        ({"keywords": "劳动合同解除"}, ["labour"]),
        ({"keywords": "没有的词", "question": "老人的遗产怎么分？"}, ["inheritance"]),
        ({"keywords": "", "question": "公司说不行？"}, []),
    ],
)
def test_topics_follow_from_topics_keywords_or_the_title(
    cells: dict[str, str], codes: list[str], tmp_path: Path
) -> None:
    bring_in(jsonl(tmp_path, [{"question": "要还吗？", "answer": "是。", **cells}]))
    found = KnowledgeQA.objects.get().topics.order_by("position")
    assert [topic.code for topic in found] == codes


# -- cost ------------------------------------------------------------------------------------------------------------


def test_each_row_costs_the_same_however_many_pages_there_are(tmp_path: Path) -> None:
    demo_law()
    queries_of(tmp_path, 1, 0, "先.jsonl")
    two, twelve = queries_of(tmp_path, 2, 100, "甲.jsonl"), queries_of(tmp_path, 12, 200, "乙.jsonl")
    ten = twelve - two
    assert ten / 10 <= 75
    queries_of(tmp_path, 30, 300, "丙.jsonl")
    assert queries_of(tmp_path, 12, 400, "丁.jsonl") - queries_of(tmp_path, 2, 500, "戊.jsonl") == ten


def test_rows_that_are_unchanged_cost_nothing_each(tmp_path: Path) -> None:
    demo_law()
    queries_of(tmp_path, 2, 100, "甲.jsonl")
    queries_of(tmp_path, 12, 200, "乙.jsonl")
    assert queries_of(tmp_path, 12, 200, "乙.jsonl") == queries_of(tmp_path, 2, 100, "甲.jsonl")


# -- broken off ------------------------------------------------------------------------------------------------------


def test_an_import_broken_off_leaves_whole_pages_and_the_next_run_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_law()
    path = jsonl(tmp_path, [changed(id=number, question=f"第{number}个问题？") for number in range(3)])
    write, written = ImportedPage.objects.update_or_create, []

    def breaks_at_the_second(**values: Any) -> Any:
        written.append(values)
        if len(written) == 2:
            raise KeyboardInterrupt
        return write(**values)

    monkeypatch.setattr(
        type(ImportedPage.objects), "update_or_create", lambda _self, **values: breaks_at_the_second(**values)
    )
    with pytest.raises(KeyboardInterrupt):
        bring_in(path)
    monkeypatch.undo()
    assert [page.title for page in KnowledgeQA.objects.all()] == ["第0个问题？"]
    assert statuses(bring_in(path)) == ["unchanged", "created", "created"]
    assert (
        KnowledgeQA.objects.count()
        == Revision.objects.filter(content_type=ContentType.objects.get_for_model(KnowledgeQA)).count()
        == 3
    )


def test_drafts_of_an_import_can_be_published_from_the_page_list(page: KnowledgeQA, person: User) -> None:
    person.is_superuser = True
    person.save()
    from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction

    PublishBulkAction.execute_action([page], user=person)
    assert public_pages("knowledge_qa").get().reviewer_name == "李示范"
