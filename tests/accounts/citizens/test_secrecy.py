"""[Article 6] Whoever copies the database or reads the logs learns no phone number, no name, no document number."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as configured
from django.db import connection
from django.test import Client

from portal.accounts.citizens.models import CitizenProfile
from portal.accounts.citizens.personal_data import PERSONAL_FIELDS
from portal.common.encryption import encrypted_fields
from portal.common.phone_numbers import mobile_number
from tests.accounts.citizens.builders import ask_for_real_names, card, last_code, number, reviewer, signed_in

CODE_LENGTH = 6
NAME, STATEMENT, REASON = "欧阳示范", "我从前叫欧阳试样。", "与来电时自称的欧阳某某不符"


def live(phone: str, other: str) -> list[str]:
    """A life with everything in it; gives what must be found nowhere."""
    ask_for_real_names()
    browser = signed_in(phone)
    browser.post("/account/identity/", {"real_name": NAME, "kind": "identity_card", "number": card(9), "agreed": "on"})
    browser.post("/account/phone/", {"phone": other})
    code = last_code()
    profile = CitizenProfile.objects.get()
    staff, page = Client(), f"/workbench/identities/{profile.pk}/"
    staff.force_login(reviewer(), backend="django.contrib.auth.backends.ModelBackend")
    staff.post("/workbench/identities/", {"wanted": card(9)})
    staff.post(page, {"act": "open", "reason": "电话核对证件"})
    staff.post(page, {"act": "propose", "reason": REASON})
    browser.post("/account/hearing/", {"statement": STATEMENT})
    browser.post("/account/data/")
    Client().post("/sign-in/", {"phone": f"+86{other}x"})
    return [phone, f"+86{phone}", other, card(9), NAME, STATEMENT, REASON, code]


def found_in(text: str, secrets: list[str]) -> list[str]:
    """Those that stand in a text; a code as a word of its own: six digits also stand in microseconds and digests."""

    def stands(secret: str) -> bool:
        if len(secret) > CODE_LENGTH:
            return secret in text
        return re.search(rf"(?<![0-9A-Za-z.]){secret}(?![0-9A-Za-z])", text) is not None

    return [secret for secret in secrets if stands(secret)]


def rows_as_text() -> str:
    """Every row of every table, as a dump writes it."""
    out = io.StringIO()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if connection.vendor == "postgresql":
                with cursor.connection.cursor().copy(f'COPY "{table}" TO STDOUT') as copy:
                    for part in copy:
                        out.write(bytes(part).decode())
            else:
                cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names come from the schema
                out.writelines(f"{row}\n" for row in cursor.fetchall())
    return out.getvalue()


@pytest.mark.django_db
@pytest.mark.integration
def test_article_6_a_dump_of_every_table_holds_no_phone_and_no_document_number(
    django_capture_on_commit_callbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secrets = live(number(7771), number(7772))
    dump = rows_as_text()
    assert CitizenProfile.objects.get().code in dump, "the dump holds what is there"
    assert found_in(dump, secrets) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_article_6_the_database_file_itself_holds_none_either() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's files are its own; the dump above is what is copied of it")
    secrets = live(number(7773), number(7774))
    code = CitizenProfile.objects.get().code
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(FULL)")
    name = Path(str(connection.settings_dict["NAME"]))
    content = b"".join(path.read_bytes() for path in name.parent.glob(f"{name.name}*"))
    assert code.encode() in content
    # A file's cells follow each other without a mark between them, so that any six digits stand in it by chance: what the
    # code is kept as is asked of the cells, in the dump above.
    long_ones = [secret for secret in secrets if len(secret) > CODE_LENGTH]
    assert [secret for secret in long_ones if secret.encode() in content] == []


@pytest.fixture
def everything_logged() -> Iterator[io.StringIO]:
    """All that any logger says, at the level that says most."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # queries are logged by nobody in production
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.mark.django_db
def test_article_6_the_logs_hold_none(everything_logged: io.StringIO, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        secrets = live(number(7775), number(7776))
    said = everything_logged.getvalue()
    assert "Unprocessable Entity: /sign-in/" in said, "something was logged at all"
    assert found_in(said, secrets) == []


def test_each_personal_field_of_an_account_names_purpose_basis_and_time() -> None:
    ours = {"CitizenProfile", "Hearing", "PhoneCode", "AccountEvent"}
    there = {f"{model._meta.label}.{field.name}" for model, field in encrypted_fields() if model.__name__ in ours}
    assert {row.field for row in PERSONAL_FIELDS} == there
    for row in PERSONAL_FIELDS:
        assert all((row.label, row.purpose, row.basis, row.seen_by, row.kept)), row.field
        model = apps.get_model(row.field.rpartition(".")[0])
        assert model._meta.get_field(row.field.rpartition(".")[2])


@pytest.mark.django_db
def test_the_page_of_the_rules_shows_the_table(client: Client) -> None:
    page = client.get("/personal-data/").content.decode()
    for row in PERSONAL_FIELDS:
        assert str(row.label) in page
        assert str(row.basis) in page
    assert "90天" in page
    assert configured.PHONE_TRUSTED_DAYS == 90, "the page and the table say so"


def test_messages_about_numbers_do_not_repeat_them() -> None:
    with pytest.raises(ValueError) as refusal:
        mobile_number("1390000777")
    assert "1390000777" not in str(refusal.value)
