"""Somebody is told once, in the transaction of what they are told of, when it does not disturb them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection, transaction

from portal.common.clock import SHANGHAI
from portal.common.outbox.drain import drain
from portal.common.outbox.models import OutboxRow
from portal.notifications.models import Delivery, DeliveryState
from portal.notifications.quiet_hours import QuietHours
from portal.notifications.services import tell
from tests.notifications.builders import CODE, MAILBOX, NEWS, NOON, PHONE, after_commit, sent_texts, told

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
NIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=SHANGHAI)
MORNING = datetime(2026, 11, 26, 8, 0, tzinfo=SHANGHAI)


@time_machine.travel(NOON, tick=False)
def test_an_sms_leaves_after_the_commit_and_says_when() -> None:
    with after_commit():
        delivery = told()
        assert sent_texts() == []
    delivery.refresh_from_db()
    assert (delivery.state, delivery.sent_at, delivery.attempts) == (DeliveryState.SENT, NOON, 1)
    assert sent_texts() == ["【便民服务】您有一条新消息，请在11月30日前登录查看。"]


@time_machine.travel(NOON, tick=False)
def test_a_mail_leaves_under_a_neutral_name(mailoutbox) -> None:
    with after_commit():
        told(MAILBOX)
    (mail,) = mailoutbox
    assert mail.subject == "您有一条新消息"
    assert mail.from_email.endswith("<noreply@localhost>")
    assert "法" not in str(mail.message()["From"])
    assert mail.to == ["zhang@example.org"]


@time_machine.travel(NOON, tick=False)
def test_the_same_key_is_told_once_whatever_repeats() -> None:
    with after_commit():
        first = told(key="same")
    with after_commit():
        second = told(key="same", params={"day": "12月1日"})
    assert first == second
    assert len(sent_texts()) == 1
    assert OutboxRow.objects.filter(sink="deliveries.sms").count() == 1


def test_what_is_rolled_back_tells_nobody() -> None:
    with after_commit(), transaction.atomic():
        told()
        transaction.set_rollback(True)
    assert not Delivery.objects.exists()
    assert not OutboxRow.objects.filter(sink__startswith="deliveries").exists()


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_nobody_is_told_outside_of_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        tell(PHONE, NEWS.code, params={"day": "1"}, key="outside")
    assert not Delivery.objects.exists()


@time_machine.travel(NIGHT, tick=False)
def test_at_night_a_message_waits_for_the_morning() -> None:
    with after_commit():
        delivery = told()
    assert delivery.due_at == MORNING
    assert sent_texts() == []
    assert OutboxRow.objects.get(sink="deliveries.sms").due_at == MORNING


def test_what_waits_for_the_morning_is_sent_in_the_morning_though_somebody_hurried_the_outbox() -> None:
    with time_machine.travel(NIGHT, tick=False), after_commit():
        told()
    with time_machine.travel(NIGHT, tick=False):
        call_command("drain_outbox", "--now", stdout=StringIO())
        call_command("drain_outbox", "--now", stdout=StringIO())
        assert sent_texts() == []
    with time_machine.travel(MORNING, tick=False):
        assert drain("deliveries.sms") == 1
    assert len(sent_texts()) == 1


@time_machine.travel(NIGHT, tick=False)
def test_hours_that_somebody_chose_are_kept_even_when_it_is_urgent() -> None:
    chosen = QuietHours.outside(time(12), time(14))
    assert told(urgent=True, quiet=chosen).due_at == datetime(2026, 11, 26, 12, 0, tzinfo=SHANGHAI)


@time_machine.travel(NIGHT, tick=False)
def test_urgent_wakes_whoever_chose_no_hours() -> None:
    with after_commit():
        told(urgent=True)
    assert len(sent_texts()) == 1


@time_machine.travel(NIGHT, tick=False)
def test_a_code_leaves_at_once_and_is_forgotten_when_it_has_left() -> None:
    expires = NIGHT + timedelta(minutes=5)
    with after_commit(), transaction.atomic():
        params = {"code": "830417", "minutes": 5}
        delivery = tell(
            PHONE, CODE.code, params=params, key="code:1", expires_at=expires, quiet=QuietHours(time(0), time(23, 59))
        )
    assert sent_texts() == ["【便民服务】验证码830417，5分钟内有效。"]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.params) == (DeliveryState.SENT, "")


def test_a_code_must_expire() -> None:
    with pytest.raises(ValueError, match="secret"), transaction.atomic():
        tell(PHONE, CODE.code, params={"code": "1", "minutes": 5}, key="code:2")


@time_machine.travel(NOON, tick=False)
def test_a_code_that_can_be_used_no_more_is_not_sent_and_is_forgotten() -> None:
    with after_commit(), transaction.atomic():
        params = {"code": "830417", "minutes": 5}
        delivery = tell(PHONE, CODE.code, params=params, key="code:3", expires_at=NOON)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.params) == (DeliveryState.EXPIRED, "")
    assert sent_texts() == []


def test_not_before_is_kept() -> None:
    later = datetime(2026, 12, 24, 4, 0, tzinfo=UTC)
    with time_machine.travel(NOON, tick=False), after_commit():
        assert told(not_before=later).due_at == later
    assert sent_texts() == []


def test_address_and_content_lie_encrypted() -> None:
    with transaction.atomic():
        tell(PHONE, CODE.code, params={"code": "830417", "minutes": 5}, key="code:4", expires_at=NOON)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notifications_delivery")
        row = str(cursor.fetchall())
    assert "13800000001" not in row
    assert "830417" not in row


@time_machine.travel(MORNING, tick=False)
def test_a_code_never_waits_behind_the_news_of_the_night() -> None:
    with transaction.atomic():
        told()
        params = {"code": "830417", "minutes": 5}
        tell(PHONE, CODE.code, params=params, key="code:5", expires_at=MORNING + timedelta(minutes=5))
    assert drain("deliveries.sms.now") == 1
    assert sent_texts() == ["【便民服务】验证码830417，5分钟内有效。"]
