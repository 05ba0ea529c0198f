"""The admin's search boxes find Chinese words inside titles and texts, on either database."""

from __future__ import annotations

import pytest
from django.db.models import Count
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.search.query import And, Not, Phrase, PlainText

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(django_capture_on_commit_callbacks):
    """Two pages below the root."""
    root = Page.objects.get(depth=1)
    with django_capture_on_commit_callbacks(execute=True):
        made = [
            root.add_child(instance=Page(title="劳动合同示范说明", slug="a")),
            root.add_child(instance=Page(title="工伤认定Ａ类示范说明", slug="b")),
        ]
    return made


def titles(query, **values) -> list[str]:
    return sorted(page.slug for page in get_search_backend().search(query, Page.objects.filter(depth=2), **values))


def test_a_word_inside_a_title_is_found(pages):
    assert titles("合同") == ["a"]
    assert titles("工伤认定") == ["b"]
    assert titles("示范说明") == ["a", "b"]


def test_characters_that_do_not_stand_together_are_no_word(pages):
    assert titles("同示范说明合") == []


def test_full_width_letters_are_found_by_plain_ones(pages):
    assert titles("a类") == ["b"]


def test_several_words_must_all_be_there(pages):
    assert titles("示范 工伤") == ["b"]
    assert titles("劳动 工伤") == []
    assert titles("劳动 工伤", operator="or") == ["a", "b"]


def test_combined_queries(pages):
    assert titles(And([PlainText("示范"), Not(PlainText("工伤"))])) == ["a"]
    assert titles(Phrase("劳动合同")) == ["a"]


@pytest.mark.parametrize("words", ["？！", "'\"%_*:()", "\x00", "工伤\"' OR 1=1 --", "工伤" * 2000])
def test_odd_words_are_answered(pages, words):
    assert isinstance(titles(words), list)


def test_a_chooser_completes_what_is_being_typed(pages):
    found = get_search_backend().autocomplete("工伤认", Page.objects.all())
    assert [page.slug for page in found] == ["b"]
    assert [page.slug for page in get_search_backend().autocomplete("劳", Page.objects.all())] == ["a"]


def test_what_is_searched_may_be_narrowed_by_what_is_counted(pages):
    used = Page.objects.annotate(uses=Coalesce(Count("_revisions"), 0)).filter(uses__lte=0)

    assert [page.slug for page in get_search_backend().autocomplete("工伤认", used)] == ["b"]
    assert list(get_search_backend().search("合同", used.filter(uses__gte=1))) == []


def test_a_changed_page_is_found_by_its_new_words_only(pages, django_capture_on_commit_callbacks):
    pages[0].title = "租赁示范说明"
    with django_capture_on_commit_callbacks(execute=True):
        pages[0].save()
    assert titles("租赁") == ["a"]
    assert titles("合同") == []
