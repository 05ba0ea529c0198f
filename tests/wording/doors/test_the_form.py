"""The form asks first: words that a rule holds back do not go out, and nothing typed is lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from cms.core.models import StandardPage
from cms.wording.models import WordingClearance, WordingRule
from cms.wording.page_check import WordingRefused, check_page
from cms.wording.services.clearing import clear
from portal.accounts.models import User
from portal.common.audit.models import Act, AuditEntry
from tests.wording.builders import DOUBTFUL, PROMISE, draft_page
from tests.wording.doors.pages import (
    ASKING,
    BAD,
    CLEAN,
    REASON,
    digests,
    edit,
    form,
    is_live,
    shown,
)

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


# -- the form ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_the_button_finds_the_words_marks_them_and_keeps_what_was_typed(action, reviewer):
    page = draft_page(CLEAN)
    answer = reviewer.post(edit(page), form(BAD + "还有别的话。", **{action: "1"}))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'<mark class="wording-mark wording-mark--block">{PROMISE}</mark>' in html
    assert "应当写：改写" in html
    assert "在：正文" in html
    assert "还没有发出：有 1 处用语必须修改" in html
    assert "还有别的话" in html
    assert not is_live(page)
    assert Page.objects.get(pk=page.pk).current_workflow_state is None


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_clean_words_go_out(action, reviewer):
    page = draft_page(CLEAN)
    assert reviewer.post(edit(page), form(CLEAN, **{action: "1"})).status_code == 302
    assert is_live(page) is (action == "action-publish")


def test_the_button_leads_through_the_pages_own_publish(reviewer, monkeypatch):
    """Wagtail's edit view would leave it out (cms.core.admin.publishing_door), and with it all that publishing means."""
    led_through = []
    own = StandardPage.publish

    def publish(self, *args, **kwargs):
        led_through.append(kwargs["user"].username)
        return own(self, *args, **kwargs)

    monkeypatch.setattr(StandardPage, "publish", publish)
    page = draft_page(CLEAN)
    reviewer.post(edit(page), form(CLEAN, **{"action-publish": "1"}))
    assert led_through == ["reviewing_editor"]
    assert is_live(page)
    entry = PageLogEntry.objects.get(page=page.pk, action="wagtail.publish")
    assert entry.user.username == "reviewing_editor"


def test_a_draft_is_saved_whatever_it_says_and_its_findings_stand_above_it(editor):
    page = draft_page(CLEAN)
    assert editor.post(edit(page), form(BAD + ASKING)).status_code == 302
    html = shown(editor, page)
    assert "必须修改 1 处" in html
    assert "请核对 1 处" in html
    assert f'<mark class="wording-mark wording-mark--warn">{DOUBTFUL}</mark>' in html


def test_the_title_and_what_search_engines_show_are_read_too(reviewer):
    page = draft_page(CLEAN)
    html = reviewer.post(edit(page), form(CLEAN, title=PROMISE, **{"action-publish": "1"})).content.decode()
    assert "在：标题" in html
    assert not is_live(page)


def test_a_warning_goes_out_with_its_tick_and_is_not_asked_about_again(reviewer):
    page = draft_page(ASKING)
    html = reviewer.post(edit(page), form(ASKING, **{"action-publish": "1"})).content.decode()
    assert "已核对，仍要发布" in html
    assert not is_live(page)

    ticked = {"wording-confirmed": digests(page, blocks=False), "action-publish": "1"}
    assert reviewer.post(edit(page), form(ASKING, **ticked)).status_code == 302
    assert is_live(page)
    assert WordingClearance.objects.get().cleared_by.username == "reviewing_editor"

    assert reviewer.post(edit(page), form(ASKING + "又加一句。", **{"action-publish": "1"})).status_code == 302


def test_a_tick_covers_what_was_shown_and_nothing_written_since(reviewer):
    page = draft_page(ASKING)
    ticked = {"wording-confirmed": digests(page, blocks=False), "action-publish": "1"}
    answer = reviewer.post(edit(page), form(ASKING + f"另一句的{DOUBTFUL}。", **ticked))
    assert answer.status_code == 200
    assert not is_live(page)


def test_a_block_goes_out_with_a_reason_that_is_kept_in_audit_log_and_history(reviewer):
    page = draft_page(BAD)
    override = {"wording-overridden": digests(page, blocks=True), "action-publish": "1"}
    html = reviewer.post(edit(page), form(BAD, **override)).content.decode()
    assert "放行要写明理由" in html
    assert not is_live(page)

    AuditEntry._base_manager.all().delete()
    assert reviewer.post(edit(page), form(BAD, **override, **{"wording-reason": REASON})).status_code == 302
    assert is_live(page)
    kept = AuditEntry.objects.get(act=Act.WORDING_OVERRIDDEN)
    assert (kept.actor_name, kept.subject_name) == ("reviewing_editor", "示范页面")
    assert kept.details == {"words": [PROMISE], "reason": REASON}
    history = reviewer.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert f"放行“{PROMISE}”：{REASON}" in history
    assert f"已放行：{REASON}" in shown(reviewer, page)


def test_who_may_not_override_is_not_offered_it_and_cannot(editor, reviewer):
    page = draft_page(BAD)
    html = shown(editor, page)
    assert "wording-reason" not in html
    assert "由审核编辑写明理由放行" in html
    forged = {"wording-overridden": digests(page, blocks=True), "wording-reason": REASON, "action-submit": "1"}
    assert editor.post(edit(page), form(BAD, **forged)).status_code == 200
    assert Page.objects.get(pk=page.pk).current_workflow_state is None
    assert not WordingClearance.objects.exists()
    with pytest.raises(PermissionDenied):
        clear(page, check_page(page), user=User.objects.get(username="content_editor"), reason=REASON)


def test_a_warning_that_became_a_block_is_asked_about_again(reviewer):
    page = draft_page(ASKING)
    ticked = {"wording-confirmed": digests(page, blocks=False), "action-publish": "1"}
    reviewer.post(edit(page), form(ASKING, **ticked))
    WordingRule.objects.filter(words=DOUBTFUL).update(severity="block")
    with pytest.raises(WordingRefused):
        Page.objects.get(pk=page.pk).get_latest_revision().publish()


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_a_new_page_is_checked_before_it_is_there(action, reviewer, site):
    address = reverse("wagtailadmin_pages:add", args=["core", "standardpage", site.pk])
    html = reviewer.post(address, form(BAD + ASKING, **{action: "1"})).content.decode()
    assert f">{PROMISE}</mark>" in html
    assert not StandardPage.objects.filter(slug="shifan-yemian").exists()

    rows = check_page(StandardPage(title="示范页面", body=f"<p>{BAD}{ASKING}</p>"))
    cleared = {
        "wording-confirmed": " ".join(row.digest for row in rows if not row.blocks),
        "wording-overridden": " ".join(row.digest for row in rows if row.blocks),
        "wording-reason": REASON,
    }
    assert reviewer.post(address, form(BAD + ASKING, **cleared, **{action: "1"})).status_code == 302
    page = StandardPage.objects.get(slug="shifan-yemian")
    assert page.live is (action == "action-publish")
    assert WordingClearance.objects.filter(page=page).count() == 2
    assert AuditEntry.objects.filter(act=Act.WORDING_OVERRIDDEN).count() == 1
