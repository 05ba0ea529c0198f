"""An editor makes a Q&A page of a public consultation with a press, and it comes back for review when its source is gone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from cms.editorial.models import KnowledgeQA
from portal.common import clock
from portal.public_board import deriving
from portal.public_board.derived import DerivedQA
from tests.consultations import builders
from tests.consultations.editor.pages import pay_law
from tests.editorial.builders import index_of
from tests.public_board.publications import a_citation, a_page, an_answer, public, withdrawn

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/consultations/"


@pytest.fixture(autouse=True)
def _section() -> None:
    index_of("knowledge_qa")


def editor() -> Any:
    return builders.person("content_editor")


def at_desk(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def press(client: Client, code: str) -> Any:
    return client.post(f"{REPORT}{code}/make/")


def test_a_press_makes_a_draft_of_question_answer_law_steps_and_topic() -> None:
    pay_law()
    publication = public(a_page(answers=(an_answer(citations=(a_citation(),)),)))
    response = press(at_desk(editor()), publication.code)
    page = KnowledgeQA.objects.get()
    assert response["Location"] == f"/admin/pages/{page.pk}/edit/"
    draft = page.get_latest_revision_as_object()
    assert not page.live
    assert draft.title == "公司拖欠三个月工资，怎么办？"
    assert "〔姓名已隐去〕" in draft.question
    assert "您可以要求支付拖欠的部分" in draft.short_answer
    assert "劳动保障监察机构" in draft.next_steps
    assert [place.locator for place in draft.cited_places] == ["30"]
    assert [topic.code for topic in draft.topics.all()] == ["labour"]
    assert publication.code in draft.import_notes
    assert DerivedQA.objects.get().code == publication.code


def test_pressing_twice_leads_to_the_same_draft_whoever_presses() -> None:
    code = public().code
    first = deriving.make_draft(code, by=editor())
    assert deriving.make_draft(code, by=editor()) == first
    assert KnowledgeQA.objects.count() == 1


def test_who_writes_no_pages_makes_none_and_what_is_not_public_is_not_there() -> None:
    code, gone = public().code, withdrawn(public()).code
    with pytest.raises(PermissionDenied):
        deriving.make_draft(code, by=builders.person("directory_clerk"))
    assert press(at_desk(editor()), gone).status_code == 404
    assert not KnowledgeQA.objects.exists()


def test_words_of_the_page_are_never_markup_in_the_draft() -> None:
    draft = deriving.make_draft(
        public(a_page(answers=(an_answer(conclusion="<script>甲</script>\n乙"),))).code, by=editor()
    )
    assert draft.short_answer == "<p>&lt;script&gt;甲&lt;/script&gt;</p><p>乙</p>"


def test_article_30_taken_back_the_page_made_of_it_is_due_for_review_and_says_why() -> None:
    publication, user = public(), editor()
    page = deriving.make_draft(publication.code, by=user)
    page.get_latest_revision().publish()
    withdrawn(publication)
    page = KnowledgeQA.objects.get()
    assert page.review_due_on == clock.today()
    client = at_desk(user)
    assert "来源已撤下，请复核这篇问答" in client.get(REPORT).content.decode()
    assert page.title in client.get("/admin/reports/due/").content.decode()
    assert "那件咨询已经撤下" in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    page.save_revision().publish()
    assert "那件咨询已经撤下" not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert "来源已撤下" not in client.get(REPORT).content.decode()


def test_the_list_shows_the_press_then_the_way_to_the_draft_and_nothing_of_what_is_gone() -> None:
    client = at_desk(editor())
    kept, gone = public(a_page(title="仍然公开的")), public(a_page(title="已经撤下的"))
    html = client.get(REPORT).content.decode()
    assert f"{REPORT}{kept.code}/make/" in html
    withdrawn(gone)
    press(client, kept.code)
    html = client.get(REPORT).content.decode()
    assert "看这篇问答" in html
    assert "已经撤下的" not in html
