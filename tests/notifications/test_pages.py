"""What staff, administrators and visitors of the demo see: addresses masked, acts on record, no such page in production."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.test import Client

import portal.urls
from portal.common.audit.models import Act, AuditEntry
from portal.common.clock import SHANGHAI
from portal.common.outbox.drain import drain
from portal.notifications.models import Delivery, DeliveryState, StaffContact
from portal.notifications.services import tell
from portal.notifications.services.resending import resend
from tests.institution_notices.builders import person
from tests.notifications.builders import CODE, NOON, PHONE, after_commit, sent_texts, told

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 25, 23, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def entered(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def failed(state: str = DeliveryState.FAILED, **values: Any) -> Delivery:
    delivery = told()
    Delivery.objects.filter(pk=delivery.pk).update(state=state, attempts=1, last_error="HTTP 400", **values)
    return Delivery.objects.get(pk=delivery.pk)


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# -- what was not delivered --------------------------------------------------------------------------------------------
def test_the_auditor_sees_what_was_not_delivered_masked_and_cannot_send_it_again() -> None:
    delivery = failed()
    auditor = entered(person("auditor"))
    page = shown(auditor, "/admin/reports/undelivered/")
    assert all(word in page for word in ("138****0001", "有进展", "被拒绝", "HTTP 400"))
    assert "13800000001" not in page
    one = shown(auditor, f"/admin/reports/undelivered/{delivery.pk}/")
    assert "138****0001" in one
    assert "重新发送</button>" not in one
    with pytest.raises(PermissionDenied):
        resend(delivery.pk, by=person("auditor"))


def test_an_administrator_sends_it_again_under_a_new_key_and_that_stands_in_the_log() -> None:
    delivery, administrator = failed(), person("administrator")
    with after_commit():
        answer = entered(administrator).post(f"/admin/reports/undelivered/{delivery.pk}/", follow=True)
    assert "已安排重新发送" in answer.content.decode()
    again = Delivery.objects.get()
    assert (again.state, again.attempts, again.key) == (DeliveryState.SENT, 1, delivery.key)
    assert again.idempotency_key != delivery.idempotency_key
    assert len(sent_texts()) == 1
    entry = AuditEntry.objects.get(act=Act.MESSAGE_RESENT)
    assert (entry.actor_name, entry.subject) == (administrator.username, f"notifications.delivery:{delivery.pk}")
    assert "13800000001" not in str(entry.content)


def test_sent_again_at_night_it_waits_for_the_morning(clock: time_machine.Coordinates) -> None:
    delivery = failed()
    clock.move_to(NIGHT)
    with after_commit():
        again = resend(delivery.pk, by=person("administrator"))
    assert again.due_at == (NIGHT + timedelta(hours=9))
    assert sent_texts() == []


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.WAITING])
def test_what_has_left_or_is_on_its_way_is_not_sent_again(state: str) -> None:
    delivery = failed(state, sent_at=NOON)
    with pytest.raises(ValidationError, match="已经发出"):
        resend(delivery.pk, by=person("administrator"))


def test_a_code_is_not_sent_again() -> None:
    params = {"code": "830417", "minutes": 5}
    with after_commit(), transaction.atomic():
        delivery = tell(PHONE, CODE.code, params=params, key="code", expires_at=NOON)
    administrator = entered(person("administrator"))
    assert "重新获取" in shown(administrator, f"/admin/reports/undelivered/{delivery.pk}/")
    answer = administrator.post(f"/admin/reports/undelivered/{delivery.pk}/")
    assert answer.status_code == 409
    assert "重新获取" in answer.content.decode()


def test_what_arrived_is_on_no_list() -> None:
    with after_commit():
        delivery = told()
    client = entered(person("administrator"))
    assert "138****0001" not in shown(client, "/admin/reports/undelivered/")
    assert client.get(f"/admin/reports/undelivered/{delivery.pk}/").status_code == 404


# -- phones for duty ---------------------------------------------------------------------------------------------------
def test_somebody_of_the_staff_gives_a_phone_for_duty_and_takes_it_back() -> None:
    moderator = person("moderator")
    client = entered(moderator)
    answer = client.post("/workbench/messages/settings/", {"duty_phone": "139 0000 0002"}, follow=True)
    assert "已保存" in answer.content.decode()
    assert 'value="13900000002"' in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT duty_phone FROM notifications_staffcontact")
        assert "139" not in cursor.fetchone()[0][:3]
    client.post("/workbench/messages/settings/", {"duty_phone": ""})
    assert StaffContact.objects.get(user=moderator).duty_phone == ""
    assert AuditEntry.objects.filter(act=Act.DUTY_PHONE_CHANGED).count() == 2
    assert "13900000002" not in str([entry.content for entry in AuditEntry.objects.all()])


def test_what_is_no_number_is_said_and_kept_in_the_field() -> None:
    answer = entered(person("moderator")).post("/workbench/messages/settings/", {"duty_phone": "12345"})
    page = answer.content.decode()
    assert "error-summary" in page
    assert 'value="12345"' in page
    assert not StaffContact.objects.exists()


def test_an_administrator_sets_anothers_phone_and_reads_none() -> None:
    moderator = person("moderator")
    StaffContact.objects.create(user=moderator, duty_phone="13900000002")
    client = entered(person("administrator"))
    for address in ("/admin/duty-phones/", f"/admin/duty-phones/{moderator.pk}/"):
        page = shown(client, address)
        assert "139****0002" in page
        assert "13900000002" not in page
    client.post(f"/admin/duty-phones/{moderator.pk}/", {"duty_phone": "13900000003"})
    assert StaffContact.objects.get().duty_phone == "13900000003"


# -- the demo ----------------------------------------------------------------------------------------------------------
def test_what_the_demo_would_have_sent_is_read_by_everybody_the_newest_first_codes_too(client: Client) -> None:
    with after_commit(), transaction.atomic():
        told()
        params = {"code": "830417", "minutes": 5}
        tell(PHONE, CODE.code, params=params, key="code", expires_at=NOON + timedelta(minutes=5))
    page = shown(client, "/demo/messages/")
    assert page.index("验证码830417，5分钟内有效。") < page.index("您有一条新消息")
    assert "13800000001" in page


def test_the_demo_shows_what_waits_for_the_morning(client: Client, clock: time_machine.Coordinates) -> None:
    clock.move_to(NIGHT)
    told()
    page = shown(client, "/demo/messages/")
    assert "等到可以打扰时再发的" in page
    assert "2026年11月26日 08:00" in page
    clock.shift(timedelta(hours=9))
    drain("deliveries.sms")
    assert "等到可以打扰时再发的" not in shown(client, "/demo/messages/")


def test_mail_of_the_demo_is_kept_once_and_shown(client: Client, settings: Any) -> None:
    settings.EMAIL_BACKEND = "portal.notifications.gateways.demo.DemoMailBackend"
    from tests.notifications.builders import MAILBOX

    with after_commit():
        told(MAILBOX)
    page = shown(client, "/demo/messages/")
    assert "zhang@example.org" in page
    assert "请在11月30日前登录查看。" in page


def test_in_production_there_is_no_such_address(settings: Any) -> None:
    def addresses() -> set[str]:
        return {str(pattern.pattern) for pattern in importlib.reload(portal.urls).urlpatterns}

    settings.IS_DEMO = False
    try:
        assert not [address for address in addresses() if "demo" in address]
    finally:
        settings.IS_DEMO = True
        assert "demo/messages/" in addresses()
