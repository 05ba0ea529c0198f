"""Attachments at rest: random names, private folders, encrypted, whole or not at all; and how they leave."""

from __future__ import annotations

import secrets
import stat
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from portal.common.encryption import CannotDecrypt
from portal.consultations.attachments import vault
from portal.consultations.attachments.serving import attachment_response

CONTENT = b"%PDF-1.7 the contract of Mr Zhang"


@pytest.fixture(autouse=True)
def private_root(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = str(tmp_path / "private")
    return tmp_path / "private"


def kept(content: bytes = CONTENT) -> str:
    name = secrets.token_hex(16)
    vault.put(name, content)
    return name


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_what_is_kept_can_be_read_back_and_nothing_of_it_lies_in_clear(private_root: Path) -> None:
    name = kept()
    assert vault.get(name) == CONTENT
    (path,) = files(private_root)
    assert b"contract" not in path.read_bytes()
    assert b"PDF" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert list(vault.names()) == [name] == [path.name]


def test_two_files_alike_have_bytes_that_tell_nothing(private_root: Path) -> None:
    kept()
    kept()
    one, other = files(private_root)
    assert one.read_bytes() != other.read_bytes()


def test_a_changed_byte_is_found(private_root: Path) -> None:
    name = kept()
    (path,) = files(private_root)
    held = bytearray(path.read_bytes())
    held[40] ^= 1
    path.write_bytes(held)
    with pytest.raises(CannotDecrypt):
        vault.get(name)


def test_what_is_gone_is_said_to_be_gone() -> None:
    name = kept()
    vault.delete(name)
    vault.delete(name)
    with pytest.raises(vault.FileMissing):
        vault.get(name)


@pytest.mark.parametrize("name", ["../../settings", "", "AB" * 16, "a" * 31, "a" * 32 + "\n"])
def test_only_names_that_the_vault_gives_lead_anywhere(name: str) -> None:
    with pytest.raises(ValueError):
        vault.get(name)


def test_a_new_key_reads_the_old_files_and_rewrites_them_once(settings: Any) -> None:
    name = kept()
    new, old = Fernet.generate_key().decode(), settings.FIELD_ENCRYPTION_KEYS
    settings.FIELD_ENCRYPTION_KEYS = [new, *old]
    assert vault.get(name) == CONTENT
    assert vault.reencrypt(name) is True
    assert vault.reencrypt(name) is False
    settings.FIELD_ENCRYPTION_KEYS = [new]
    assert vault.get(name) == CONTENT
    settings.FIELD_ENCRYPTION_KEYS = old
    with pytest.raises(CannotDecrypt):
        vault.get(name)


def test_a_crash_while_writing_leaves_no_half_file(private_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = kept()

    def crash(*arguments: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(vault.os, "fsync", crash)
    with pytest.raises(OSError, match="no space"):
        kept()
    assert list(vault.names()) == [name]


def test_an_attachment_leaves_as_a_file_to_save_under_a_name_that_says_nothing() -> None:
    response = attachment_response(CONTENT, kind="pdf", number=3)
    assert response.content == CONTENT
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%E9%99%84%E4%BB%B63.pdf"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store, private"
    assert "sandbox" in response["Content-Security-Policy"]


def test_the_file_holds_a_token_and_nothing_beside_it(settings: Any, private_root: Path) -> None:
    kept()
    (path,) = files(private_root)
    key = Fernet(settings.FIELD_ENCRYPTION_KEYS[0])
    assert key.decrypt(urlsafe_b64encode(path.read_bytes())) == CONTENT
