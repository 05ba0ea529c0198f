"""大字版 and 高对比: plain links, one cookie, the same pages."""

from __future__ import annotations

import pytest

from cms.core.display import toggled


@pytest.mark.parametrize(
    ("mode", "part", "then"),
    [
        ("normal", "large", "large"),
        ("large", "large", "normal"),
        ("large", "contrast", "large-contrast"),
        ("large-contrast", "large", "contrast"),
        ("contrast", "contrast", "normal"),
    ],
)
def test_each_switch_leaves_the_other_alone(mode, part, then):
    assert toggled(mode, part) == then


def test_a_choice_is_remembered_for_a_year_and_leads_back(client, home):
    response = client.get("/display/", {"mode": "large", "next": "/about/"})
    assert response.headers["Location"] == "/about/"
    assert response.cookies["display"].value == "large"
    assert response.cookies["display"]["max-age"] == 365 * 24 * 3600
    assert '<html lang="zh-Hans" data-display="large">' in client.get("/about/").content.decode()


def test_both_can_be_chosen_together(client, home):
    client.cookies["display"] = "large-contrast"
    page = client.get("/").content.decode()
    assert 'data-display="large contrast"' in page
    assert "mode=contrast&amp;next=/" in page  # what the switch of 大字版 leads to now
    assert "mode=large&amp;next=/" in page


def test_a_cookie_of_another_hand_shows_the_normal_page(client, home):
    client.cookies["display"] = '"><script>'
    assert '<html lang="zh-Hans" data-display="normal">' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "", "about/"]
)
def test_the_way_back_never_leaves_this_site(client, elsewhere):
    response = client.get("/display/", {"mode": "large", "next": elsewhere})
    assert response.headers["Location"] == "/"


def test_the_query_of_the_page_one_came_from_is_kept(client):
    response = client.get(
        "/display/",
        {"mode": "large", "next": "/search/"},
        headers={"referer": "http://testserver/search/?q=%E5%B7%A5%E4%BC%A4&page=2"},
    )
    assert response.headers["Location"] == "/search/?q=%E5%B7%A5%E4%BC%A4&page=2"


def test_a_referrer_of_another_site_is_not_followed(client):
    response = client.get(
        "/display/", {"mode": "large", "next": "/search/"}, headers={"referer": "http://evil.example/search/?q=1"}
    )
    assert response.headers["Location"] == "/search/"


def test_an_unknown_mode_is_refused(client):
    response = client.get("/display/", {"mode": "huge"})
    assert response.status_code == 400
    assert "display" not in response.cookies
