"""From draft to publication: a content editor hands in, a reviewing editor approves, nobody else publishes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.test import Client

from cms.laws.models import InstrumentVersion
from portal.common.audit.models import Act, AuditEntry
from tests.admin.builders import TEXT, draft, published, version_form

pytestmark = pytest.mark.django_db


def edit(version: InstrumentVersion) -> str:
    return f"/admin/snippets/laws/instrumentversion/edit/{version.pk}/"


@pytest.fixture
def editor(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("content_editor")


@pytest.fixture
def reviewer(signed_in: Callable[[str], Client]) -> Client:
    return signed_in("reviewing_editor")


def latest(version: InstrumentVersion) -> str:
    """The words of the last draft."""
    return InstrumentVersion.objects.get(pk=version.pk).get_latest_revision_as_object().source_text


def hand_in(editor: Client, version: InstrumentVersion) -> None:
    response = editor.post(edit(version), {**version_form(version), "action-submit": "1"})
    assert response.status_code == 302


def act(reviewer: Client, version: InstrumentVersion, action: str, **data: str) -> None:
    state = version.current_workflow_state.current_task_state
    address = f"/admin/snippets/laws/instrumentversion/workflow/action/{version.pk}/{action}/{state.pk}/"
    assert reviewer.post(address, data).status_code == 302


def test_a_draft_that_is_handed_in_and_approved_is_public_with_its_provisions(editor: Client, reviewer: Client) -> None:
    version = draft()
    hand_in(editor, version)

    act(reviewer, version, "approve")

    version.refresh_from_db()
    version.instrument.refresh_from_db()
    assert version.live
    assert version.instrument.is_public
    assert version.provisions.filter(kind="article").count() == 3


def test_the_reviewer_finds_the_draft_on_the_first_page(editor: Client, reviewer: Client) -> None:
    version = draft()
    hand_in(editor, version)

    page = reviewer.get("/admin/").content.decode()

    assert "等待我审核" in page
    assert edit(version) in page


def test_reviewers_are_told_by_mail_in_chinese(editor: Client, reviewer: Client) -> None:
    hand_in(editor, draft())

    told = [message for message in mail.outbox if "reviewing_editor@example.invalid" in message.to]
    assert told
    assert "已提交审核" in told[0].subject


def test_a_draft_that_is_sent_back_is_not_public_and_may_be_changed_again(editor: Client, reviewer: Client) -> None:
    version = draft()
    hand_in(editor, version)

    act(reviewer, version, "reject", comment="请核对第二条。")

    version.refresh_from_db()
    assert not version.live
    response = editor.post(edit(version), version_form(version, source_text=TEXT.replace("照看", "照料")))
    assert response.status_code == 302
    assert "照料" in latest(version)


def test_a_content_editor_cannot_publish(editor: Client) -> None:
    version = draft()

    editor.post(edit(version), {**version_form(version), "action-publish": "1"})

    version.refresh_from_db()
    assert not version.live


def test_a_content_editor_cannot_approve_his_own_draft(editor: Client) -> None:
    version = draft()
    hand_in(editor, version)
    state = version.current_workflow_state.current_task_state
    address = f"/admin/snippets/laws/instrumentversion/workflow/action/{version.pk}/approve/{state.pk}/"

    assert editor.post(address).status_code in (302, 403)

    version.refresh_from_db()
    assert not version.live


def test_during_the_review_the_author_cannot_change_the_text(editor: Client) -> None:
    version = draft()
    hand_in(editor, version)

    editor.post(edit(version), version_form(version, source_text="# 改了\n第一条 改了。\n"))

    assert "改了" not in latest(version)


def test_the_reviewer_may_mend_the_text_while_reviewing(editor: Client, reviewer: Client) -> None:
    version = draft()
    hand_in(editor, version)

    response = reviewer.post(edit(version), version_form(version, source_text=TEXT.replace("照看", "照料")))

    assert response.status_code == 302
    assert "照料" in latest(version)


def test_a_draft_of_a_public_text_changes_nothing_until_it_is_approved(editor: Client, reviewer: Client) -> None:
    version = published()
    editor.post(
        edit(version), {**version_form(version, source_text=TEXT.replace("照看老人", "照看儿童")), "action-submit": "1"}
    )
    assert version.provisions.filter(text__contains="照看老人").exists()

    act(reviewer, version, "approve")

    assert not version.provisions.filter(text__contains="照看老人").exists()
    assert version.provisions.filter(text__contains="照看儿童").exists()


def test_a_wrong_parse_is_mended_by_editing_the_text(reviewer: Client) -> None:
    run_together = TEXT.replace("\n第二条 民事主体", "第二条民事主体")
    version = published(text=run_together)
    assert not version.provisions.filter(locator="2").exists()

    reviewer.post(edit(version), {**version_form(version, source_text=TEXT), "action-publish": "1"})

    assert version.provisions.filter(locator="2").exists()


def test_withdrawing_takes_a_text_from_the_public_and_keeps_it(editor: Client, reviewer: Client) -> None:
    version = published()
    address = f"/admin/snippets/laws/instrumentversion/unpublish/{version.pk}/"
    assert editor.post(address).status_code in (302, 403)
    version.refresh_from_db()
    assert version.live

    reviewer.post(address)

    version.refresh_from_db()
    version.instrument.refresh_from_db()
    assert not version.live
    assert not version.instrument.is_public
    assert version.source_text == TEXT


def test_publishing_and_withdrawing_a_law_stand_in_the_audit_log_with_who_did_it(reviewer: Client) -> None:
    version = draft()
    reviewer.post(edit(version), {**version_form(version), "action-publish": "1"})
    reviewer.post(f"/admin/snippets/laws/instrumentversion/unpublish/{version.pk}/")
    kept = AuditEntry.objects.filter(act__in=[Act.PUBLISHED, Act.WITHDRAWN]).order_by("id")
    assert [(entry.act, entry.actor_name, entry.details["subject"]) for entry in kept] == [
        (act, "reviewing_editor", f"laws.instrumentversion:{version.pk}") for act in (Act.PUBLISHED, Act.WITHDRAWN)
    ]


def test_publishing_a_second_text_of_one_day_is_told_and_not_done(reviewer: Client) -> None:
    first = published()
    second = draft(first.instrument, on=date(2022, 1, 1))

    response = reviewer.post(edit(second), {**version_form(second, effective_on="2021-03-01"), "action-publish": "1"})

    assert "已有这个施行日期的版本" in response.content.decode()
    second.refresh_from_db()
    assert not second.live


def test_two_drafts_that_move_to_one_day_do_not_crash_the_approval(editor: Client, reviewer: Client) -> None:
    first = published()
    second = published(first.instrument, on=date(2022, 1, 1))
    for version in (first, second):
        editor.post(edit(version), {**version_form(version, effective_on="2023-01-01"), "action-submit": "1"})
    for version in (first, second):
        act(reviewer, InstrumentVersion.objects.get(pk=version.pk), "approve")

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.effective_on == date(2023, 1, 1)
    assert second.effective_on == date(2022, 1, 1)
    assert second.current_workflow_state.status == "in_progress"


def test_saving_an_untouched_text_keeps_every_byte_of_it(editor: Client) -> None:
    text = "\n  " + TEXT + "\n\n"
    version = draft(text=text)

    editor.post(edit(version), version_form(version))

    assert latest(version) == text


def test_a_law_is_not_saved_by_itself(editor: Client) -> None:
    page = editor.get(edit(draft())).content.decode()

    assert "w-autosave-indicator" not in page
    assert "data-w-autosave-interval" not in page


def test_history_and_comparison_show_what_was_changed(editor: Client) -> None:
    version = draft()
    editor.post(edit(version), version_form(version, source_text=TEXT.replace("照看", "照料")))
    old, new = version.revisions.order_by("pk").values_list("pk", flat=True)

    base = "/admin/snippets/laws/instrumentversion"
    assert editor.get(f"{base}/history/{version.pk}/").status_code == 200
    page = editor.get(f"{base}/history/{version.pk}/revisions/compare/{old}...{new}/").content.decode()
    assert '<span class="deletion">' in page
    assert '<span class="addition">' in page
