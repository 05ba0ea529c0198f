"""导入问答与案例 in the admin: a file is checked before anything is written, shown as differences, confirmed; its drafts are
submitted and published by who may."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import WorkflowState

from cms.core.site_builder import build_site
from cms.editorial.catalogue import public_pages
from cms.editorial.import_runs import EditorialImport, RunState
from cms.editorial.models import KnowledgeQA, TypicalCase
from cms.editorial.services import import_jobs
from portal.accounts.models import User
from portal.common import clock
from portal.common.audit.models import Act, AuditEntry
from portal.common.outbox.models import OutboxRow
from tests.editorial.importing.builders import CASE, QUESTION

pytestmark = pytest.mark.django_db

IMPORTS = "/admin/editorial/imports/"


@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    build_site()
    return signed_in("content_editor")


@pytest.fixture
def reviewer(signed_in: Callable[[str], Client]) -> Client:
    build_site()
    return signed_in("reviewing_editor")


@contextmanager
def committed() -> Iterator[None]:
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def lines(*rows: Any) -> bytes:
    return "\n".join(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows).encode()


def questions(number: int) -> bytes:
    return lines(*[{**QUESTION, "id": place, "question": f"第{place}个示范问题？"} for place in range(number)])


def upload(client: Client, content: bytes, name: str = "问答.jsonl", kind: str = "knowledge_qa", **more: Any) -> Any:
    with committed():
        return client.post(f"{IMPORTS}upload/", {"kind": kind, "file": SimpleUploadedFile(name, content), **more})


def send(client: Client, address: str, **typed: Any) -> Any:
    with committed():
        return client.post(address, typed)


def words(response: Any) -> str:
    return str(response.content.decode())


def brought_in(client: Client, content: bytes, **options: Any) -> EditorialImport:
    """A file uploaded and confirmed."""
    address = upload(client, content, **options).url
    send(client, address, act="confirm")
    return EditorialImport.objects.latest("pk")


def test_a_file_is_checked_and_nothing_is_written_before_somebody_confirms(editor: Client) -> None:
    response = upload(editor, lines(QUESTION, {"question": "没有答案？"}, "{坏"))
    page = words(editor.get(response.url))
    assert not KnowledgeQA.objects.exists()
    assert "没有“简短回答”。" in page
    assert "第3行不是正确的JSON" in page
    assert "确认导入1篇" in page
    assert "<ins>示范：试用期被辞退有补偿吗？</ins>" in words(editor.get(f"{response.url}?status=created"))


def test_confirmed_it_goes_in_as_drafts_with_who_did_it_and_the_file_is_gone(editor: Client) -> None:
    run = brought_in(editor, lines(QUESTION))
    assert (run.state, run.content, run.totals["created"]) == (RunState.DONE, None, 1)
    page = KnowledgeQA.objects.get()
    assert not page.live
    assert page.owner.username == "content_editor"
    entry = AuditEntry.objects.get(act=Act.IMPORTED)
    assert (entry.actor_name, entry.subject_name) == ("content_editor", "问答.jsonl")
    assert not OutboxRow.objects.filter(done_at=None, sink__startswith="search.").exists()
    assert page.title in words(editor.get(f"{IMPORTS}{run.pk}/"))
    assert "问答.jsonl" in words(editor.get(IMPORTS))


def test_two_clicks_on_confirm_import_once(editor: Client) -> None:
    address = upload(editor, lines(QUESTION)).url
    send(editor, address, act="confirm")
    again = send(editor, address, act="confirm")
    assert "已经导入" in words(editor.get(again.url))
    assert KnowledgeQA.objects.count() == 1


def test_a_case_in_one_file_may_be_uploaded(editor: Client) -> None:
    brought_in(editor, CASE.encode("gb18030"), name="借伞.txt", kind="typical_case")
    assert TypicalCase.objects.get().facts == "<p>甲借乙的伞，一年不还。</p>"


def test_a_file_with_nothing_new_cannot_be_confirmed(editor: Client) -> None:
    brought_in(editor, lines(QUESTION))
    address = upload(editor, lines(QUESTION)).url
    page = words(editor.get(address))
    assert "没有可以写入的内容。" in page
    assert "确认导入" not in page


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("甲.pdf", b"%PDF", "只能导入这些文件"),
        ("甲.csv", b"\xff\xfe\x00", "编码不是UTF-8"),
        ("甲.jsonl", b" ", "没有可以导入的内容"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words_beside_it(
    editor: Client, name: str, content: bytes, said: str
) -> None:
    response = upload(editor, content, name)
    assert said in words(response)
    assert not EditorialImport.objects.exists()


def test_too_many_rows_for_one_request_are_refused_in_words(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_jobs, "MOST_ROWS_AT_ONCE", 2)
    assert "超过2条" in words(upload(editor, questions(3)))


def test_a_file_that_is_given_up_is_thrown_away(editor: Client) -> None:
    address = upload(editor, lines(QUESTION)).url
    send(editor, address, act="discard")
    run = EditorialImport.objects.get()
    assert (run.state, run.content) == (RunState.DISCARDED, None)
    send(editor, address, act="confirm")
    assert not KnowledgeQA.objects.exists()


def test_a_file_nobody_confirmed_is_thrown_away_after_a_day(editor: Client) -> None:
    upload(editor, lines(QUESTION))
    assert import_jobs.tidy(clock.now()) == 0
    assert import_jobs.tidy(clock.now() + timedelta(days=1, minutes=1)) == 1
    assert EditorialImport.objects.get().content is None


def test_an_import_whose_worker_died_is_begun_again_and_repeats_nothing(editor: Client) -> None:
    address = upload(editor, questions(2)).url
    EditorialImport.objects.update(state=RunState.RUNNING, moved_at=clock.now() - timedelta(minutes=5))
    page = words(editor.get(address))
    assert "重新开始" in page
    send(editor, address, act="restart")
    assert KnowledgeQA.objects.count() == 2


def test_an_import_that_fails_says_so_and_can_be_begun_again(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_kwargs: Any) -> Any:
        raise RuntimeError("示范")

    address = upload(editor, lines(QUESTION)).url
    monkeypatch.setattr(import_jobs, "run_import", broken)
    send(editor, address, act="confirm")
    assert "处理时出错" in words(editor.get(address))
    monkeypatch.undo()
    send(editor, address, act="restart")
    assert KnowledgeQA.objects.count() == 1


# -- drafts of an import ---------------------------------------------------------------------------------------------


def test_an_editor_submits_many_at_once_and_a_reviewer_publishes_many(
    editor: Client, signed_in: Callable[[str], Client]
) -> None:
    run = brought_in(editor, questions(3))
    address = f"{IMPORTS}{run.pk}/"
    first, second, third = KnowledgeQA.objects.order_by("pk").values_list("pk", flat=True)
    page = words(editor.get(address))
    assert "提交审核" in page
    assert 'value="publish"' not in page
    send(editor, address, act="submit", page=[first, second])
    assert WorkflowState.objects.active().count() == 2
    assert words(editor.get(address)).count("审核中") == 2

    reviewer = signed_in("reviewing_editor")
    send(reviewer, address, act="publish", page=[first, third])
    assert set(public_pages("knowledge_qa").values_list("pk", flat=True)) == {first, third}
    published = KnowledgeQA.objects.get(pk=third)
    assert published.reviewer_name == User.objects.get(username="reviewing_editor").display_name or "reviewing_editor"
    assert not OutboxRow.objects.filter(done_at=None, sink__startswith="search.").exists()


def test_who_may_not_publish_publishes_nothing_by_any_address(editor: Client) -> None:
    run = brought_in(editor, lines(QUESTION))
    page = KnowledgeQA.objects.get()
    send(editor, f"{IMPORTS}{run.pk}/", act="publish", page=[page.pk])
    assert not public_pages("knowledge_qa").exists()
    assert "没有发布的权限" in words(editor.get(f"{IMPORTS}{run.pk}/"))


def test_only_pages_of_the_import_are_touched(reviewer: Client) -> None:
    run = brought_in(reviewer, lines(QUESTION))
    other = brought_in(reviewer, questions(1), name="别处.jsonl")
    strange = other.pages.get().page_id
    send(reviewer, f"{IMPORTS}{run.pk}/", act="publish", page=[strange, "x", "9" * 30])
    assert not public_pages("knowledge_qa").exists()


def test_a_page_whose_words_are_refused_is_told_and_the_others_go_out(reviewer: Client) -> None:
    refused = {**QUESTION, "id": 8, "question": "请律师包赢吗？", "answer": "本网律师保证胜诉，包赢官司。"}
    run = brought_in(reviewer, lines(QUESTION, refused))
    keys = list(KnowledgeQA.objects.values_list("pk", flat=True))
    response = send(reviewer, f"{IMPORTS}{run.pk}/", act="publish", page=keys)
    assert [page.title for page in public_pages("knowledge_qa")] == [QUESTION["question"]]
    assert "请律师包赢吗" in words(reviewer.get(response.url))


def test_the_pages_of_an_import_cost_the_same_however_many_they_are(reviewer: Client) -> None:
    def cost(number: int) -> int:
        run = brought_in(reviewer, questions(number), name=f"{number}.jsonl")
        reviewer.get(f"{IMPORTS}{run.pk}/")
        with CaptureQueriesContext(connection) as asked:
            reviewer.get(f"{IMPORTS}{run.pk}/")
        return len(asked)

    assert cost(1) == cost(20)


# -- doors and files -------------------------------------------------------------------------------------------------


def test_the_report_is_given_as_csv_and_json_and_stands_in_the_log(editor: Client) -> None:
    run = brought_in(editor, lines(QUESTION, {"question": "=1+1", "answer": ""}))
    table = editor.get(f"{IMPORTS}{run.pk}/report.csv").content.decode("utf-8-sig")
    assert "示范：试用期被辞退有补偿吗？,新建" in table
    assert "'=1+1" in table
    report = editor.get(f"{IMPORTS}{run.pk}/report.json").json()
    assert report["totals"]["created"] == 1
    assert AuditEntry.objects.filter(act=Act.EXPORTED).count() == 2


@pytest.mark.parametrize("kind", ["knowledge_qa", "typical_case", "service_guide", "institution_notice"])
def test_a_template_can_be_imported_as_it_is(reviewer: Client, kind: str) -> None:
    for form in ("csv", "xlsx", "md"):
        content = reviewer.get(f"{IMPORTS}template/{kind}.{form}").content
        page = words(reviewer.get(upload(reviewer, content, f"模板.{form}", kind).url))
        said = "名录中没有" if kind == "institution_notice" else "确认导入1篇"
        assert (form == "md" and kind in ("service_guide", "institution_notice")) or said in page, (form, page)


@pytest.mark.parametrize("role", ["directory_clerk", "moderator", "auditor"])
def test_who_has_no_business_here_gets_nothing(role: str, signed_in: Callable[[str], Client]) -> None:
    build_site()
    run = EditorialImport.objects.create(kind="knowledge_qa", file_name="甲.jsonl", started_at=clock.now())
    client = signed_in(role)
    reading = [IMPORTS, f"{IMPORTS}{run.pk}/", f"{IMPORTS}{run.pk}/progress/", f"{IMPORTS}{run.pk}/report.csv"]
    writing = [f"{IMPORTS}upload/", f"{IMPORTS}template/knowledge_qa.csv"]
    for address in writing if role == "auditor" else reading + writing:
        assert client.get(address).status_code in (302, 403, 404), address
    assert client.post(f"{IMPORTS}{run.pk}/", {"act": "confirm"}).status_code in (302, 403, 404)
    if role == "auditor":
        assert {client.get(address).status_code for address in reading} == {200}
