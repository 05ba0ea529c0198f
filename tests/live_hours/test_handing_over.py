"""A live conversation that goes to a colleague: the bound of a claim holds for a hand-over too (article 23)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from portal.consultations.models import ResidentStaff
from portal.consultations.services.residents import claiming, duty
from portal.consultations.services.residents.balancing import colleagues_for
from portal.live_hours.models import LiveHoursSettings
from portal.live_hours.services.opening import live_in_hand
from tests.consultations import builders
from tests.consultations.residents.people import browser_of
from tests.live_hours.people import fresh, on_shift, taken, thread

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[ResidentStaff, ResidentStaff]:
    """Two of one house, on shift; one conversation at once."""
    rules = LiveHoursSettings.load()
    rules.most_at_once = 1
    rules.save()
    home = builders.resident_institution()
    return on_shift(builders.resident(home)), on_shift(builders.resident(home))


def test_art_23_a_hand_over_gives_nobody_more_live_conversations_than_a_claim_would(two: Any) -> None:
    first, second = two
    case = taken(first)
    taken(second)
    with pytest.raises(claiming.TooMany, match="这位同事手上已经有1件在线咨询"):
        claiming.hand_over(case, second, by=first.user)
    assert fresh(case).assigned_to == first, "what was refused changed nothing"
    assert (live_in_hand(first), live_in_hand(second)) == (1, 1)
    assert thread(case).taken_at is not None


def test_art_23_a_colleague_who_has_room_is_offered_and_is_told_at_once(two: Any) -> None:
    first, second = two
    case = taken(first)
    assert list(colleagues_for(case)) == [second]
    claiming.hand_over(case, second, by=first.user)
    assert live_in_hand(second) == 1
    told = second.user.notifications.get(url=case.workbench_url)
    assert "移交给了您" in told.text


def test_a_colleague_without_room_is_not_offered_a_conversation_and_a_message_they_are(two: Any) -> None:
    first, second = two
    taken(second)
    live, message = taken(first), builders.claimed(first)
    assert list(colleagues_for(live)) == []
    assert list(colleagues_for(message)) == [second]


def test_where_no_colleague_can_take_a_case_the_page_says_so_and_names_the_other_way(two: Any) -> None:
    first, second = two
    taken(second)
    case = taken(first)
    page = browser_of(first.user).get(f"{case.workbench_url}do/hand-over/").content.decode()
    assert "现在没有同事可以接办" in page
    assert "交回" in page


def test_nobody_is_handed_a_case_who_was_suspended_a_moment_ago(two: Any) -> None:
    first, second = two
    case = taken(first)
    duty.suspend(ResidentStaff.objects.get(pk=second.pk), "示范")
    with pytest.raises(PermissionDenied, match="这位同事现在不在岗"):
        claiming.hand_over(case, second, by=first.user)
    assert fresh(case).assigned_to == first


def test_art_25_who_hands_over_is_not_told_that_a_colleague_asked_it(two: Any) -> None:
    first, second = two
    case = taken(first, by=second.user)
    with pytest.raises(PermissionDenied) as refused:
        claiming.hand_over(case, second, by=first.user)
    assert str(refused.value) == "这件咨询不能交给这位同事，请另选一位。"


def test_who_loses_a_case_by_the_back_offices_hand_over_is_told(two: Any) -> None:
    first, second = two
    case = taken(first)
    office = builders.person("back_office", first.resident_institution.institution)
    claiming.hand_over(case, second, by=office)
    assert first.user.notifications.filter(text__contains="已经移交给同事").count() == 1
    assert second.user.notifications.filter(text__contains="移交给了您").count() == 1
