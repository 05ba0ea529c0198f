"""Addresses come in one form or not at all, and are shown masked."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.notifications.contacts import MAIL, SMS, Contact


@pytest.mark.parametrize(
    "typed", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678", "１３８１２３４５６７８"]
)
def test_a_mobile_number_is_taken_however_it_is_typed(typed: str) -> None:
    assert Contact(SMS, typed).address == "13812345678"


@pytest.mark.parametrize(
    "typed", ["", "12345", "23812345678", "1381234567", "138123456789", "+852 9123 4567", "12812345678"]
)
def test_what_is_no_mainland_mobile_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError, match="手机号码"):
        Contact(SMS, typed)


def test_a_mail_address_keeps_its_name_and_loses_blanks() -> None:
    assert Contact(MAIL, " Li.Si@Example.ORG ").address == "Li.Si@example.org"


@pytest.mark.parametrize(
    "typed", ["", "zhang", "zhang@", "@example.org", "zhang@example.org\nBcc: a@example.org", "a@" + "b" * 260 + ".org"]
)
def test_what_is_no_mail_address_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError, match="电子邮箱"):
        Contact(MAIL, typed)


def test_a_contact_is_shown_masked_in_lists_and_tracebacks() -> None:
    phone, mailbox = Contact(SMS, "13812345678"), Contact(MAIL, "zhang@example.org")
    assert (phone.masked, mailbox.masked) == ("138****5678", "z***@example.org")
    assert "12345" not in repr(phone)
    assert "zhang" not in repr(mailbox)
