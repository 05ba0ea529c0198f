"""News is corrected in the open and withdrawn with a reason."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from cms.editorial.models import NewsArticle, NewsCorrection, NewsWithdrawal
from cms.editorial.services.news import withdraw
from cms.editorial.tasks import publish_scheduled
from tests.collecting.builders import known
from tests.editorial.builders import draft, index_of
from tests.editorial.news.articles import (
    DAY,
    KIND,
    NOON,
    WORDS,
    CommitCallbacks,
    article,
    changed,
    form_of,
    history_of,
    prose,
    read,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


# -- corrected ----------------------------------------------------------------------------------------------------------
def test_a_change_of_title_or_text_is_published_with_the_editors_open_note() -> None:
    page = article()

    page = changed(
        page, by=known("reviewing_editor"), body=prose("宣传周明天开始。"), correction_note="原文把日期写错，应为明天。"
    )

    (note,) = page.corrections.all()
    assert (note.words, note.by, note.corrected_at) == ("原文把日期写错，应为明天。", known("reviewing_editor"), NOON)
    text = read(f"/news/{page.slug}/")
    assert "更正" in text
    assert "2026年11月27日：原文把日期写错，应为明天。" in text
    assert page.correction_note == ""
    assert page.get_latest_revision_as_object().correction_note == ""


def test_no_door_changes_what_was_public_in_silence() -> None:
    page = article("示范：旧题")

    page = changed(page, title="示范：新题")
    page = changed(page, body=prose("别的话。"))

    assert [note.words for note in page.corrections.all()] == [
        "正文有改动。",
        "标题由“示范：旧题”改为“示范：新题”。",
    ]


def test_what_readers_do_not_read_is_changed_without_a_note() -> None:
    page = article()

    page = changed(page, summary="一句摘要。", source_name="示范法治报")
    page = changed(page, body=[("prose", '<p data-block-key="a1b2c">宣传周今天开始。</p>')])

    assert not page.corrections.exists()


def test_a_note_is_written_once_and_stays() -> None:
    page = article()
    page = changed(page, body=prose("一。"), correction_note="改了第一次。")
    page = changed(page, body=prose("二。"), correction_note="改了第二次。")
    page = changed(page, summary="摘要")

    assert [note.words for note in page.corrections.all()] == ["改了第二次。", "改了第一次。"]


def test_what_was_never_public_needs_no_note() -> None:
    page = draft(KIND)
    newest = page.get_latest_revision_as_object()
    newest.title = "示范：改过的题"
    newest.save_revision().publish(user=known("reviewing_editor"), skip_permission_checks=True)

    assert not NewsCorrection.objects.exists()


def test_a_scheduled_change_is_noted_when_it_becomes_public() -> None:
    page = article()
    newest = page.get_latest_revision_as_object()
    newest.body, newest.correction_note, newest.go_live_at = prose("改。"), "改了。", NOON + DAY
    newest.save_revision().publish(user=known("reviewing_editor"), skip_permission_checks=True)
    assert not NewsCorrection.objects.exists()

    with time_machine.travel(NOON + 2 * DAY, tick=False):
        publish_scheduled()

    assert NewsCorrection.objects.get().corrected_at == NOON + 2 * DAY


def test_the_form_asks_for_the_note_and_keeps_what_was_typed(client: Client) -> None:
    page = article()
    client.force_login(known("reviewing_editor"))
    address = f"/admin/pages/{page.pk}/edit/"
    assert "更正说明" in client.get(address).content.decode()

    form = form_of(page, title="示范：新的标题", **{"action-publish": "1"})
    answer = client.post(address, form)

    assert answer.status_code == 200
    assert "请写明更正说明" in answer.content.decode()
    assert "示范：新的标题" in answer.content.decode()
    assert NewsArticle.objects.get(pk=page.pk).title == page.title
    assert client.post(address, form | {"correction_note": "标题写错。"}).status_code == 302
    assert NewsArticle.objects.get(pk=page.pk).title == "示范：新的标题"
    assert NewsCorrection.objects.get().words == "标题写错。"


def test_a_draft_is_saved_without_a_note(client: Client) -> None:
    page = article()
    client.force_login(known("content_editor"))

    client.post(f"/admin/pages/{page.pk}/edit/", form_of(page, title="示范：新的标题"))

    page = NewsArticle.objects.get(pk=page.pk)
    assert page.title != "示范：新的标题"
    assert page.get_latest_revision_as_object().title == "示范：新的标题"


def test_what_was_never_public_has_no_field_for_a_note(client: Client) -> None:
    page = draft(KIND)
    client.force_login(known("content_editor"))

    assert 'name="correction_note"' not in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()


# -- withdrawn ----------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("_index")
def test_withdrawn_news_answers_gone_with_day_and_reason_and_is_nowhere_else(
    django_capture_on_commit_callbacks: CommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = article("示范独有标题一则", body=prose(WORDS))
    assert "/news/" in shown(page)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(page, "原文来源已经更正，内容不实。", by=known("reviewing_editor"))

    answer = Client().get(f"/news/{page.slug}/")
    text = answer.content.decode()
    assert answer.status_code == 410
    assert "2026年11月27日" in text
    assert "原文来源已经更正，内容不实。" in text
    assert page.title not in text
    assert answer["Cache-Control"] == "no-store"
    assert shown(page) == []
    assert "撤下，理由：原文来源" in history_of(page)


def test_nothing_is_withdrawn_without_a_reason_or_by_who_may_not() -> None:
    page = article()

    with pytest.raises(ValidationError):
        withdraw(page, "  ", by=known("reviewing_editor"))
    with pytest.raises(PermissionDenied):
        withdraw(page, "理由", by=known("content_editor"))
    assert NewsArticle.objects.get().live


def test_the_admin_asks_for_the_reason_at_every_door(client: Client) -> None:
    page = article()
    client.force_login(known("reviewing_editor"))
    ours = f"/admin/editorial/withdraw/{page.pk}/"

    assert f'href="{ours}"' in client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    assert client.post(f"/admin/pages/{page.pk}/unpublish/")["Location"] == ours
    for method in (client.get, client.post):
        assert method(f"/admin/pages/{page.pk}/delete/")["Location"] == ours
    for action in ("unpublish", "delete"):
        client.post(f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}", {})
    assert NewsArticle.objects.get().live
    assert "请写明撤下的理由" in client.post(ours, {"reason": ""}).content.decode()
    client.post(ours, {"reason": "内容不实。"})
    assert not NewsArticle.objects.get().live
    assert NewsWithdrawal.objects.get().reason == "内容不实。"


def test_who_may_not_withdraw_does_not_see_the_page_for_it(client: Client) -> None:
    page = article()
    client.force_login(known("content_editor"))

    assert client.get(f"/admin/editorial/withdraw/{page.pk}/").status_code in (302, 403)
    client.post(f"/admin/editorial/withdraw/{page.pk}/", {"reason": "理由"})
    assert NewsArticle.objects.get().live


def test_a_door_that_asked_for_no_reason_leaves_word_all_the_same() -> None:
    page = article()
    page.unpublish()

    answer = Client().get(f"/news/{page.slug}/")

    assert answer.status_code == 410
    assert "没有写明理由" in answer.content.decode()


def test_the_word_stays_when_the_page_is_deleted_and_goes_when_it_is_public_again() -> None:
    page, other = article("示范：一"), article("示范：二")
    for one in (page, other):
        withdraw(one, "内容不实。", by=known("reviewing_editor"))
    NewsArticle.objects.get(pk=page.pk).delete()
    other = NewsArticle.objects.get(pk=other.pk)
    other.save_revision().publish(user=known("reviewing_editor"), skip_permission_checks=True)

    assert Client().get(f"/news/{page.slug}/").status_code == 410
    assert Client().get(f"/news/{other.slug}/").status_code == 200
    assert NewsWithdrawal.objects.count() == 1


def test_news_that_was_never_there_is_not_found() -> None:
    index_of(KIND)

    assert Client().get("/news/never-there/").status_code == 404
