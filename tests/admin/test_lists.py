"""The admin's lists and choosers: what a law is today, what waits, and words found inside the texts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.common import clock
from search.failed_searches import note_failed_search
from tests.admin.builders import TEXT, draft, instrument, published

pytestmark = pytest.mark.django_db

INSTRUMENTS = "/admin/snippets/laws/instrument/"
VERSIONS = "/admin/snippets/laws/instrumentversion/"


@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("content_editor")


def listed(client: Client, address: str, **query: str) -> list[str]:
    response = client.get(address, query)
    assert response.status_code == 200
    return [str(row) for row in response.context["object_list"]]


def test_the_list_says_what_each_text_is_today(editor: Client) -> None:
    law = published(on=date(2015, 1, 1)).instrument
    published(law, on=date(2021, 3, 1))
    published(law, on=date(2999, 1, 1))

    page = editor.get(VERSIONS).content.decode()

    for words in ("已修改", "有效", "尚未生效"):
        assert words in page


def test_texts_are_filtered_by_what_they_are_today(editor: Client) -> None:
    law = published(on=date(2015, 1, 1)).instrument
    published(law, on=date(2021, 3, 1))

    assert listed(editor, VERSIONS, standing="in_force") == ["示范邻里互助法（2021-03-01）"]
    assert listed(editor, VERSIONS, standing="amended") == ["示范邻里互助法（2015-01-01）"]
    assert listed(editor, INSTRUMENTS, standing="in_force") == ["中华人民共和国示范邻里互助法"]
    assert listed(editor, INSTRUMENTS, standing="repealed") == []


def test_texts_without_a_date_are_found(editor: Client) -> None:
    published(on=None)
    published(instrument("示范花草条例", "administrative_regulation"), effective_basis="promulgation")

    assert listed(editor, VERSIONS, dates="effective_on") == ["示范邻里互助法（日期不详）"]
    assert listed(editor, VERSIONS, dates="inferred") == ["示范花草条例（2021-03-01）"]


def test_texts_are_filtered_by_level_and_region(editor: Client) -> None:
    published()
    published(instrument("示范市花草条例", "local_regulation", region="示范"))

    assert listed(editor, VERSIONS, level="local_regulation") == ["示范市花草条例（2021-03-01）"]
    assert listed(editor, VERSIONS, region="示范") == ["示范市花草条例（2021-03-01）"]
    assert listed(editor, INSTRUMENTS, region="示范") == ["示范市花草条例"]


def test_drafts_that_wait_and_texts_under_review_are_found(editor: Client) -> None:
    published()
    waiting = draft(instrument("示范花草条例", "administrative_regulation"))
    waiting.get_workflow().start(waiting, None)
    draft(instrument("示范鸟兽条例", "administrative_regulation"))

    assert listed(editor, VERSIONS, progress="review") == ["示范花草条例（2021-03-01）"]
    assert set(listed(editor, VERSIONS, progress="never")) == {
        "示范花草条例（2021-03-01）",
        "示范鸟兽条例（2021-03-01）",
    }
    assert listed(editor, VERSIONS, progress="live") == ["示范邻里互助法（2021-03-01）"]


def test_a_word_inside_a_text_is_found_by_the_lists_search(editor: Client) -> None:
    published()
    published(instrument("示范花草条例", "administrative_regulation"), text="# 示范花草条例\n第一条 花草应当爱护。\n")

    assert listed(editor, VERSIONS, q="民事主体") == ["示范邻里互助法（2021-03-01）"]


def test_a_search_and_a_filter_hold_together(editor: Client) -> None:
    law = published(on=date(2015, 1, 1)).instrument
    published(law, on=date(2021, 3, 1))

    assert listed(editor, VERSIONS, q="民事主体", standing="amended") == ["示范邻里互助法（2015-01-01）"]


def test_part_of_a_title_is_found_by_list_and_chooser(editor: Client) -> None:
    published()

    assert listed(editor, INSTRUMENTS, q="邻里互助") == ["中华人民共和国示范邻里互助法"]
    chosen = editor.get("/admin/snippets/choose/laws/instrument/results/", {"q": "邻里互助"}).content.decode()
    assert "中华人民共和国示范邻里互助法" in chosen


def test_the_list_costs_the_same_queries_for_many_texts_and_reads_none_of_them(editor: Client) -> None:
    def queries() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            editor.get(VERSIONS)
        return [query["sql"] for query in captured.captured_queries]

    published(instrument("示范法零号"))
    queries()  # content types and the like are looked up once
    few = queries()
    for number in "一二三四五六七八":
        published(instrument(f"示范法{number}号"))
    many = queries()

    assert len(many) == len(few)
    assert not [sql for sql in many if '"source_text"' in sql or '"content"' in sql]


def test_the_first_page_shows_my_drafts_and_what_lacks_a_date(editor: Client, person: Callable) -> None:
    published(on=None)
    mine = draft(instrument("示范花草条例", "administrative_regulation"))
    editor.post(
        f"{VERSIONS}edit/{mine.pk}/", {"source_text": TEXT, "effective_on": "2021-03-01", "effective_basis": "stated"}
    )

    page = editor.get("/admin/").content.decode()

    assert "我没有提交的草稿（1）" in page
    assert "示范花草条例（2021-03-01）" in page
    assert "没有施行日期" in page


def test_a_draft_that_was_handed_in_is_no_longer_mine_to_finish(editor: Client) -> None:
    mine = draft()
    values = {"source_text": TEXT, "effective_on": "2021-03-01", "effective_basis": "stated", "action-submit": "1"}
    editor.post(f"{VERSIONS}edit/{mine.pk}/", values)

    page = editor.get("/admin/").content.decode()

    assert "没有草稿。" in page
    assert "我提交的，还在审核" in page


def test_the_first_page_shows_what_people_looked_for_in_vain(editor: Client) -> None:
    note_failed_search("示范霸王龙", clock.today())

    assert "示范霸王龙（1）" in editor.get("/admin/").content.decode()


def test_the_handbook_is_read_inside_the_admin(editor: Client) -> None:
    page = editor.get("/admin/handbook/").content.decode()

    assert "检查识别出的结构" in page
    assert "<table>" in page
