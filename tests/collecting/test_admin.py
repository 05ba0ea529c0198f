"""Collecting in the admin: who opens which door, and what the acts do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.collecting import taking
from cms.collecting.models import CheckedLink, CollectedItem, ItemState, LinkState, Outcome, Source
from cms.collecting.services import deciding
from cms.collecting.services.checking import begin_check, end_check
from cms.collecting.taking import Story, Taker
from cms.core.models import HomePage, StandardPage
from cms.core.site_builder import build_site
from tests.collecting.builders import NOW, by_hand, feed, item, known
from tests.collecting.documents import STORY

pytestmark = pytest.mark.django_db

SOURCES = "/admin/snippets/collecting/source"
INBOX = "/admin/collecting/news/"
SignIn = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def opened(client: Client, address: str) -> bool:
    return client.get(address).status_code == 200


def read(client: Client, address: str) -> str:
    return client.get(address, follow=True).content.decode()


def test_every_door_by_role(signed_in: SignIn) -> None:
    source, story = feed(), item()
    reading = [f"{SOURCES}/", f"{SOURCES}/inspect/{source.pk}/"]
    stories = [INBOX, f"{INBOX}{story.pk}/", "/admin/reports/broken-links/", "/admin/reports/broken-links/results/"]
    writing = [f"{SOURCES}/{address}" for address in ("add/", f"edit/{source.pk}/", f"history/{source.pk}/")]
    unused = by_hand()  # one that has brought stories is switched off, not deleted
    deleting = [f"{SOURCES}/delete/{unused.pk}/"]
    may = {
        "content_editor": reading + stories + writing,
        "reviewing_editor": reading + stories + writing + deleting,
        "administrator": reading + stories + writing + deleting,
        "auditor": reading + stories,
        "directory_clerk": reading,
        "directory_approver": [],
    }
    for role, allowed in may.items():
        client = signed_in(role)
        found = [address for address in reading + stories + writing + deleting if opened(client, address)]
        assert found == [address for address in reading + stories + writing + deleting if address in allowed], role
    for address in reading + stories + writing + deleting:
        assert Client().get(address).status_code == 302, address


def test_the_list_says_how_each_source_stands(signed_in: SignIn) -> None:
    by_hand("逾期的来源")
    Source.objects.update(due_at=NOW - timedelta(days=1))
    feed("http://a.test/", name="未批准的来源", is_approved=False)
    failing = feed("http://b.test/", name="失败的来源")
    end_check(begin_check(failing, moment=NOW), Outcome.FAILED, moment=NOW, words="连接不上")
    by_hand("停用的来源", is_active=False)
    client = signed_in("content_editor")

    page = read(client, f"{SOURCES}/")
    for words in ("已逾期", "等待批准", "上次失败", "已停用"):
        assert words in page
    for value, name in (
        ("overdue", "逾期的"),
        ("unapproved", "未批准的"),
        ("failing", "失败的"),
        ("inactive", "停用的"),
    ):
        page = read(client, f"{SOURCES}/?condition={value}")
        assert [
            one
            for one in ("逾期的来源", "未批准的来源", "失败的来源", "停用的来源")
            if f">{one}" in page.replace("\n", "").replace("  ", "")
        ] == [f"{name}来源"], value


def test_a_source_that_is_wrong_is_refused_in_words_and_keeps_what_was_typed(signed_in: SignIn) -> None:
    form = {"kind": "news", "way": "feed", "name": "示范", "address": "http://127.0.0.1/feed", "interval_hours": "24"}

    page = signed_in("content_editor").post(f"{SOURCES}/add/", form).content.decode()

    assert "不是域名" in page
    assert "http://127.0.0.1/feed" in page
    assert not Source.objects.exists()


def test_a_new_source_waits_until_a_reviewing_editor_approves_it(signed_in: SignIn) -> None:
    form = {"kind": "news", "way": "feed", "name": "示范", "address": "http://a.test/feed", "interval_hours": "24"}
    editor, reviewer = signed_in("content_editor"), signed_in("reviewing_editor")
    editor.post(f"{SOURCES}/add/", {**form, "is_active": "on"})
    source = Source.objects.get()
    address, acts = f"{SOURCES}/inspect/{source.pk}/", f"/admin/collecting/sources/{source.pk}/act/"

    assert "还没有批准" in read(editor, address)
    assert 'value="approve"' not in read(editor, address)
    assert editor.post(acts, {"act": "approve"}).status_code in (302, 403)
    assert not Source.objects.get().is_approved
    assert 'value="approve"' in read(reviewer, address)
    reviewer.post(acts, {"act": "approve"})
    assert Source.objects.get().is_approved
    assert 'value="collect"' in read(editor, address)
    assert "批准采集" in read(editor, f"{SOURCES}/history/{source.pk}/")
    editor.post(f"{SOURCES}/edit/{source.pk}/", {**form, "address": "http://b.test/feed", "is_active": "on"})
    assert not Source.objects.get().is_approved


def test_the_clerk_writes_down_that_a_source_was_checked(signed_in: SignIn) -> None:
    source = by_hand()
    client = signed_in("directory_clerk")

    page = client.post(
        f"/admin/collecting/sources/{source.pk}/act/", {"act": "check", "words": "与公告一致"}, follow=True
    ).content.decode()

    assert "今天已核对" in page
    assert "与公告一致" in page
    assert source.checks.get().by == known("directory_clerk")


def test_an_act_takes_a_form_and_a_person_of_the_room(signed_in: SignIn) -> None:
    source = by_hand()
    address = f"/admin/collecting/sources/{source.pk}/act/"

    assert signed_in("content_editor").get(address).status_code == 405
    assert signed_in("directory_approver").post(address, {"act": "check"}).status_code in (302, 403)
    assert Client().post(address, {"act": "check"}).status_code == 302
    assert not source.checks.exists()


def test_the_inbox_shows_what_a_person_needs_to_decide(signed_in: SignIn) -> None:
    first = item("普法市集开市", STORY)
    item("市集", STORY, resembles=first, resemblance=88)
    item("已经不要的", state=ItemState.REJECTED, reason="与本网无关", decided_at=NOW)
    client = signed_in("content_editor")

    page = read(client, INBOX)
    for words in ("待审（2）", "不采用（1）", "王示范", "李示范", "普法市集开市（88%）"):
        assert words in page
    assert "已经不要的" not in page
    assert "与本网无关" in read(client, f"{INBOX}?state=rejected")
    assert "没有符合条件的新闻" in read(client, f"{INBOX}?q=没有这样的")
    assert read(client, f"{INBOX}?state=nonsense&source=x&page=y").count("data-collecting-row") == 2


def test_a_story_stands_beside_those_like_it(signed_in: SignIn) -> None:
    text = STORY.replace("<p>", "").replace("</p>", "\n")
    first = item("普法市集开市", text)
    second = item("市集又开", text.replace("昨日", "11月19日"))
    client = signed_in("content_editor")

    page = read(client, f"{INBOX}{second.pk}/")

    assert f'href="{INBOX}{first.pk}/"' in page
    assert "与这一条重复" in page
    client.post(f"{INBOX}{second.pk}/", {"act": "mark_duplicate", "of": str(first.pk)})
    second.refresh_from_db()
    assert (second.state, second.resembles) == (ItemState.DUPLICATE, first)


def test_markup_of_a_story_stays_words(signed_in: SignIn) -> None:
    bad = item(
        "<script>alert(1)</script>", "<img src=x onerror=alert(2)>", address="http://a.test/?%22onclick=alert(3)"
    )
    client = signed_in("content_editor")

    for address in (INBOX, f"{INBOX}{bad.pk}/", "/admin/"):
        page = read(client, address)
        assert "<script>alert(1)" not in page
        assert "<img src=x" not in page


def test_a_story_is_rejected_with_a_reason_and_never_without(signed_in: SignIn) -> None:
    story, other = item("一"), item("二", collected_at=NOW - timedelta(hours=1))
    client = signed_in("content_editor")

    page = client.post(f"{INBOX}{story.pk}/", {"act": "reject", "reason": " "}).content.decode()
    assert "请写明不采用的理由" in page
    response = client.post(f"{INBOX}{story.pk}/", {"act": "reject", "reason": "与本网无关"})
    assert response["Location"] == f"{INBOX}{other.pk}/", "the next one that waits"
    story.refresh_from_db()
    assert (story.state, story.reason, story.decided_by) == (ItemState.REJECTED, "与本网无关", known("content_editor"))
    client.post(f"{INBOX}{story.pk}/", {"act": "reopen"})
    story.refresh_from_db()
    assert story.state == ItemState.WAITING


def test_many_are_rejected_at_once_and_ticks_are_kept_without_a_reason(signed_in: SignIn) -> None:
    stories = [item(f"题{n}") for n in range(3)]
    client = signed_in("content_editor")
    ticked = [str(stories[0].pk), str(stories[1].pk)]

    page = client.post(INBOX, {"item": ticked, "reason": ""}).content.decode()
    assert page.count("checked") == 2
    client.post(INBOX, {"item": ticked, "reason": "与本网无关"})

    assert sorted(CollectedItem.objects.values_list("title", "state")) == [
        ("题0", ItemState.REJECTED),
        ("题1", ItemState.REJECTED),
        ("题2", ItemState.WAITING),
    ]


def test_who_may_only_read_decides_nothing(signed_in: SignIn) -> None:
    story = item()
    client = signed_in("auditor")

    page = read(client, f"{INBOX}{story.pk}/")
    assert 'value="reject"' not in page
    for data in ({"act": "reject", "reason": "x"}, {"act": "mark_duplicate"}, {"act": "take"}):
        client.post(f"{INBOX}{story.pk}/", data)
    client.post(INBOX, {"item": [str(story.pk)], "reason": "x"})
    story.refresh_from_db()
    assert story.state == ItemState.WAITING


def test_of_two_people_the_second_is_told_that_the_first_was_there(signed_in: SignIn) -> None:
    story = item()
    deciding.reject(story, "与本网无关", by=known("reviewing_editor"))

    page = signed_in("content_editor").post(f"{INBOX}{story.pk}/", {"act": "mark_duplicate"}).content.decode()

    assert "已经由别人处理" in page


def test_a_change_at_the_source_is_shown_until_somebody_dealt_with_it(signed_in: SignIn) -> None:
    build_site()
    page = HomePage.objects.get()
    story = item(state=ItemState.TAKEN, page=page, decided_at=NOW, changed_at=NOW)
    client = signed_in("content_editor")
    assert "原文有改动（1）" in read(client, INBOX)
    assert "来源又改动了原文" in read(client, f"{INBOX}{story.pk}/")

    client.post(f"{INBOX}{story.pk}/", {"act": "seen"})

    assert "原文有改动（0）" in read(client, INBOX)
    client.post(f"{INBOX}{story.pk}/", {"act": "reopen"})
    story.refresh_from_db()
    assert story.state == ItemState.TAKEN, "its page is there"


def test_a_story_whose_page_was_deleted_can_wait_again(signed_in: SignIn) -> None:
    story = item(state=ItemState.TAKEN, decided_at=NOW)

    signed_in("content_editor").post(f"{INBOX}{story.pk}/", {"act": "reopen"})

    story.refresh_from_db()
    assert story.state == ItemState.WAITING


def test_a_source_with_stories_is_not_deleted(signed_in: SignIn) -> None:
    source = item().source
    client = signed_in("reviewing_editor")

    answer = client.post(f"{SOURCES}/delete/{source.pk}/", follow=True)

    assert "不能删除" in answer.content.decode()
    client.post(f"/admin/bulk/collecting/source/delete/?id={source.pk}")
    assert Source.objects.filter(pk=source.pk).exists()
    assert CollectedItem.objects.exists()


def test_taking_makes_a_draft_with_the_original_facts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    build_site()
    drafts: list[Story] = []

    def draft(story: Story, *, by: object) -> int:
        drafts.append(story)
        page = StandardPage(title=story.title, body="", live=False)
        HomePage.objects.get().add_child(instance=page)
        return page.pk

    monkeypatch.setattr(taking, "_takers", [Taker(draft, list)])
    story = item("普法市集开市", STORY, told_source="示范法治报", published_at=NOW)

    taken = deciding.take(story, by=known("content_editor"))

    assert drafts == [Story("普法市集开市", STORY, "示范法治报", "王示范", "李示范", story.address, NOW)]
    assert taken.page is not None
    assert not taken.page.live
    with pytest.raises(ValidationError):
        deciding.take(story, by=known("content_editor"))
    with pytest.raises(PermissionDenied):
        deciding.take(item("二"), by=known("auditor"))
    assert len(drafts) == 1


def test_the_dashboard_says_what_waits_what_is_overdue_and_what_leads_nowhere(signed_in: SignIn) -> None:
    build_site()
    item("普法市集开市")
    by_hand("逾期的来源")
    Source.objects.update(due_at=NOW - timedelta(days=1))
    home = HomePage.objects.get()
    CheckedLink.objects.create(
        page=home, url="https://gone.test/x", url_digest="x", state=LinkState.BROKEN, since=NOW, due_at=NOW
    )

    page = read(signed_in("reviewing_editor"), "/admin/")
    for words in ("待审新闻（1）", "普法市集开市", "逾期没有核对的来源（2）", "失效链接（1）", "https://gone.test/x"):
        assert words in page
    page = read(signed_in("directory_clerk"), "/admin/")
    assert "逾期没有核对的来源" in page
    assert "普法市集开市" not in page


def test_the_report_lists_what_is_wrong(signed_in: SignIn) -> None:
    build_site()
    home = HomePage.objects.get()
    for number, state in enumerate(LinkState):
        CheckedLink.objects.create(
            page=home, url=f"https://{state}.test/", url_digest=str(number), state=state, due_at=NOW
        )
    client = signed_in("content_editor")

    page = read(client, "/admin/reports/broken-links/")
    assert "https://broken.test/" in page
    assert "https://failing.test/" in page
    assert "https://alive.test/" not in page
    assert "https://alive.test/" in read(client, "/admin/reports/broken-links/?state=alive")


@pytest.mark.parametrize("address", [INBOX, f"{SOURCES}/", "/admin/reports/broken-links/"])
def test_lists_take_as_many_queries_for_many_rows_as_for_few(address: str, signed_in: SignIn) -> None:
    build_site()
    home, client = HomePage.objects.get(), signed_in("reviewing_editor")

    def grow(begin: int, number: int) -> None:
        for n in range(begin, begin + number):
            source = feed(f"http://{n}.test/", name=f"来源{n}", responsible=known("content_editor"))
            item(f"题{n}", STORY, source)
            CheckedLink.objects.create(
                page=home, url=f"https://{n}.test/", url_digest=str(n), state=LinkState.BROKEN, due_at=NOW
            )

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    grow(0, 2)
    client.get(address)
    few = count()
    grow(2, 18)
    assert count() == few
