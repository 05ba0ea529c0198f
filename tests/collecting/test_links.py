"""Outward links are found in whatever a page holds, checked weekly, and called broken only after two failures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from wagtail.models import Page

from cms.collecting.fetching import Rules
from cms.collecting.link_checking import ask_for, following
from cms.collecting.models import CheckedLink, LinkState
from cms.collecting.outward_links import outward_links
from cms.collecting.services import linking
from cms.collecting.services.linking import check_due, follow_all
from cms.core.models import HomePage, StandardPage
from cms.core.site_builder import build_site
from tests.collecting.builders import NOW
from tests.collecting.site import Site, reply, rules_for

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

WEEK = timedelta(days=7)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def home() -> HomePage:
    build_site()
    CheckedLink.objects.all().delete()
    return HomePage.objects.get()


def standard(home: HomePage, body: str, title: str = "办事说明") -> StandardPage:
    page = StandardPage(title=title, slug=f"p{Page.objects.count()}", body=body)
    home.add_child(instance=page)
    page.save_revision().publish()
    return page


def at(moment: datetime, site: Site, **rules: object) -> int:
    with time_machine.travel(moment, tick=False):
        return check_due(rules=rules_for(site, **rules), pause=lambda seconds: None)


def state() -> tuple[str, datetime | None]:
    link = CheckedLink.objects.get()
    return link.state, link.since


def test_the_links_of_a_page_are_listed_when_it_is_published_and_go_when_it_is_withdrawn(home: HomePage) -> None:
    page = standard(home, '<p><a href="https://a.test/x?a=1&amp;b=2">甲</a> <a href="/laws/">内</a></p>')

    assert list(CheckedLink.objects.values_list("url", flat=True)) == ["https://a.test/x?a=1&b=2"]
    page.body = '<p><a href="https://b.test/">乙</a></p>'
    page.save_revision().publish()
    assert list(CheckedLink.objects.values_list("url", flat=True)) == ["https://b.test/"]
    page.unpublish()
    assert not CheckedLink.objects.exists()


def test_a_draft_has_no_links_yet(home: HomePage) -> None:
    page = standard(home, "<p>无</p>")
    page.body = '<p><a href="https://a.test/">甲</a></p>'
    page.save_revision()

    assert not CheckedLink.objects.exists()
    assert follow_all() == 0


def test_links_to_this_site_are_not_outward(home: HomePage) -> None:
    page = StandardPage(title="题", body='<a href="http://testserver/x">内</a><a href="https://a.test/">外</a>')

    assert outward_links(page, own_hosts=["testserver"]) == ["https://a.test/"]


def test_a_link_that_answers_is_alive_and_asked_again_in_a_week(home: HomePage, site: Site) -> None:
    standard(home, f'<a href="{site.url}/a">甲</a>')
    site.say("/a", "")

    assert at(NOW, site) == 1
    assert state() == (LinkState.ALIVE, NOW)
    assert at(NOW + timedelta(days=6), site) == 0
    assert at(NOW + WEEK, site) == 1
    assert state() == (LinkState.ALIVE, NOW)


def test_two_failures_a_week_apart_make_a_link_broken_and_one_does_not(home: HomePage, site: Site) -> None:
    standard(home, f'<a href="{site.url}/gone">甲</a>')

    at(NOW, site)
    assert state() == (LinkState.FAILING, NOW)
    at(NOW + WEEK, site)
    assert state() == (LinkState.BROKEN, NOW)
    site.say("/gone", "")
    at(NOW + 2 * WEEK, site)
    assert state() == (LinkState.ALIVE, NOW + 2 * WEEK)


def test_two_failures_of_one_day_do_not_make_a_link_broken() -> None:
    first = following(LinkState.ALIVE, NOW - WEEK, is_alive=False, moment=NOW)

    assert first == (LinkState.FAILING, NOW)
    assert following(*first, is_alive=False, moment=NOW + timedelta(hours=5)) == (LinkState.FAILING, NOW)


def test_one_address_on_many_pages_is_asked_for_once(home: HomePage, site: Site) -> None:
    for _ in range(3):
        standard(home, f'<a href="{site.url}/a">甲</a>')
    site.say("/a", "")

    assert at(NOW, site) == 1
    assert len(site.asked) == 1
    assert set(CheckedLink.objects.values_list("state", flat=True)) == {LinkState.ALIVE}


def test_a_server_that_answers_no_heads_is_asked_for_the_page(site: Site) -> None:
    heads: list[str] = []

    def answer(sock: object) -> None:
        heads.append(site.asked[-1].split(" ")[0])
        sock.sendall(reply("", status="405 No" if heads[-1] == "HEAD" else "200 OK"))

    site.answers["/"] = answer

    assert ask_for(f"{site.url}/", rules=rules_for(site)).is_alive
    assert heads == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("status", "is_alive"), [("403 No", True), ("429 Slow", True), ("404 No", False), ("500 No", False)]
)
def test_a_server_that_refuses_programs_is_there(status: str, is_alive: bool, site: Site) -> None:
    site.say("/", "", status=status)

    verdict = ask_for(f"{site.url}/", rules=rules_for(site))

    assert verdict.is_alive is is_alive
    assert status[:3] in verdict.words


def test_a_link_that_moved_to_another_host_is_alive_if_that_answers(site: Site) -> None:
    site.answers["/"] = reply(status="301 Moved", Location=f"http://other.example.test:{site.port}/there")
    site.say("/there", "")

    assert ask_for(f"{site.url}/", rules=rules_for(site)).is_alive


def test_a_link_inside_is_never_asked_for(site: Site) -> None:
    for url in (f"http://localhost.localdomain:{site.port}/", f"http://127.0.0.1:{site.port}/"):
        verdict = ask_for(url, rules=Rules(ports=frozenset({site.port})))
        assert not verdict.is_alive
        assert verdict.words
    assert site.asked == []


def test_we_are_polite_to_a_host(home: HomePage, site: Site) -> None:
    standard(home, "".join(f'<a href="{site.url}/{n}">甲</a>' for n in range(30)))
    paused: list[float] = []

    assert check_due(rules=rules_for(site), pause=paused.append) == 20
    assert paused == [1.0] * 19
    assert check_due(rules=rules_for(site), pause=paused.append) == 10


def test_a_link_that_is_being_asked_for_is_not_asked_for_twice(home: HomePage, site: Site) -> None:
    standard(home, f'<a href="{site.url}/a">甲</a>')
    second: list[int] = []

    site.say("/a", "")
    original = rules_for(site)
    ask = linking.ask_for

    def ask_twice(*args: object, **kwargs: object) -> object:
        second.append(check_due(rules=original, pause=lambda seconds: None))
        return ask(*args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "ask_for", ask_twice)
        assert at(NOW, site) == 1
    assert second == [0]
