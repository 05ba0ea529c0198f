"""Numbers that identify: the unified social credit code of a body (GB 32100), and the identity number of a person (GB 11643).

A credit code is public and its check character is enforced. An identity number is never stored where this portal
publishes: here it is only recognised, so that whoever types or imports one is refused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

CREDIT_CODE_LENGTH = 18
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""Digits and capital letters without I, O, S, V, Z, which are taken for digits."""

_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 91".split()
)
# People write gaps into long numbers: 110101 19900101 123X.
_GAP = r"[\s\-‐‑–—·.]?"
_LONG = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![0-9A-Za-z])")
_SHORT = re.compile(rf"(?<![0-9A-Za-z])[1-9](?:{_GAP}\d){{14}}(?![0-9A-Za-z])")
_DIGIT = re.compile(r"\d")
_HIDDEN = "〔身份号码已略〕"


def normalised_credit_code(text: str) -> str:
    """Give a credit code as it is stored: plain capital characters without gaps."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def credit_code_check_character(first: str) -> str:
    """Work out the 18th character from the first 17. Raises ValueError for a character that a code never has."""
    if len(first) != CREDIT_CODE_LENGTH - 1:
        raise ValueError("a credit code has 17 characters before its check character")
    total = sum(
        CREDIT_ALPHABET.index(character) * weight for character, weight in zip(first, _CREDIT_WEIGHTS, strict=True)
    )
    return CREDIT_ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """Whether a normalised code has 18 allowed characters and the right check character."""
    if len(code) != CREDIT_CODE_LENGTH or any(character not in CREDIT_ALPHABET for character in code):
        return False
    return code[-1] == credit_code_check_character(code[:-1])


def contains_identity_number(text: str) -> bool:
    """Whether a text holds what looks like a person's identity number, of 18 or of 15 digits, gaps and full-width digits
    included. A wrong check digit does not excuse it: a mistyped number still points at a person."""
    return bool(_found(text))


def without_identity_numbers(text: str) -> str:
    """The text with every such number replaced by a mark: for messages about a text that was refused."""
    plain = unicodedata.normalize("NFKC", text)
    for number in _found(text):
        plain = plain.replace(number, _HIDDEN)
    return plain


def identity_check_digit(first: str) -> str:
    """Work out the 18th character of an identity number from its first 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11]


def _found(text: str) -> list[str]:
    if len(text) < 15 or len(_DIGIT.findall(text)) < 15:
        return []
    plain = unicodedata.normalize("NFKC", text)
    return [found for pattern in (_LONG, _SHORT) for found in pattern.findall(plain) if _is_identity_number(found)]


def _is_identity_number(written: str) -> bool:
    digits = re.sub(r"[^0-9Xx]", "", written).upper()
    if digits[:2] not in _PROVINCES:
        return False
    if len(digits) == 18:
        if is_credit_code(digits) and digits[-1] != identity_check_digit(digits[:-1]):
            return False  # a body whose code happens to have no letter
        return _is_birthday(digits[6:10], digits[10:14])
    return _is_birthday(f"19{digits[6:8]}", digits[8:12])


def _is_birthday(year: str, rest: str) -> bool:
    if year[:2] not in ("18", "19", "20"):
        return False
    try:
        date(int(year), int(rest[:2]), int(rest[2:]))
    except ValueError:
        return False
    return True
