"""A new installation has a site; building it again changes nothing that editors wrote."""

from __future__ import annotations

import pytest
from wagtail.models import Page, Site

from cms.core.models import HomePage, SiteSettings, StandardPage, Topic
from cms.core.site_builder import build_site
from cms.core.topics import INITIAL_TOPICS, sow_topics

pytestmark = pytest.mark.django_db


def test_wagtails_welcome_page_gives_way_to_our_home_page(client):
    build_site()
    assert not Page.objects.filter(title__startswith="Welcome").exists()
    assert Site.objects.get().root_page.specific == HomePage.objects.get()
    assert "您遇到了什么法律问题" in client.get("/").content.decode()


def test_building_twice_adds_nothing():
    build_site()
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))
    build_site()
    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
    assert SiteSettings.objects.count() == 1


def test_building_again_keeps_what_editors_wrote():
    build_site()
    page = StandardPage.objects.get(slug="about")
    page.body = "<p>编辑改过的正文</p>"
    page.save_revision().publish()
    build_site()
    assert StandardPage.objects.get(slug="about").body == "<p>编辑改过的正文</p>"


def test_a_standard_page_that_is_missing_comes_back():
    build_site()
    StandardPage.objects.get(slug="privacy").delete()
    build_site()
    assert StandardPage.objects.filter(slug="privacy", live=True).exists()


def test_a_site_that_was_pointed_elsewhere_stays_there():
    home = build_site()
    elsewhere = StandardPage(title="另一个首页", slug="elsewhere", body="<p>示范</p>")
    home.add_child(instance=elsewhere)
    Site.objects.update(root_page=elsewhere)
    build_site()
    assert Site.objects.get().root_page_id == elsewhere.pk


def test_every_topic_of_the_glossary_is_sown_once_with_everyday_words():
    assert Topic.objects.count() == len(INITIAL_TOPICS) == 29
    assert "拖欠工资" in Topic.objects.get(code="labour").alias_list


def test_sowing_again_keeps_an_editors_words_and_adds_what_is_missing():
    Topic.objects.filter(code="labour").update(name="劳动", aliases="讨薪")
    Topic.objects.filter(code="debt").delete()
    sow_topics()
    assert Topic.objects.get(code="labour").alias_list == ["讨薪"]
    assert Topic.objects.filter(code="debt").exists()
    assert Topic.objects.count() == 29
