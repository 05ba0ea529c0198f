"""What lies encrypted can be read with the installation's keys alone, and the keys can be changed."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from portal.accounts.models import Authenticator, User
from portal.common.encryption import CannotDecrypt, decrypt, encrypt, readable_sample

pytestmark = [pytest.mark.django_db, pytest.mark.integration]
SECRET = "31f4c2a0b7d8e9f00112233445566778899aabbc"


def key(number: int) -> str:
    return base64.urlsafe_b64encode(bytes([number]) * 32).decode()


@pytest.fixture(autouse=True)
def _one_key(settings, tmp_path: Path) -> None:
    """And no file of another test's, which lies under another key."""
    settings.FIELD_ENCRYPTION_KEYS, settings.PRIVATE_ROOT = [key(1)], str(tmp_path)


@pytest.fixture
def device() -> Authenticator:
    user = User.objects.create_user("lin", password="secret-enough-1")
    return Authenticator.objects.create(user=user, name="totp", key=SECRET)


def stored() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM accounts_authenticator")
        return str(cursor.fetchone()[0])


def test_the_secret_of_an_authenticator_does_not_lie_in_the_database(device: Authenticator) -> None:
    assert SECRET not in stored()
    assert decrypt(stored()) == SECRET
    assert Authenticator.objects.get().key == SECRET
    assert Authenticator.objects.get().bin_key.hex() == SECRET


def test_the_same_text_is_stored_differently_each_time_and_never_found_by_it(device: Authenticator) -> None:
    before = stored()
    device.save()

    assert stored() != before
    with pytest.raises(FieldError, match="encrypted"):
        Authenticator.objects.filter(key=SECRET).exists()


def test_a_new_key_in_front_reads_the_old_values_and_the_command_writes_them_anew(
    device: Authenticator, settings, capsys
) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [key(2), key(1)]
    assert Authenticator.objects.get().key == SECRET

    call_command("reencrypt_fields")
    assert "accounts.Authenticator.key: 1 of 1 rewritten" in capsys.readouterr().out
    call_command("reencrypt_fields")
    assert "0 of 1 rewritten" in capsys.readouterr().out
    settings.FIELD_ENCRYPTION_KEYS = [key(2)]

    assert Authenticator.objects.get().key == SECRET


def test_with_the_wrong_key_nothing_is_read_nothing_is_shown_and_serving_is_refused(
    device: Authenticator, settings
) -> None:
    settings.FIELD_ENCRYPTION_KEYS = [key(3)]

    with pytest.raises(CannotDecrypt) as refusal:
        Authenticator.objects.get()
    assert SECRET not in str(refusal.value)
    assert not readable_sample()
    with pytest.raises(CommandError, match=r"accounts\.Authenticator\.key"):
        call_command("reencrypt_fields")


def test_a_damaged_value_is_not_taken_for_a_text(device: Authenticator) -> None:
    damaged = encrypt("示范")[:-4] + "AAAA"

    with pytest.raises(CannotDecrypt):
        decrypt(damaged)


@pytest.mark.parametrize("keys", [[], ["too-short"], [base64.urlsafe_b64encode(b"x" * 31).decode()]])
def test_without_a_sound_key_nothing_is_encrypted(keys: list[str], settings) -> None:
    settings.FIELD_ENCRYPTION_KEYS = keys

    with pytest.raises(ImproperlyConfigured):
        encrypt("示范")


def test_an_empty_text_stays_empty() -> None:
    field = Authenticator._meta.get_field("key")

    assert field.get_prep_value("") == ""
    assert field.from_db_value("", None, connection) == ""
