"""The page of a law: which text is shown, and what is said about it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from cms.core.models import StandardPage
from cms.core.site_builder import build_site
from cms.laws.models import Citation, EffectiveBasis, Instrument, InstrumentRedirect
from cms.laws.services.slugs import change_slug
from tests.laws.builders import instrument, law_text, published

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)  # noon in Shanghai
TITLE = "示范园林法"
OLD = law_text(TITLE, ["园林对公众开放。", "闭园时间为二十二时。", "本法自2015年1月1日起施行。"])
NEW = law_text(TITLE, ["园林对公众开放。", "闭园时间为二十三时。", "本法自2015年1月1日起施行。"])


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def law() -> Instrument:
    """A law with two texts: of 2015, and of 2020, which is in force."""
    made = instrument(TITLE, issuing_authority="示范大会", source_name="示范公报", checked_on=date(2026, 11, 1))
    published(made, OLD, date(2015, 1, 1))
    published(made, NEW, date(2020, 5, 1), document_number="示范令第2号")
    made.refresh_from_db()
    return made


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, (path, response.status_code, response.get("Location"))
    return response.content.decode()


def test_the_address_without_a_day_shows_the_text_of_today_and_its_facts(client, law):
    html = page(client, law.get_absolute_url())
    assert "二十三时" in html
    assert "二十二时" not in html
    for words in ("有效", "2020年5月1日起施行", "示范大会", "示范令第2号", "示范公报", "2026年11月1日"):
        assert words in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{law.get_absolute_url()}">' in html


def test_any_day_shows_the_text_that_was_law_and_says_whose_day_it_is(client, law):
    html = page(client, f"{law.get_absolute_url()}2016-07-08/")
    assert "二十二时" in html
    assert "您查看的是 2016年7月8日 当日有效的文本" in html
    assert f'href="http://127.0.0.1:8000{law.get_absolute_url()}2015-01-01/"' in html
    assert "这不是现行文本" in html


def test_the_day_of_effect_is_the_text_s_own_address_and_needs_no_remark(client, law):
    html = page(client, f"{law.get_absolute_url()}2015-01-01/")
    assert "二十二时" in html
    assert "您查看的是" not in html


def test_the_day_before_the_change_still_has_the_old_text(client, law):
    assert "二十二时" in page(client, f"{law.get_absolute_url()}2020-04-30/")
    assert "二十三时" in page(client, f"{law.get_absolute_url()}2020-05-01/")


def test_a_day_before_the_first_text_is_not_found_and_leads_to_the_nearest(client, law):
    html = page(client, f"{law.get_absolute_url()}2010-01-01/", 404)
    assert "2010年1月1日" in html
    assert f'href="{law.get_absolute_url()}2015-01-01/"' in html


def test_a_day_that_does_not_exist_is_not_found(client, law):
    page(client, f"{law.get_absolute_url()}2020-02-30/", 404)


def test_an_inferred_date_says_from_what(client):
    made = instrument()
    published(made, OLD, date(2015, 1, 1), effective_basis=EffectiveBasis.PROMULGATION)
    assert "推定为公布之日" in page(client, made.get_absolute_url())


def test_a_text_without_a_date_is_shown_and_says_so(client):
    made = instrument()
    published(made, OLD, None)
    html = page(client, made.get_absolute_url())
    assert "二十二时" in html
    assert "施行日期不详" in html
    assert "二十二时" in page(client, f"{made.get_absolute_url()}undated/")
    assert "无法确定" in page(client, f"{made.get_absolute_url()}2016-01-01/", 404)


def test_a_repealed_law_stays_readable_and_names_what_replaced_it(client):
    successor = instrument("示范公园法")
    published(successor, law_text("示范公园法", ["公园对公众开放。"]), date(2022, 1, 1))
    made = instrument(TITLE, replaced_by=successor)
    published(made, OLD, date(2015, 1, 1), is_repealed=True, expired_on=date(2022, 1, 1))
    html = page(client, made.get_absolute_url())
    assert "二十二时" in html
    assert "已废止" in html
    assert "2022年1月1日起失效" in html
    assert f'href="{successor.get_absolute_url()}"' in html


def test_a_repeal_of_unknown_day_is_told_as_such_and_its_text_keeps_its_address(client):
    made = instrument()
    published(made, OLD, date(2015, 1, 1), is_repealed=True)
    assert "废止日期不详" in page(client, made.get_absolute_url())
    assert "二十二时" in page(client, f"{made.get_absolute_url()}2015-01-01/")
    assert "无法确定" in page(client, f"{made.get_absolute_url()}2016-01-01/", 404)


def test_a_text_to_come_is_announced_on_the_page_of_today(client, law):
    published(law, law_text(TITLE, ["园林收费。"]), date(2027, 1, 1))
    html = page(client, law.get_absolute_url())
    assert "二十三时" in html
    assert "2027年1月1日起施行" in html
    coming = page(client, f"{law.get_absolute_url()}2027-01-01/")
    assert "尚未生效" in coming
    assert "园林收费" in coming


def test_a_law_that_is_still_to_come_is_shown_as_such(client):
    made = instrument()
    published(made, OLD, date(2027, 1, 1))
    assert "尚未生效" in page(client, made.get_absolute_url())


def test_all_texts_stand_in_the_timeline_with_their_state(client, law):
    html = page(client, law.get_absolute_url())
    assert html.count("timeline-when") == 2
    assert f'href="{law.get_absolute_url()}2015-01-01/"' in html
    assert "已修改" in html


def test_an_article_that_changed_says_so_and_leads_to_the_comparison(client, law):
    html = page(client, law.get_absolute_url())
    comparison = f"{law.get_absolute_url()}compare/2015-01-01..2020-05-01/"
    assert f'<a class="law-changed" href="{comparison}#art-2">条文有变动</a>' in html
    assert html.count("条文有变动") == 1
    # On the old text: what is law now reads differently.
    assert f'href="{comparison}#art-2"' in page(client, f"{law.get_absolute_url()}2015-01-01/")


def test_a_single_text_has_neither_timeline_nor_comparison(client):
    made = instrument()
    published(made)
    html = page(client, made.get_absolute_url())
    assert "timeline" not in html
    assert "compare/" not in html


def test_each_article_is_a_link_to_itself_without_script(client, law):
    assert '<a href="#art-2">第二条</a>' in page(client, law.get_absolute_url())


def test_words_of_a_text_are_never_markup(client):
    made = instrument()
    published(made, law_text(TITLE, ["<script>alert(1)</script> & <b>甲</b>"]), date(2015, 1, 1))
    html = page(client, made.get_absolute_url())
    assert "&lt;script&gt;alert(1)" in html
    assert "<script>alert" not in html


def test_what_is_not_published_is_not_found(client, django_capture_on_commit_callbacks):
    made = instrument()
    page(client, made.get_absolute_url(), 404)
    version = published(made)
    page(client, made.get_absolute_url())
    with django_capture_on_commit_callbacks(execute=True):
        version.unpublish()
    page(client, made.get_absolute_url(), 404)


def test_an_old_address_leads_to_the_same_page_under_the_new_one(client, law):
    old = law.slug
    change_slug(law, "yuan-lin-fa")
    assert InstrumentRedirect.objects.filter(slug=old).exists()
    for rest in ("", "2015-01-01/", "compare/2015-01-01..2020-05-01/", "articles/2/"):
        response = client.get(f"/laws/{old}/{rest}")
        assert response.status_code == 301
        assert response["Location"] == f"/laws/yuan-lin-fa/{rest}"


def test_an_article_s_address_leads_to_the_text_of_today_or_of_the_day_asked_for(client, law):
    base = law.get_absolute_url()
    assert client.get(f"{base}articles/2/")["Location"] == f"{base}#art-2"
    assert client.get(f"{base}articles/2/?on=2016-01-01")["Location"] == f"{base}2015-01-01/#art-2"
    assert client.get(f"{base}articles/?number=第二条")["Location"] == f"{base}articles/2/"


@pytest.mark.parametrize("asked", ["articles/99/", "articles/?number=第九十九条之", "articles/?number="])
def test_an_unknown_article_is_not_found_and_offers_the_search(client, law, asked):
    html = page(client, law.get_absolute_url() + asked, 404)
    assert "没有这一条" in html
    assert 'action="/search/"' in html


def test_the_print_sheet_is_the_whole_text_with_the_day_it_was_printed(client, law):
    html = page(client, f"{law.get_absolute_url()}?print=1")
    assert "二十三时" in html
    assert "2026年11月22日（打印当日）的时效性：有效" in html
    assert "复制" not in html


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_are_only_read(client, law, method):
    assert getattr(client, method)(law.get_absolute_url()).status_code == 405


class TestQueries:
    """At most eight for a law's page, however long its history is."""

    def test_a_page_asks_the_same_number_of_questions_at_ten_times_the_texts(
        self, client, law, django_assert_num_queries
    ):
        with django_assert_num_queries(6):
            page(client, law.get_absolute_url())
        for year in range(1995, 2013):
            published(law, law_text(TITLE, ["园林。"] * 30), date(year, 1, 1))
        client.cookies["display"] = "large"  # another entry of the cache
        with django_assert_num_queries(6):
            page(client, law.get_absolute_url())

    def test_what_cites_a_law_costs_two_more_and_is_shown_only_when_public(
        self, client, law, django_assert_max_num_queries
    ):
        home = build_site()
        page_type = ContentType.objects.get_for_model(StandardPage)
        for number, live in enumerate((True, False)):
            citing = home.add_child(
                instance=StandardPage(title=f"示范解读{number}", body="示范", slug=f"jie-du-{number}", live=live)
            )
            Citation.objects.create(
                instrument=law, locator="2", read_on=date(2021, 1, 1), content_type=page_type, object_id=str(citing.pk)
            )
        assert home.url == "/"  # Wagtail keeps its sites' addresses for an hour
        with django_assert_max_num_queries(8):
            html = page(client, law.get_absolute_url())
        assert "示范解读0" in html
        assert "第二条" in html
        assert "示范解读1" not in html
