"""Doors of Wagtail's beside the forms: its admin's own API, copying, exports. What the forms ask, none of these goes around."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from cms.editorial.catalogue import public_pages
from cms.editorial.editorial_task import EditorialTask, TaskOrigin
from cms.editorial.models import KnowledgeQA, NewsArticle
from cms.laws.models import Citation
from cms.laws.reading_places import read_place
from portal.common import clock
from tests.admin.builders import published as published_law
from tests.collecting.builders import known
from tests.editorial.builders import draft, published

pytestmark = pytest.mark.django_db


def browser(role: str) -> Client:
    client = Client()
    client.force_login(known(role))
    return client


# -- the admin's own API ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("act", ["publish", "unpublish", "delete", "copy", "create_alias", "revert_to_page_revision"])
def test_the_admins_api_does_nothing_to_a_page(act: str) -> None:
    page = published("news_article", by=known("reviewing_editor"))
    newest = page.get_latest_revision_as_object()
    newest.title = "示范：悄悄换掉的标题"
    newest.save_revision()

    answer = browser("reviewing_editor").post(
        f"/admin/api/main/pages/{page.pk}/action/{act}/", {"slug": "other"}, content_type="application/json"
    )

    assert answer.status_code == 404
    assert list(NewsArticle.objects.values_list("title", "live")) == [("示范：普法宣传周开始", True)]


def test_the_admins_api_still_tells_the_choosers_what_there_is() -> None:
    page = draft()
    answer = browser("content_editor").get(f"/admin/api/main/pages/{page.pk}/")
    assert answer.json()["title"] == page.title


# -- copies ----------------------------------------------------------------------------------------------------------
def copied(page: KnowledgeQA, *, is_public: bool) -> KnowledgeQA:
    typed = {"new_title": "示范：抄来的问题", "new_slug": "other", "new_parent_page": page.get_parent().pk}
    answer = browser("reviewing_editor").post(
        f"/admin/pages/{page.pk}/copy/", {**typed, **({"publish_copies": "on"} if is_public else {})}
    )
    assert answer.status_code == 302
    return KnowledgeQA.objects.get(slug="other")


@pytest.mark.parametrize("is_public", [True, False])
def test_a_copy_is_never_taken_for_the_page_that_an_import_made(is_public: bool) -> None:
    page = published(by=known("reviewing_editor"), import_key="questions:1", import_notes="没有认出：民诉法")
    copy = copied(page, is_public=is_public)
    assert (copy.live, copy.import_key, copy.import_notes) == (is_public, "", "")
    assert copy.get_latest_revision_as_object().import_key == ""


def test_a_public_copy_cites_the_law_and_stands_in_lists_by_its_own_day() -> None:
    law = published_law().instrument
    place = read_place(f"{law.title}第二条", clock.today())
    page = published(by=known("reviewing_editor"), citations=[("citation", place)])
    assert page.cited_places, "the page cites nothing: the test shows nothing"
    copy = copied(page, is_public=True)
    assert copy.listed_at == copy.first_published_at > page.first_published_at
    assert set(Citation.objects.values_list("object_id", flat=True)) == {str(page.pk), str(copy.pk)}
    assert public_pages("knowledge_qa").first() == copy


# -- exports ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", ['=HYPERLINK("http://evil.example")', "+1", "-1+1", "@SUM(A1)", "\t=1"])
def test_what_strangers_searched_for_is_no_formula_in_an_editors_spreadsheet(words: str) -> None:
    EditorialTask.objects.create(
        words=words, origin=TaskOrigin.values[0], times=3, first_seen_on=date(2026, 1, 5), last_seen_on=date(2026, 1, 5)
    )
    answer = browser("reviewing_editor").get("/admin/reports/tasks/", {"export": "csv"})
    line = b"".join(answer.streaming_content).decode().splitlines()[1]
    assert line.lstrip('"').startswith("'" + words[0])
    assert ",3,2026-01-05," in line
