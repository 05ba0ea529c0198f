"""What stands on every page: the notice, the hotline, nothing inline, nothing that spoils the cache."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.template.loader import render_to_string
from django.test import RequestFactory

from cms.core.models import SiteSettings, StandardPage
from portal.accounts.models import User

INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|ld\+json))|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", ["/", "/about/", "/disclaimer/", "/privacy/", "/accessibility/", "/nowhere/"])
def test_every_page_says_that_it_is_for_reference_only_and_links_to_the_full_notice(client, home, path):
    page = client.get(path).content.decode()
    assert '<a href="/disclaimer/">本网信息仅供参考</a>' in page
    assert 'href="tel:12348"' in page
    assert '<a class="skip-link" href="#main">' in page


def test_the_full_notice_says_what_article_34_says(client, home):
    page = client.get("/disclaimer/").content.decode()
    assert "提供的信息查询、法律事务办理、法律咨询等服务，仅供您参考" in page
    assert "本网不承担法律责任" in page


@pytest.mark.parametrize("path", ["/", "/about/", "/nowhere/"])
def test_pages_hold_no_inline_script_or_style(client, home, path):
    assert not INLINE.search(client.get(path).content.decode())


@pytest.mark.parametrize("path", ["/", "/about/"])
def test_pages_can_be_kept_for_everyone(client, home, path):
    response = client.get(path)
    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")


def test_a_page_that_is_kept_costs_one_query(client, home, django_assert_num_queries):
    client.get("/about/")
    with django_assert_num_queries(1):
        assert "关于本网" in client.get("/about/").content.decode()


def test_each_way_of_showing_is_kept_apart(client, home):
    client.get("/about/")
    client.cookies["display"] = "large"
    assert 'data-display="large"' in client.get("/about/").content.decode()


def test_what_an_editor_publishes_is_seen_at_once(client, home, django_capture_on_commit_callbacks):
    client.get("/about/")
    page = StandardPage.objects.get(slug="about")
    page.body = "<p>编辑刚刚改过</p>"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "编辑刚刚改过" in client.get("/about/").content.decode()


def test_what_administrators_of_content_enter_is_shown(client, home):
    SiteSettings.objects.update(complaint_phone="010-00000000", operator="示范主办单位", icp_number="示范备 1 号")
    page = client.get("/about/").content.decode()
    for words in ("010-00000000", "示范主办单位", "示范备 1 号"):
        assert words in page


def test_reading_a_page_writes_no_settings(client, home):
    SiteSettings.objects.all().delete()
    assert "12348" in client.get("/about/").content.decode()
    assert not SiteSettings.objects.exists()


def test_a_standard_page_needs_few_queries(client, home, django_assert_max_num_queries):
    client.get("/privacy/")  # Wagtail remembers its sites
    with django_assert_max_num_queries(8):
        client.get("/about/")


def test_titles_and_canonical_addresses(client, home):
    page = client.get("/about/?from=somewhere").content.decode()
    assert "<title>关于本网 - 法网</title>" in page
    assert '<link rel="canonical" href="http://127.0.0.1:8000/about/">' in page
    assert '<meta name="description" content="法网提供什么' in page


def test_a_missing_page_offers_a_search(client, home):
    response = client.get("/nowhere/")
    assert response.status_code == 404
    page = response.content.decode()
    assert 'action="/search/"' in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("name", ["400.html", "403_csrf.html", "413.html", "500.html", "503.html"])
def test_pages_for_failures_stand_alone(name, settings):
    source = (settings.BASE_DIR / "templates" / name).read_text(encoding="utf-8")
    assert "{%" not in source
    assert "{{" not in source
    assert not INLINE.search(source)
    assert render_to_string(name) == source


@pytest.mark.parametrize("name", ["413.html", "500.html", "503.html"])
def test_a_failure_never_sounds_like_a_receipt(name):
    assert "请不要当作已经提交" in render_to_string(name)


def test_robots_leave_searches_alone(client):
    response = client.get("/robots.txt")
    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /search/" in response.content.decode()


class TestStylePage:
    """/design/ is for staff."""

    def test_a_visitor_is_asked_to_sign_in(self, client, db):
        response = client.get("/design/")
        assert response.status_code == 302
        assert "/admin/login/" in response.headers["Location"]

    def test_anyone_else_does_not_learn_that_it_exists(self, client, home):
        client.force_login(User.objects.create_user("citizen"))
        assert client.get("/design/").status_code == 404

    def test_staff_see_every_component(self, client, home, settings):
        clerk = User.objects.create_user("clerk")
        clerk.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(clerk)
        response = client.get("/design/")
        # Where a second factor is required the clerk is sent to it first; the page itself is tested below.
        assert response.status_code in (200, 302)

    def test_it_shows_a_sample_of_each_component(self, settings):
        source = (settings.BASE_DIR / "templates/core/style_page.html").read_text(encoding="utf-8")
        components = {path.stem for path in (settings.BASE_DIR / "templates/components").glob("*.html")}
        assert {name for name in components if f"components/{name}.html" not in source} == set()


def test_a_door_is_marked_on_its_own_pages_and_on_no_other_that_has_its_word_in_its_address(home):
    def marked(path):
        page = render_to_string("base.html", {"page": home}, RequestFactory().get(path))
        return re.findall(r'<a href="([^"]+)" aria-current="(?:true|page)"', page)

    assert marked("/ask/question/") == ["/ask/"]
    assert marked("/workbench/cases/0123456789A/do/ask/") == []


def test_the_first_page_leads_back_to_what_was_asked_before(client, home):
    page = client.get("/").content.decode()
    assert (
        page.index('class="doors"') < page.index('<a class="more" href="/consultations/mine/">') < page.index("<footer")
    )


def test_no_template_shows_people_the_date_of_a_machine():
    """2026-11-27 is for addresses, fields and ``datetime``; people read 2026年11月27日."""
    machine = re.compile(r"""date:["']Y-m-d""")
    for_machines = ('value="', 'datetime="', "{% url", "?on=")
    shown = [
        f"{file.name}: {line[max(0, found.start() - 60) : found.end()]}"
        for file in (settings.BASE_DIR / "templates").rglob("*.html")
        for line in file.read_text(encoding="utf-8").splitlines()
        for found in machine.finditer(line)
        if not any(sign in line[max(0, found.start() - 60) : found.start()] for sign in for_machines)
    ]
    assert shown == []
