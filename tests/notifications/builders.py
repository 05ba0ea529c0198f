"""Texts, contacts and deliveries to try with; what the demo's gateway kept."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.test import TestCase

from portal.notifications.contacts import MAIL, SMS, Contact
from portal.notifications.models import Delivery, DemoMessage
from portal.notifications.services import tell
from portal.notifications.texts import MessageText, register_text

_numbers = itertools.count(1)
PHONE = Contact(SMS, "13800000001")
MAILBOX = Contact(MAIL, "zhang@example.org")
NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
"""Twelve o'clock in Shanghai."""

NEWS = MessageText(
    "test.news",
    "有进展",
    sms="您有一条新消息，请在%(day)s前登录查看。",
    subject="您有一条新消息",
    body="请在%(day)s前登录查看。",
)
CODE = MessageText(
    "test.code",
    "验证码",
    sms="验证码%(code)s，%(minutes)s分钟内有效。",
    subject="验证码",
    body="验证码%(code)s，%(minutes)s分钟内有效。",
    is_secret=True,
)
register_text(NEWS)
register_text(CODE)


def told(contact: Contact = PHONE, *, key: str = "", **more: Any) -> Delivery:
    """Owe somebody the news; nothing is sent before ``after_commit``."""
    more.setdefault("params", {"day": "11月30日"})
    with transaction.atomic():
        return tell(contact, NEWS.code, key=key or f"test:{next(_numbers)}", **more)


def after_commit() -> Any:
    """What runs on commit in here is run at its end."""
    return TestCase.captureOnCommitCallbacks(execute=True)


def sent_texts() -> list[str]:
    """What the demo's gateways kept, the oldest first."""
    return [message.text for message in DemoMessage.objects.order_by("pk")]
