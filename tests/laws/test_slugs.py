"""Slugs: toneless pinyin, never depending on who came first."""

import itertools

import pytest

from cms.laws.models import Instrument, InstrumentRedirect
from cms.laws.slugs import LONGEST, base_slug, normalised_title, numbered_slug, preferred_slug, short_title
from tests.laws.builders import instrument

# Two works whose titles sound alike.
ALIKE = ("示范式范法", "示范示范法")


def test_a_slug_is_the_pinyin_of_the_short_title() -> None:
    assert preferred_slug("中华人民共和国示范园林法", "", "law") == "shi-fan-yuan-lin-fa"


def test_a_numeral_in_brackets_is_written_as_a_number() -> None:
    assert base_slug("示范解释（十一）")[0] == "shi-fan-jie-shi-11"


def test_a_long_title_is_cut_between_syllables_and_numbered() -> None:
    title = "关于示范园林开放时间以及闭园条件若干问题的规定和有关说明的通知的补充通知"
    slug = preferred_slug(title, "", "law")
    assert len(slug) <= LONGEST
    assert slug == numbered_slug(title, "", "law")
    assert base_slug(title)[0].startswith(slug.rsplit("-", 1)[0])


def test_region_and_level_tell_works_of_one_title_apart() -> None:
    assert len({numbered_slug("示范条例", region, "local_regulation") for region in ("北京", "上海", "")}) == 3


@pytest.mark.django_db
def test_of_works_that_sound_alike_each_gets_its_digits_whoever_came_first() -> None:
    found = []
    for titles in itertools.permutations(ALIKE):
        for title in titles:
            instrument(title)
        found.append(dict(Instrument.objects.values_list("title", "slug")))
        Instrument.objects.all().delete()
    assert found[0] == found[1]
    assert found[0] == {title: numbered_slug(title, "", "law") for title in ALIKE}


@pytest.mark.django_db
def test_a_slug_that_changes_leaves_a_redirect() -> None:
    first = instrument(ALIKE[0])
    old = first.slug
    instrument(ALIKE[1])
    assert InstrumentRedirect.objects.get(slug=old).instrument == first


@pytest.mark.django_db
def test_a_new_title_keeps_the_address() -> None:
    law = instrument("示范园林法")
    law.title = "示范花园法"
    law.save()
    assert Instrument.objects.get(pk=law.pk).slug == "shi-fan-yuan-lin-fa"


@pytest.mark.parametrize(
    "other",
    ["中华人民共和国示范园林法", " 示范 园林法", "示范园林法　"],
)
def test_the_state_in_front_and_white_space_make_no_other_work(other: str) -> None:
    assert normalised_title(other) == normalised_title("示范园林法")


def test_inner_titles_are_compared_without_the_state_too() -> None:
    assert normalised_title("关于适用《中华人民共和国示范法》的解释") == normalised_title("关于适用〈示范法〉的解释")


@pytest.mark.parametrize("title", ["示范法修正案（2018年）", "北京市示范条例", "外国人在中华人民共和国示范办法"])
def test_years_regions_and_the_state_inside_a_title_are_not_cut(title: str) -> None:
    assert short_title(title) == title
    assert normalised_title(title) != normalised_title("示范法修正案")
