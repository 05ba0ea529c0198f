"""Numbers that are given out: the receipt, its passphrase, the staff code."""

from __future__ import annotations

import secrets
import unicodedata

from django.contrib.auth.hashers import check_password, make_password
from django.db import IntegrityError, transaction
from django.db.models import Max

from portal.common import clock
from portal.consultations.models import StaffCode

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Base32 without I, L, O, U, which are taken for digits or make words."""
RECEIPT_CHARACTERS = 10
PASSPHRASE_DIGITS = 20
"""66 bits; digits alone, so that they can be said on the telephone and typed on any keypad."""
HIGHEST_CODE = 99_999

_READ_AS = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def new_receipt_number() -> str:
    """10 random characters (50 bits) and the check character."""
    first = "".join(secrets.choice(CROCKFORD) for _place in range(RECEIPT_CHARACTERS))
    return first + receipt_check_character(first)


def receipt_check_character(first: str) -> str:
    """Luhn over the 32 characters: finds each single wrong character and nearly each pair that was swapped."""
    total = 0
    for place, character in enumerate(reversed(first)):
        value = CROCKFORD.index(character)
        if place % 2 == 0:
            value = sum(divmod(value * 2, len(CROCKFORD)))
        total += value
    return CROCKFORD[-total % len(CROCKFORD)]


def normalised_receipt_number(typed: str) -> str:
    """A number as it is stored, from how people type it: gaps, hyphens, small letters, O for 0, l for 1, full-width signs."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).replace("-", "").upper().translate(_READ_AS)


def is_receipt_number(number: str) -> bool:
    """Whether a normalised number has the right length, characters and check character."""
    if len(number) != RECEIPT_CHARACTERS + 1 or any(character not in CROCKFORD for character in number):
        return False
    return number[-1] == receipt_check_character(number[:-1])


def new_passphrase() -> str:
    """20 random digits."""
    return "".join(secrets.choice("0123456789") for _place in range(PASSPHRASE_DIGITS))


def written_passphrase(passphrase: str) -> str:
    """Groups of four, as it is shown."""
    return " ".join(passphrase[start : start + 4] for start in range(0, len(passphrase), 4))


def normalised_passphrase(typed: str) -> str:
    """The digits of what was typed, full-width ones too."""
    return "".join(character for character in unicodedata.normalize("NFKC", typed) if character.isdecimal())


def passphrase_hash(passphrase: str) -> str:
    """Argon2 (the first of PASSWORD_HASHERS)."""
    return make_password(passphrase)


def is_passphrase(typed: str, stored: str) -> bool:
    """Whether a passphrase is the right one. Costs one hash whatever comes: against a stand-in where there is no case."""
    right = check_password(normalised_passphrase(typed), stored or _stand_in())
    return right and bool(stored)


_STAND_IN: list[str] = []


def _stand_in() -> str:
    if not _STAND_IN:
        _STAND_IN.append(make_password(new_passphrase()))
    return _STAND_IN[0]


def staff_code_of(number: int) -> str:
    """F, five digits and Damm's check digit. Raises ValueError past the highest."""
    if not 1 <= number <= HIGHEST_CODE:
        raise ValueError("staff codes have five digits")
    digits = f"{number:05d}"
    return f"F{digits}{_damm(digits)}"


def is_staff_code(code: str) -> bool:
    """Whether a text is a code whose check digit is right."""
    return len(code) == 7 and code[0] == "F" and code[1:].isdecimal() and _damm(code[1:]) == "0"


def allocate_staff_code() -> StaffCode:
    """The next free number of the whole portal (article 22). Two that allocate at once get two: the primary key decides."""
    while True:
        number = (StaffCode.objects.aggregate(highest=Max("number"))["highest"] or 0) + 1
        try:
            with transaction.atomic():
                return StaffCode.objects.create(number=number, code=staff_code_of(number), allocated_at=clock.now())
        except IntegrityError:
            continue  # somebody took it just now


def _damm(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim
