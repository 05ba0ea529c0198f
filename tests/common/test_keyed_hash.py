"""Encrypted values are found by digests that tell nothing without the key, and the key can be changed."""

from __future__ import annotations

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.accounts.citizens.models import PHONE, CitizenProfile
from portal.accounts.citizens.services.accounts import enter
from portal.common.keyed_hash import digests_found_again, lookup_digest, lookup_digests
from portal.operations.serving import reasons_not_to_serve
from tests.accounts.citizens.builders import card, citizen, named

pytestmark = [pytest.mark.django_db, pytest.mark.integration]


def key(number: int) -> str:
    return base64.urlsafe_b64encode(bytes([number]) * 32).decode()


@pytest.fixture(autouse=True)
def _one_key(settings) -> None:
    settings.LOOKUP_HASH_KEYS = [key(1)]


def found(phone: str) -> CitizenProfile | None:
    return CitizenProfile.objects.filter(phone_digest__in=lookup_digests(PHONE, phone)).first()


def test_equal_values_have_equal_digests_and_realms_keep_them_apart(settings) -> None:
    assert lookup_digest("phone", "13900000001") == lookup_digest("phone", "13900000001")
    assert lookup_digest("phone", "12345678") != lookup_digest("document", "12345678")
    before = lookup_digest("phone", "13900000001")
    settings.LOOKUP_HASH_KEYS = [key(2)]
    assert lookup_digest("phone", "13900000001") != before


def test_a_new_key_in_front_finds_old_rows_and_the_command_writes_them_anew(settings, capsys) -> None:
    profile = named(citizen("13900000001"), document=card(7))
    settings.LOOKUP_HASH_KEYS = [key(2), key(1)]
    assert found("13900000001") == profile
    assert enter("13900000001") == profile, "and the citizen still signs in"
    CitizenProfile.objects.filter(pk=profile.pk).update(phone_digest=lookup_digests(PHONE, "13900000001")[1])

    call_command("rehash_lookups")
    out = capsys.readouterr().out
    assert "accounts.CitizenProfile.phone_digest: 1 of 1 rewritten" in out
    call_command("rehash_lookups")
    assert "accounts.CitizenProfile.phone_digest: 0 of 1 rewritten" in capsys.readouterr().out
    settings.LOOKUP_HASH_KEYS = [key(2)]

    assert found("13900000001") == profile
    assert digests_found_again()


def test_without_the_old_key_serving_is_refused_in_words_that_tell_nothing(settings) -> None:
    citizen("13900000001")
    settings.LOOKUP_HASH_KEYS = [key(3)]

    assert found("13900000001") is None
    assert not digests_found_again()
    [reason] = [words for words in reasons_not_to_serve() if "LOOKUP_HASH_KEYS" in words]
    assert "13900000001" not in reason


def test_a_value_that_goes_takes_its_digest_along() -> None:
    profile = citizen("13900000001")
    profile.phone = ""
    profile.save()
    assert CitizenProfile.objects.get().phone_digest is None


@pytest.mark.parametrize("keys", [[], ["too-short"]])
def test_without_a_sound_key_nothing_is_digested(keys: list[str], settings) -> None:
    settings.LOOKUP_HASH_KEYS = keys
    with pytest.raises(ImproperlyConfigured):
        lookup_digest("phone", "13900000001")
