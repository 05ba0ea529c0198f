"""A lost passphrase comes back by the safe contact alone, and nobody learns which contact that is."""

from __future__ import annotations

import pytest
from django.test import Client

from portal.consultations.models import Consultation
from portal.consultations.services.citizen.recovering import TRIES, begin_recovery, contact_of, finish_recovery
from portal.consultations.services.intake.numbers import is_passphrase
from portal.consultations.services.intake.submitting import ContactWish
from portal.notifications.models import Delivery
from tests.consultations import builders

pytestmark = pytest.mark.django_db
SAFE = "13800138000"


@pytest.fixture
def case() -> Consultation:
    return builders.submitted(contact=ContactWish(safe_contact=SAFE))


def begin(client: Client, number: str, contact: str) -> None:
    response = client.post("/consultations/mine/lost/", {"number": number, "contact": contact})
    assert response.url == "/consultations/mine/lost/code/"


def sent() -> list[Delivery]:
    return list(Delivery.objects.filter(text_code="phone_code"))


def test_the_safe_contact_brings_a_new_passphrase_and_the_old_one_is_good_no_more(
    client: Client, case: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.consultations.services.citizen.recovering.secrets.randbelow", lambda _n: 123_456)
    begin(client, case.written_number, "138 0013 8000")
    assert len(sent()) == 1
    page = client.post("/consultations/mine/lost/code/", {"code": "123 456"}).content.decode()
    assert "新的查询码" in page
    now = Consultation.objects.get(pk=case.pk)
    assert not is_passphrase(builders.PASSPHRASE, now.passphrase_hash)
    assert client.get(case.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("number", "contact"), [("", "13900139000"), ("YYYYYYYYYYY", SAFE)])
def test_another_contact_or_number_is_answered_alike_and_nothing_is_sent(
    client: Client, case: Consultation, number: str, contact: str
) -> None:
    begin(client, number or case.receipt_number, contact)
    assert not sent()
    assert "验证码已经发出" in client.get("/consultations/mine/lost/code/").content.decode()


def test_where_nothing_was_sent_no_guessed_code_opens_the_case(
    client: Client, case: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.consultations.services.citizen.recovering.secrets.randbelow", lambda _n: 123_456)
    begin(client, case.receipt_number, "13900139000")
    assert "验证码不对" in client.post("/consultations/mine/lost/code/", {"code": "123456"}).content.decode()
    assert is_passphrase(builders.PASSPHRASE, Consultation.objects.get(pk=case.pk).passphrase_hash)


def test_tries_are_counted_even_where_the_session_forgets_them(
    case: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.consultations.services.citizen.recovering.secrets.randbelow", lambda _n: 123_456)
    begun = begin_recovery(case.receipt_number, contact_of(SAFE), network="192.0.2.1")
    for _time in range(TRIES):  # each finds the session as it was before the others
        assert finish_recovery(begun, "000000") is None
    assert finish_recovery(begun, "123456") is None


def test_who_knows_the_number_alone_uses_up_nobody_elses_codes(client: Client, case: Consultation) -> None:
    for last in range(6):
        begin(client, case.receipt_number, f"1390013900{last}")
    begin(client, case.receipt_number, SAFE)
    assert len(sent()) == 1


def test_a_new_passphrase_shuts_the_case_in_every_other_browser(
    client: Client, case: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Client()
    other.post("/consultations/mine/", {"number": case.receipt_number, "passphrase": builders.PASSPHRASE})
    assert other.get(case.get_absolute_url()).status_code == 200
    monkeypatch.setattr("portal.consultations.services.citizen.recovering.secrets.randbelow", lambda _n: 123_456)
    begin(client, case.receipt_number, SAFE)
    client.post("/consultations/mine/lost/code/", {"code": "123456"})
    assert client.get(case.get_absolute_url()).status_code == 200
    for path in ("", "facts/", "download.txt", "files/"):
        assert other.get(f"{case.get_absolute_url()}{path}").status_code == 404
    assert case.written_number not in other.get("/consultations/mine/").content.decode()


def test_five_wrong_codes_end_it(client: Client, case: Consultation) -> None:
    begin(client, case.receipt_number, SAFE)
    for _time in range(5):
        client.post("/consultations/mine/lost/code/", {"code": "abcdef"})
    assert client.get("/consultations/mine/lost/code/").status_code == 302


def test_a_case_without_a_safe_contact_has_no_such_way(client: Client) -> None:
    case = builders.submitted()
    begin(client, case.receipt_number, SAFE)
    assert not sent()
