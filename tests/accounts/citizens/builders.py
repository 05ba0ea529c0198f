"""Citizens, with invented numbers, and their browsers."""

from __future__ import annotations

import itertools
import re
from datetime import date
from typing import Any

from django.test import Client

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.services.accounts import enter
from portal.accounts.citizens.services.identity import give_identity
from portal.accounts.models import User
from portal.accounts.roles import group_of
from portal.common import clock
from portal.common.chinese_ids import identity_check_digit
from portal.common.identity_documents import DocumentKind, check_document
from portal.consultations.models import ConsultationSettings
from portal.notifications.models import Delivery

_numbers = itertools.count(1)


def number(ending: int | None = None) -> str:
    """A mobile number nobody else in the test has."""
    return f"1390000{(ending if ending is not None else next(_numbers)):04d}"


def card(sequence: int = 1) -> str:
    """An identity card's number that nobody has: no such region is in use."""
    first = f"11010019000101{sequence:03d}"
    return first + identity_check_digit(first)


def citizen(phone: str = "") -> CitizenProfile:
    """An account whose number was proven a moment ago."""
    return enter(phone or number())


def named(profile: CitizenProfile, real_name: str = "王小示", document: str = "") -> CitizenProfile:
    """The account with identity data; without a gateway they wait for a person."""
    checked = check_document(DocumentKind.IDENTITY_CARD, document or card(), today=date(2026, 3, 10))
    give_identity(profile, real_name, checked)
    return CitizenProfile.objects.get(pk=profile.pk)


def ask_for_real_names() -> None:
    """Set the way of asking to real names."""
    rules = ConsultationSettings.load()
    rules.asking_mode = "real_name"
    rules.save()


def reviewer(role: str = "moderator") -> User:
    """Somebody who may look at identity data."""
    name = f"{role}-{next(_numbers)}"
    user = User.objects.create_user(name, f"{name}@example.invalid", "secret-enough-1", display_name=f"示范{name}")
    user.groups.add(group_of(role))
    return User.objects.get(pk=user.pk)


def last_code() -> str:
    """The code of the last SMS, from the delivery that waits or what the demo's gateway kept."""
    from portal.notifications.models import DemoMessage

    kept = DemoMessage.objects.filter(kind="sms").order_by("-pk").first()
    waiting = Delivery.objects.filter(text_code="phone_code", state="waiting").order_by("-pk").first()
    words = waiting.read_params()["code"] if waiting else kept.text if kept else ""
    return re.search(r"\d{6}", words).group()


def signed_in(phone: str = "", client: Client | None = None) -> Client:
    """A browser that has signed in through the pages, as a person does."""
    browser = client or Client()
    answer = browser.post("/sign-in/", {"phone": phone or number()})
    assert answer.status_code == 302, answer.content.decode()
    answer = browser.post("/sign-in/code/", {"code": last_code()})
    assert answer.status_code == 302, answer.content.decode()
    return browser


def a_moment_later(**span: Any) -> Any:
    """So long from now, for ``time_machine.travel``."""
    from datetime import timedelta

    return clock.now() + timedelta(**span)
