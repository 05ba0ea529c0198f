"""Hours that somebody chose are kept by second tries and by late drainers too; addresses go when nobody needs them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from portal.common.clock import SHANGHAI
from portal.common.outbox.drain import drain
from portal.notifications import figures
from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.quiet_hours import QuietHours
from portal.notifications.services import forget
from portal.notifications.services.forgetting import tidy
from tests.notifications.builders import NOON, PHONE, after_commit, sent_texts, told
from tests.notifications.provider import Turn, provider

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
LUNCH = QuietHours.outside(time(12), time(14))
TOMORROW_NOON = datetime(2026, 11, 26, 12, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_second_try_that_would_fall_outside_the_chosen_hours_waits_for_the_next_day(
    clock: time_machine.Coordinates, settings: Any
) -> None:
    clock.move_to(datetime(2026, 11, 25, 13, 59, 55, tzinfo=SHANGHAI))
    with provider() as gateway:
        settings.SMS_URL = gateway.url
        gateway.turns = [Turn(500, takes=False)]
        with after_commit():
            delivery = told(quiet=LUNCH)
        delivery.refresh_from_db()
        assert delivery.due_at == TOMORROW_NOON


def test_a_drainer_that_comes_too_late_does_not_disturb_and_sends_the_next_day(clock: time_machine.Coordinates) -> None:
    told(quiet=LUNCH)
    clock.shift(timedelta(hours=3))
    drain("deliveries.sms")
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.due_at) == (DeliveryState.WAITING, 0, TOMORROW_NOON)
    clock.move_to(TOMORROW_NOON)
    drain("deliveries.sms")
    assert len(sent_texts()) == 1


def stored(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM notifications_delivery ORDER BY id")  # noqa: S608 - names of this test
        return [row[0] for row in cursor.fetchall()]


def test_art_32_who_asks_for_erasure_is_told_no_more_and_the_address_is_gone() -> None:
    with after_commit():
        told(key="case:1:answered")
    told(key="case:1:closed")
    told(key="case:10:answered")
    assert forget("case:1:") == 2
    assert [bool(address) for address in stored("address")] == [False, False, True]
    assert [bool(params) for params in stored("params")] == [False, False, True]
    drain("deliveries.sms")
    assert list(Delivery.objects.order_by("pk").values_list("state", flat=True)) == ["sent", "expired", "sent"]
    with after_commit():
        told(key="case:1:answered")
    assert len(sent_texts()) == 2, "and the occasion is told no second time"


def test_nobody_forgets_everybody_by_mistake() -> None:
    with pytest.raises(ValueError, match="whose"):
        forget("")


def test_addresses_are_kept_for_a_month_and_those_of_what_waits_longer(clock: time_machine.Coordinates) -> None:
    with after_commit():
        told()
        told(not_before=NOON + timedelta(days=60))
    clock.shift(timedelta(days=30))
    assert tidy() == 0
    clock.shift(timedelta(seconds=1))
    assert tidy() == 1
    assert tidy() == 0
    assert [bool(address) for address in stored("address")] == [False, True]


def test_what_waits_and_what_was_not_delivered_is_counted_for_monitoring() -> None:
    told()
    Delivery.objects.filter(pk=told().pk).update(state="dead")
    counted = figures.deliveries()
    assert counted[PHONE.kind, "waiting"] == 1
    assert counted[PHONE.kind, "dead"] == 1
    assert counted["mail", "failed"] == 0
    assert (PHONE.kind, "sent") not in counted
