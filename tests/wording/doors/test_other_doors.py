"""Every other door through which a page goes out: words that a rule holds back do not, whoever opens it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, Revision

from cms.core.models import StandardPage
from cms.wording.models import WordingClearance
from cms.wording.page_check import WordingRefused, check_page
from portal.common.audit.models import Act, AuditEntry
from tests.wording.builders import DOUBTFUL, PROMISE, draft_page, stored
from tests.wording.doors.pages import (
    ASKING,
    BAD,
    CLEAN,
    REASON,
    approve_address,
    digests,
    edit,
    form,
    is_live,
    scheduled,
    submitted,
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

# -- review -----------------------------------------------------------------------------------------------------------


def test_an_approval_from_the_list_does_not_send_out_what_is_held_back(reviewer, person):
    page = draft_page(BAD)
    submitted(page, person("content_editor"))
    answer = reviewer.post(approve_address(page))
    assert answer.status_code == 302
    html = reviewer.get(answer.url).content.decode()
    assert f"“{PROMISE}”（正文）" in html
    assert f">{PROMISE}</mark>" in html
    assert not is_live(page)
    assert Page.objects.get(pk=page.pk).current_workflow_state.status == "in_progress"


def test_an_approval_in_a_dialog_leads_to_the_words(reviewer, person):
    page = draft_page(BAD)
    submitted(page, person("content_editor"))
    answer = reviewer.post(approve_address(page), headers={"x-requested-with": "XMLHttpRequest"}).json()
    assert answer == {"step": "success", "redirect": reverse("wording_page", args=[page.pk])}
    assert not is_live(page)


def test_what_the_author_confirmed_the_reviewer_is_not_asked_again(editor, reviewer):
    page = draft_page(ASKING)
    ticked = {"wording-confirmed": digests(page, blocks=False), "action-submit": "1"}
    assert editor.post(edit(page), form(ASKING, **ticked)).status_code == 302
    assert reviewer.post(approve_address(page)).status_code == 302
    assert is_live(page)


def test_an_approval_in_the_form_is_checked_in_the_form(reviewer, person):
    page = draft_page(BAD)
    submitted(page, person("content_editor"))
    values = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    answer = reviewer.post(edit(page), form(BAD, **values))
    assert answer.status_code == 200
    assert f">{PROMISE}</mark>" in answer.content.decode()
    assert reviewer.post(edit(page), form(CLEAN, **values)).status_code == 302
    assert is_live(page)


# -- many at once, a copy, the timer, a program -----------------------------------------------------------------------
def test_publishing_many_at_once_publishes_none_when_one_is_held_back_and_says_which(reviewer):
    good, bad = draft_page(CLEAN, "好的页面"), draft_page(BAD, "坏的页面")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = reviewer.post(f"{address}?id={good.pk}&id={bad.pk}", follow=True)
    assert "“坏的页面”没有发布" in answer.content.decode()
    assert not is_live(good)
    assert not is_live(bad)
    reviewer.post(f"{address}?id={good.pk}")
    assert is_live(good)


def test_many_at_once_is_no_way_around_a_warning(reviewer):
    page = draft_page(ASKING)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    answer = reviewer.post(f"{address}?id={page.pk}", follow=True)
    assert DOUBTFUL in answer.content.decode()
    assert not is_live(page)


def test_the_timer_holds_back_one_page_publishes_the_next_and_editors_see_why(reviewer):
    bad, good = scheduled(BAD), scheduled(CLEAN)
    call_command("publish_scheduled", stdout=io.StringIO())
    assert not is_live(bad)
    assert is_live(good)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()
    entry = PageLogEntry.objects.get(action="wording.hold")
    assert (entry.page_id, entry.data["words"]) == (bad.pk, [PROMISE])
    home = reviewer.get("/admin/").content.decode()
    assert "没有按时发布的页面" in home
    assert edit(bad) in home

    override = {"wording-overridden": digests(bad, blocks=True), "wording-reason": REASON, "action-publish": "1"}
    reviewer.post(edit(bad), form(BAD, **override))
    assert is_live(bad)
    assert "没有按时发布的页面" not in reviewer.get("/admin/").content.decode()


def test_the_timer_asks_nobody_and_a_warning_goes_out():
    page = scheduled(ASKING)
    call_command("publish_scheduled", stdout=io.StringIO())
    assert is_live(page)


def test_putting_a_page_on_the_timer_is_checked_when_it_is_done(reviewer):
    page = draft_page(CLEAN)
    later = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    answer = reviewer.post(edit(page), form(BAD, go_live_at=later, **{"action-publish": "1"}))
    assert answer.status_code == 200
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


def test_a_program_publishes_nothing_that_is_held_back_and_is_told_what():
    page = draft_page(BAD)
    with pytest.raises(WordingRefused) as refused:
        page.get_latest_revision().publish()
    assert [row.finding.words for row in refused.value.findings] == [PROMISE]
    assert isinstance(refused.value, ValidationError)
    assert not is_live(page)


def test_a_page_made_live_at_once_is_checked_too(site):
    with pytest.raises(WordingRefused):
        site.add_child(instance=StandardPage(title="直接上线", body=f"<p>{BAD}</p>", live=True))
    page = draft_page(BAD)
    page.live = True
    with pytest.raises(WordingRefused):
        page.save()


def test_a_copy_that_stays_live_is_checked_by_the_rules_of_today(site):
    page = draft_page(f"新近禁用的词{CLEAN}")
    page.get_latest_revision().publish()
    page.refresh_from_db()
    stored("新近禁用")
    with pytest.raises(WordingRefused):
        page.copy(update_attrs={"slug": "copy"}, keep_live=True)
    page.title = "改一个无关的字段"
    page.save()  # what is live already is not published again


def test_withdrawing_and_saving_drafts_need_no_leave():
    page = draft_page(CLEAN)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.body = f"<p>{BAD}</p>"
    page.save_revision()
    page.unpublish()
    assert not is_live(page)


# -- the views --------------------------------------------------------------------------------------------------------
def test_the_whole_draft_is_read_with_its_words_marked(editor):
    page = draft_page(BAD + ASKING)
    html = editor.get(reverse("wording_page", args=[page.pk])).content.decode()
    assert f">{PROMISE}</mark>" in html
    assert f">{DOUBTFUL}</mark>" in html
    part = editor.get(reverse("wording_page_findings", args=[page.pk])).content.decode()
    assert "必须修改 1 处" in part
    assert "<html" not in part


def test_on_that_page_findings_are_settled_for_doors_that_cannot_ask(reviewer, person):
    page = draft_page(BAD + ASKING)
    submitted(page, person("content_editor"))
    address = reviewer.post(approve_address(page)).url
    values = {
        "wording-confirmed": digests(page, blocks=False),
        "wording-overridden": digests(page, blocks=True),
        "wording-reason": "无",
    }
    assert "放行要写明理由" in reviewer.post(address, values).content.decode()
    assert not WordingClearance.objects.exists()

    assert reviewer.post(address, {**values, "wording-reason": REASON}).status_code == 302
    assert AuditEntry.objects.get(act=Act.WORDING_OVERRIDDEN).details["reason"] == REASON
    assert reviewer.post(approve_address(page)).status_code == 302
    assert is_live(page)


def test_on_that_page_too_only_who_may_overrides(editor):
    page = draft_page(BAD)
    editor.post(
        reverse("wording_page", args=[page.pk]),
        {"wording-overridden": digests(page, blocks=True), "wording-reason": REASON},
    )
    assert not WordingClearance.objects.exists()


@pytest.mark.parametrize("name", ["wording_page", "wording_page_findings"])
def test_the_findings_of_a_draft_are_for_those_who_may_edit_it(name, signed_in):
    page = draft_page(BAD)
    assert signed_in("directory_clerk").get(reverse(name, args=[page.pk])).status_code == 302
    assert Client().get(reverse(name, args=[page.pk])).status_code == 302


def test_a_check_of_a_page_asks_the_database_twice_however_many_rules_there_are(django_assert_num_queries):
    page = draft_page(BAD * 50)
    for number in range(30):
        stored(f"另一条规则{number}号")
    with django_assert_num_queries(2):
        check_page(page)


def test_the_pages_of_a_new_site_say_nothing_that_is_held_back():
    from cms.wording.sowing import sow_rules

    sow_rules()
    for page in StandardPage.objects.all():
        assert [row.finding.words for row in check_page(page)] == []
