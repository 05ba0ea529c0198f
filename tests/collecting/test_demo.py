"""The demo has something to look at, and fetches nothing."""

from __future__ import annotations

import pytest

from cms.collecting.demo import seed_collecting
from cms.collecting.models import CollectedItem, ItemState, Source
from cms.collecting.services.collecting import due_sources
from tests.collecting.builders import NOW

pytestmark = pytest.mark.django_db


def test_the_demo_has_stories_that_wait_one_like_another_and_an_overdue_source() -> None:
    seed_collecting(NOW)
    seed_collecting(NOW)

    assert CollectedItem.objects.filter(state=ItemState.WAITING).count() == 3
    assert CollectedItem.objects.filter(resemblance__gt=60).count() == 1
    assert Source.objects.overdue(NOW).count() == 1
    assert all("示范" in item.title for item in CollectedItem.objects.all())


def test_nothing_is_fetched_for_the_demo() -> None:
    seed_collecting(NOW)

    assert due_sources(NOW) == []
