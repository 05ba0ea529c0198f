"""[Article 6] The documents a citizen may show: what a number of each kind looks like, in words what is wrong, and what goes
to a person. All numbers are invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.chinese_ids import identity_check_digit
from portal.common.identity_documents import (
    DocumentKind,
    WrongDocumentNumber,
    check_document,
    mask_document,
    mask_name,
    mask_phone,
)
from portal.common.phone_numbers import WrongPhoneNumber, mobile_number

TODAY = date(2026, 3, 10)


def eighteen(first: str) -> str:
    return first + identity_check_digit(first)


CARD = eighteen("11010119900307001")
SOUND = [
    (DocumentKind.IDENTITY_CARD, CARD),
    (DocumentKind.IDENTITY_CARD, eighteen("65010120000229123")),
    (DocumentKind.RESIDENCE_PERMIT, eighteen("81000019900307001")),
    (DocumentKind.RESIDENCE_PERMIT, eighteen("82000019900307002")),
    (DocumentKind.RESIDENCE_PERMIT, eighteen("83000019900307003")),
    (DocumentKind.HONG_KONG_MACAO_PERMIT, "H12345678"),
    (DocumentKind.HONG_KONG_MACAO_PERMIT, "M12345678"),
    (DocumentKind.TAIWAN_PERMIT, "12345678"),
    (DocumentKind.PASSPORT, "E12345678"),
    (DocumentKind.PASSPORT, "EA1234567"),
    (DocumentKind.PASSPORT, "123456789"),
    (DocumentKind.PERMANENT_RESIDENCE, "USA310090030712"),
    (DocumentKind.PERMANENT_RESIDENCE, eighteen("91184019900307001")),
]


@pytest.mark.parametrize(("kind", "number"), SOUND)
def test_article_6_each_document_is_taken(kind: DocumentKind, number: str) -> None:
    checked = check_document(kind, number, today=TODAY)
    assert (checked.kind, checked.number, checked.needs_review) == (kind, number, False)


@pytest.mark.parametrize("typed", [CARD[:6] + " " + CARD[6:14] + "-" + CARD[14:], CARD.lower(), f"  {CARD}\n"])
def test_gaps_and_small_letters_are_no_mistake(typed: str) -> None:
    assert check_document(DocumentKind.IDENTITY_CARD, typed, today=TODAY).number == CARD


def test_full_width_digits_are_no_mistake() -> None:
    typed = "".join(chr(ord(character) + 0xFEE0) for character in CARD)
    assert check_document(DocumentKind.IDENTITY_CARD, typed, today=TODAY).number == CARD


def test_the_renewal_of_a_hong_kong_permit_is_no_part_of_the_holders_number() -> None:
    assert check_document(DocumentKind.HONG_KONG_MACAO_PERMIT, "H1234567802", today=TODAY).number == "H12345678"


@pytest.mark.parametrize(
    ("kind", "typed", "said"),
    [
        (DocumentKind.IDENTITY_CARD, "", "请填写证件号码"),
        (DocumentKind.IDENTITY_CARD, "110101900307001", "15位的旧身份证已经停止使用"),
        (DocumentKind.IDENTITY_CARD, CARD[:17], "现在是 17 位"),
        (DocumentKind.IDENTITY_CARD, "A" + CARD[1:], "前17位应当都是数字"),
        (DocumentKind.IDENTITY_CARD, CARD[:17] + ("1" if CARD[17] != "1" else "2"), "校验码不符"),
        (DocumentKind.IDENTITY_CARD, eighteen("11010119900230001"), "出生日期不对"),
        (DocumentKind.IDENTITY_CARD, eighteen("11010120260311001"), "出生日期不对"),
        (DocumentKind.IDENTITY_CARD, eighteen("11010118990307001"), "出生日期不对"),
        (DocumentKind.IDENTITY_CARD, eighteen("99010119900307001"), "外国人永久居留身份证"),
        (DocumentKind.IDENTITY_CARD, eighteen("16010119900307001"), "开头的地区不对"),
        (DocumentKind.IDENTITY_CARD, eighteen("81000019900307001"), "港澳台居民居住证"),
        (DocumentKind.RESIDENCE_PERMIT, CARD, "以 810000、820000 或者 830000 开头"),
        (DocumentKind.RESIDENCE_PERMIT, "81000019900307001" + "Y", "前17位应当都是数字"),
        (DocumentKind.HONG_KONG_MACAO_PERMIT, "12345678", "字母 H 或者 M 开头"),
        (DocumentKind.TAIWAN_PERMIT, "1234567", "是8位数字"),
        (DocumentKind.PASSPORT, CARD, "不是护照号码"),
        (DocumentKind.PERMANENT_RESIDENCE, "USA310090133712", "出生日期不对"),
        (DocumentKind.PERMANENT_RESIDENCE, "123456789012345678", "以 9 开头的18位"),
        (DocumentKind.PERMANENT_RESIDENCE, "91184019900307001" + "Y", "前17位应当都是数字"),
        (DocumentKind.PASSPORT, "护照12345678", "只有字母和数字"),
    ],
)
def test_article_6_what_cannot_be_a_number_is_refused_in_words_that_repeat_nothing(
    kind: DocumentKind, typed: str, said: str
) -> None:
    with pytest.raises(WrongDocumentNumber) as refusal:
        check_document(kind, typed, today=TODAY)
    assert said in str(refusal.value)
    assert not typed or typed not in str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        (DocumentKind.HONG_KONG_MACAO_PERMIT, "HA1234567"),
        (DocumentKind.TAIWAN_PERMIT, "1234567801(B)"),
        (DocumentKind.PASSPORT, "X12345678901"),
        (DocumentKind.PASSPORT, "ABCDEFGH"),
        (DocumentKind.PERMANENT_RESIDENCE, "USA31009003071"),
    ],
)
def test_article_6_a_form_that_is_not_known_goes_to_a_person(kind: DocumentKind, number: str) -> None:
    checked = check_document(kind, number, today=TODAY)
    assert (checked.number, checked.needs_review) == (number, True)


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_of_a_card_is_noticed(place: int, by: int) -> None:
    wrong = CARD[:place] + str((int(CARD[place]) + by) % 10) + CARD[place + 1 :]
    with pytest.raises(WrongDocumentNumber):
        check_document(DocumentKind.IDENTITY_CARD, wrong, today=TODAY)


@given(st.sampled_from(list(DocumentKind)), st.text(max_size=30))
def test_anything_at_all_is_taken_or_refused_in_words(kind: DocumentKind, typed: str) -> None:
    try:
        checked = check_document(kind, typed, today=TODAY)
    except WrongDocumentNumber:
        return
    assert checked.number.isascii()


def test_article_6_names_phones_and_documents_are_masked() -> None:
    assert [mask_name(name) for name in ("", "张", "张三", "欧阳小三", "Anna Maria")] == [
        "",
        "*",
        "张*",
        "欧***",
        "A***",
    ]
    assert mask_phone("13812341234") == "138****1234"
    assert mask_phone("1381234") == "*******"
    assert mask_document(CARD) == "11" + "*" * 14 + CARD[-2:]
    assert mask_document("E1234") == "*****"


@pytest.mark.parametrize(
    "typed",
    ["13800000000", "138 0000 0000", "+86 138-0000-0000", "8613800000000", "008613800000000", "１３８００００００００"],
)
def test_a_phone_number_is_taken_as_people_write_it(typed: str) -> None:
    assert mobile_number(typed) == "13800000000"


@pytest.mark.parametrize(
    "typed", ["", "1390000000", "139000000001", "01012348000", "12800000000", "电话", "١٣٨٠٠٠٠٠٠٠٠"]
)
def test_what_is_no_mobile_number_is_refused_in_words(typed: str) -> None:
    with pytest.raises(WrongPhoneNumber) as refusal:
        mobile_number(typed)
    assert "11位手机号码" in str(refusal.value)
    assert not typed or typed not in str(refusal.value)
