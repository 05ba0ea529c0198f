"""What was looked for in vain is counted without telling who looked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from search.failed_searches import failed_searches, loggable, note_failed_search
from search.models import FailedSearch
from tests.search.builders import TODAY


@pytest.mark.parametrize(
    "words",
    [
        "13800138000",
        "138 0013 8000 欠钱",
        "１３８００１３８０００",
        "11010119900101123X",
        "某某 zhang@example.com",
        "（2023）京01民终123号",
    ],
)
def test_what_may_tell_who_somebody_is_is_not_kept(words):
    assert loggable(words) == ""


@pytest.mark.parametrize("words", ["民法典1087", "2023年劳动法", "996 加班", "刑法264"])
def test_articles_and_years_are_no_personal_data(words):
    assert loggable(words)


@pytest.mark.django_db
def test_the_same_words_of_a_day_are_counted_in_one_row():
    for words in ("彩礼 返还", "彩礼　返还 ", "彩礼 返还"):
        note_failed_search(words, TODAY)
    assert [(row.words, row.count) for row in FailedSearch.objects.all()] == [("彩礼 返还", 3)]


@pytest.mark.django_db
def test_the_week_adds_up_its_days():
    note_failed_search("甲", TODAY)
    note_failed_search("甲", TODAY - timedelta(days=6))
    note_failed_search("乙", TODAY)
    note_failed_search("甲", TODAY - timedelta(days=7))
    assert list(failed_searches(TODAY)) == [{"words": "甲", "times": 2}, {"words": "乙", "times": 1}]


@pytest.mark.django_db
def test_very_long_words_are_cut():
    note_failed_search("长" * 500, TODAY)
    assert len(FailedSearch.objects.get().words) == 60
