"""Law pages list what cites them: exactly the pages that do so in public."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from cms.core.models import StandardPage
from cms.core.site_builder import build_site
from cms.laws.cited_places import CitedPlace
from cms.laws.citing import citing_pages
from cms.laws.models import Citation, Instrument
from cms.laws.reading_places import read_place
from cms.laws.services.citing import citations_of, replace_citations
from cms.laws.services.slugs import change_slug
from portal.common.generation import current_generation
from tests.laws.builders import instrument, law_text, published

pytestmark = [pytest.mark.django_db, pytest.mark.integration]

TODAY = date(2026, 11, 27)


@pytest.fixture
def law() -> Instrument:
    made = instrument("示范园林法")
    published(made)
    return made


@pytest.fixture
def home() -> Page:
    return build_site()


def page(home: Page, title: str = "示范解读", live: bool = True) -> StandardPage:
    return home.add_child(instance=StandardPage(title=title, body="示范", slug=f"p{Page.objects.count()}", live=live))


def place(words: str) -> CitedPlace:
    return read_place(words, TODAY)


def rows(citing) -> list[str]:
    return sorted(citations_of(citing).values_list("locator", flat=True))


def test_the_rows_of_a_page_are_exactly_what_it_cites(law, home):
    citing, other = page(home), page(home)
    replace_citations(other, [place("示范园林法1")])
    replace_citations(citing, [place("示范园林法1"), place("示范园林法2"), place("示范园林法1")])
    assert rows(citing) == ["1", "2"]
    replace_citations(citing, [place("示范园林法3")])
    assert rows(citing) == ["3"]
    replace_citations(citing, ())
    assert (rows(citing), rows(other)) == ([], ["1"])


def test_a_page_read_as_a_plain_page_is_the_same_page(law, home):
    citing = page(home)
    replace_citations(citing, [place("示范园林法1")])
    replace_citations(Page.objects.get(pk=citing.pk), ())
    assert rows(citing) == []


def test_old_addresses_are_followed_and_what_is_gone_is_left_out(law, home):
    citing, cited = page(home), place("示范园林法2")
    change_slug(law, "yuan-lin")
    replace_citations(citing, [cited, CitedPlace("mei-you", "1", TODAY, "")])
    assert [row.instrument for row in Citation.objects.all()] == [law]


def test_pages_kept_from_before_are_not_shown_after_it(law, home, django_capture_on_commit_callbacks):
    citing, before = page(home), current_generation()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        replace_citations(citing, [place("示范园林法2")])
    assert current_generation() != before


def test_a_law_lists_the_public_pages_that_cite_it_by_place(law, home):
    for title, words in (("乙", "示范园林法2"), ("甲", "示范园林法第一条"), ("丙", "示范园林法第二条第二款第一项")):
        replace_citations(page(home, title), [place(words)])
    replace_citations(page(home, "草稿", live=False), [place("示范园林法1")])
    hidden = page(home, "要密码")
    PageViewRestriction.objects.create(page=hidden, restriction_type="password", password="x")
    replace_citations(page(hidden, "密码之下"), [place("示范园林法1")])
    replace_citations(hidden, [place("示范园林法1")])
    found = [(one.title, one.place, one.anchor) for one in citing_pages(law)]
    assert found == [("甲", "第一条", "art-1"), ("乙", "第二条", "art-2"), ("丙", "第二条第二款第一项", "art-2")]


def test_it_takes_two_queries_however_many_pages_of_whatever_type(law, home, django_assert_num_queries):
    replace_citations(page(home), [place("示范园林法2")])
    citing_pages(law)
    with django_assert_num_queries(2):
        assert len(citing_pages(law)) == 1
    for _ in range(10):
        replace_citations(page(home), [place("示范园林法2")])
    replace_citations(home, [place("示范园林法2")])
    with django_assert_num_queries(2):
        assert len(citing_pages(law)) == 12


def test_articles_stand_in_the_order_of_their_numbers(home):
    law = instrument("示范公园法")
    published(law, law_text("示范公园法", dict.fromkeys((2, 9, 10, 133), "开放。")))
    for number in (10, 9, 133, 2):
        replace_citations(page(home), [place(f"示范公园法{number}")])
    assert [one.place for one in citing_pages(law)] == ["第二条", "第九条", "第十条", "第一百三十三条"]
