"""上传法律文本: nothing is saved before its tree was seen, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.laws.models import Instrument, InstrumentVersion
from tests.admin.builders import TEXT, docx, instrument, published

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/laws/upload/"


@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("content_editor")


def form_of(response: Any) -> dict[str, str]:
    """Give what the browser would post back from the page just shown."""
    form = response.context["form"]
    return {name: str(form.data.get(name) or "") for name in form.fields if name not in ("file",) and name in form.data}


def check(client: Client, **values: Any) -> Any:
    return client.post(ADDRESS, {"action": "check", **values})


def test_checking_a_pasted_text_shows_its_tree_and_saves_nothing(editor: Client) -> None:
    response = check(editor, source_text=TEXT)

    page = response.content.decode()
    assert "识别出的结构" in page
    assert "第二条" in page
    assert not InstrumentVersion.objects.exists()
    assert not Instrument.objects.exists()


def test_title_dates_and_basis_are_filled_in_from_the_text(editor: Client) -> None:
    form = check(editor, source_text=TEXT).context["form"]

    assert form.data["title"] == "示范邻里互助法"
    assert form.data["level"] == "law"
    assert form.data["effective_on"] == "2021-03-01"
    assert form.data["effective_basis"] == "closing_article"
    assert form.data["adopted_on"] == "2021-01-05"


def test_what_was_typed_goes_before_what_the_text_says(editor: Client) -> None:
    form = check(editor, source_text=TEXT, title="示范互助法", effective_on="2021-04-01").context["form"]

    assert form.data["title"] == "示范互助法"
    assert form.data["effective_on"] == "2021-04-01"


def test_a_checked_text_is_saved_as_a_draft_that_nobody_else_sees(editor: Client) -> None:
    values = form_of(check(editor, source_text=TEXT))

    response = editor.post(ADDRESS, {**values, "action": "save"})

    version = InstrumentVersion.objects.get()
    assert response.url == f"/admin/snippets/laws/instrumentversion/edit/{version.pk}/"
    assert not version.live
    assert not version.instrument.is_public
    assert version.provisions.count() == 0
    assert version.effective_on == date(2021, 3, 1)
    assert version.latest_revision.user.username == "content_editor"


def test_a_text_is_not_saved_unseen(editor: Client) -> None:
    values = form_of(check(editor, source_text=TEXT))

    response = editor.post(ADDRESS, {**values, "source_text": TEXT.replace("照看", "照料"), "action": "save"})

    assert "还没有保存" in response.content.decode()
    assert not InstrumentVersion.objects.exists()
    again = editor.post(ADDRESS, {**form_of(response), "action": "save"})
    assert again.status_code == 302
    assert "照料" in InstrumentVersion.objects.get().source_text


def test_saving_without_any_check_shows_the_check(editor: Client) -> None:
    response = editor.post(
        ADDRESS,
        {"source_text": TEXT, "title": "示范法", "level": "law", "effective_on": "2021-03-01", "action": "submit"},
    )

    assert response.status_code == 200
    assert "识别出的结构" in response.content.decode()
    assert not InstrumentVersion.objects.exists()


def test_a_word_file_is_read_into_the_text(editor: Client) -> None:
    upload = SimpleUploadedFile("law.docx", docx(*TEXT.splitlines()))

    form = check(editor, file=upload).context["form"]

    assert "第二条 民事主体" in form.data["source_text"]
    assert form.parsed.articles == 3


def test_a_bad_file_is_told_and_what_was_typed_stays(editor: Client) -> None:
    upload = SimpleUploadedFile("law.docx", b"PK\x03\x04 broken")

    response = check(editor, file=upload, title="示范邻里互助法", region="示范", source_text="# 示范法\n第一条 甲。\n")

    page = response.content.decode()
    assert "文件损坏" in page
    assert 'value="示范邻里互助法"' in page
    assert 'value="示范"' in page
    assert "第一条 甲。" in page


def test_a_new_version_of_a_law_that_exists(editor: Client) -> None:
    law = published(on=date(2015, 1, 1)).instrument
    values = form_of(check(editor, source_text=TEXT, instrument=law.pk))

    editor.post(ADDRESS, {**values, "action": "save"})

    assert sorted(version.effective_on for version in law.versions.all()) == [date(2015, 1, 1), date(2021, 3, 1)]
    assert Instrument.objects.count() == 1


def test_a_second_text_of_one_day_is_refused_with_a_link_to_the_first(editor: Client) -> None:
    first = published()
    values = form_of(check(editor, source_text=TEXT, instrument=first.instrument.pk))

    response = editor.post(ADDRESS, {**values, "action": "save"})

    assert f"/admin/snippets/laws/instrumentversion/edit/{first.pk}/" in response.content.decode()
    assert InstrumentVersion.objects.count() == 1


def test_a_law_that_exists_is_not_made_twice(editor: Client) -> None:
    law = instrument(title="示范邻里互助法")
    values = form_of(check(editor, source_text=TEXT))

    response = editor.post(ADDRESS, {**values, "action": "save"})

    assert f"/admin/snippets/laws/instrument/edit/{law.pk}/" in response.content.decode()
    assert Instrument.objects.count() == 1


def test_submitting_hands_the_draft_to_the_review(editor: Client) -> None:
    values = form_of(check(editor, source_text=TEXT))

    editor.post(ADDRESS, {**values, "action": "submit"})

    version = InstrumentVersion.objects.get()
    assert version.workflow_in_progress
    assert not version.live


def test_a_text_from_outside_is_never_markup(editor: Client) -> None:
    evil = "# 示范法<script>alert(1)</script>\n第一条 <img src=x onerror=alert(1)>。\n"

    page = check(editor, source_text=evil).content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "<img src=x" not in page


def test_who_may_not_make_a_text_does_not_reach_the_upload(person: Callable[..., Any]) -> None:
    nobody = person("content_editor")
    nobody.groups.clear()
    client = Client()
    client.force_login(nobody)

    assert client.get(ADDRESS).status_code in (302, 403)
    assert client.post(ADDRESS, {"source_text": TEXT, "action": "check"}).status_code in (302, 403)
