"""Which numbers are credit codes, and which texts carry somebody's identity number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.chinese_ids import (
    CREDIT_ALPHABET,
    contains_identity_number,
    credit_code_check_character,
    identity_check_digit,
    is_credit_code,
    normalised_credit_code,
    without_identity_numbers,
)

# Invented: no region has the number 000000.
FIRST = "31000000MD0123456"
PERSON = "110101" + "19900307" + "451"


def test_the_example_of_the_standard_has_its_check_character() -> None:
    assert credit_code_check_character("91350100M000100Y4") == "3"


def test_a_code_with_its_check_character_is_one() -> None:
    assert is_credit_code(FIRST + credit_code_check_character(FIRST))


@given(position=st.integers(0, 17), other=st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_is_always_noticed(position: int, other: str) -> None:
    code = FIRST + credit_code_check_character(FIRST)
    wrong = code[:position] + other + code[position + 1 :]
    assert is_credit_code(wrong) == (wrong == code)


@pytest.mark.parametrize("code", ["", "123", FIRST, FIRST + "I", FIRST[:-1] + "O1", FIRST + "00"])
def test_what_has_not_18_allowed_characters_is_no_code(code: str) -> None:
    assert not is_credit_code(code)


def test_a_code_is_stored_without_gaps_in_plain_capitals() -> None:
    assert normalised_credit_code(" 3100 0000ｍd-012345 6") == "31000000MD0123456"


@pytest.mark.parametrize(
    "written",
    [
        PERSON + identity_check_digit(PERSON),
        f"身份证号：{PERSON}{identity_check_digit(PERSON)}，住某处",
        f"{PERSON}0",  # mistyped
        f"{PERSON[:6]} {PERSON[6:14]} {PERSON[14:]}X",
        f"{PERSON[:6]}-{PERSON[6:14]}-{PERSON[14:]}x",
        "１１０１０１１９９００３０７４５１２",
        "110101900307451",  # of 15 digits
    ],
)
def test_identity_numbers_are_recognised_however_they_are_written(written: str) -> None:
    assert contains_identity_number(written)
    assert "19900307" not in without_identity_numbers(written)
    assert "900307" not in without_identity_numbers(written)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "010-12345678",
        "10000201510000001",  # a licence of 17 digits
        FIRST + credit_code_check_character(FIRST),
        "示司罚字〔2026〕第12号",
        "110101199013074512",  # a thirteenth month
        "990101199003074512",  # no such province
        "2026-01-02 2026-03-04 12",
    ],
)
def test_other_numbers_are_let_through(written: str) -> None:
    assert not contains_identity_number(written)
    assert without_identity_numbers(written) == written
