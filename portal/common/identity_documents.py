"""Documents by which a citizen may say who they are: what a number of each kind looks like, and how it is shown.

Pure: nothing here knows whether a number exists or whose it is. A number of a known form is checked as far as the form can
be; one of a form that this module does not know, and that may be good all the same, goes to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.chinese_ids import identity_check_digit


class DocumentKind(TextChoices):
    """The documents that are taken."""

    IDENTITY_CARD = "identity_card", gettext_lazy("居民身份证")
    RESIDENCE_PERMIT = "residence_permit", gettext_lazy("港澳台居民居住证")
    HONG_KONG_MACAO_PERMIT = "hong_kong_macao_permit", gettext_lazy("港澳居民来往内地通行证")
    TAIWAN_PERMIT = "taiwan_permit", gettext_lazy("台湾居民来往大陆通行证")
    PASSPORT = "passport", gettext_lazy("护照")
    PERMANENT_RESIDENCE = "permanent_residence", gettext_lazy("外国人永久居留身份证")


class WrongDocumentNumber(ValueError):
    """The number cannot be one of its kind; the message is for the person and repeats nothing of it."""


@dataclass(frozen=True, slots=True)
class CheckedNumber:
    """A number as it is stored: capital letters and digits without gaps. ``needs_review``: its form is not known here."""

    kind: DocumentKind
    number: str
    needs_review: bool = False


_MAINLAND = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
)
_PERMIT_REGIONS = ("810000", "820000", "830000")
_EIGHTEEN = re.compile(r"\d{17}[\dX]")
_GAPS = re.compile(r"[\s\-‐‑–—·.]")
_CHARACTERS = re.compile(r"[A-Z0-9()]{5,24}")
_OLD_PERMANENT = re.compile(r"[A-Z]{3}\d{4}(\d{6})\d{2}")
_EARLIEST_YEAR = 1900


def check_document(kind: str, typed: str, *, today: date) -> CheckedNumber:
    """The number as it is stored; raises WrongDocumentNumber in plain words, ValueError for a kind that is none.

    ``today`` is Asia/Shanghai's: nobody is born after it.
    """
    known = DocumentKind(kind)
    number = _GAPS.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not number:
        raise WrongDocumentNumber(_("请填写证件号码。"))
    if not number.isascii() or not _CHARACTERS.fullmatch(number):
        raise WrongDocumentNumber(_("证件号码只有字母和数字。请照证件上的填写。"))
    return _CHECKS[known](number, today)


def _identity_card(number: str, today: date) -> CheckedNumber:
    if len(number) == 15 and number.isdigit():
        raise WrongDocumentNumber(_("15位的旧身份证已经停止使用，请填写现在的18位号码。"))
    _demand_eighteen(number)
    if number.startswith(_PERMIT_REGIONS):
        raise WrongDocumentNumber(_("这像是港澳台居民居住证的号码，请把证件种类改为“港澳台居民居住证”。"))
    if number.startswith("9"):
        raise WrongDocumentNumber(_("这像是外国人永久居留身份证的号码，请把证件种类改为“外国人永久居留身份证”。"))
    if number[:2] not in _MAINLAND:
        raise WrongDocumentNumber(_("号码开头的地区不对，请核对前两位。"))
    _demand_eighteen_right(number, today)
    return CheckedNumber(DocumentKind.IDENTITY_CARD, number)


def _residence_permit(number: str, today: date) -> CheckedNumber:
    _demand_eighteen(number)
    if not number.startswith(_PERMIT_REGIONS):
        raise WrongDocumentNumber(_("港澳台居民居住证的号码以 810000、820000 或者 830000 开头，请核对。"))
    _demand_eighteen_right(number, today)
    return CheckedNumber(DocumentKind.RESIDENCE_PERMIT, number)


def _hong_kong_macao_permit(number: str, today: date) -> CheckedNumber:
    # Two more digits on older cards count how often it was renewed: the holder's number is what stands before them.
    if re.fullmatch(r"[HM]\d{8}(?:\d{2})?", number):
        return CheckedNumber(DocumentKind.HONG_KONG_MACAO_PERMIT, number[:9])
    if number[0].isdigit():
        raise WrongDocumentNumber(_("港澳居民来往内地通行证的号码以字母 H 或者 M 开头，后面是8位数字，请核对。"))
    return CheckedNumber(DocumentKind.HONG_KONG_MACAO_PERMIT, number, needs_review=True)


def _taiwan_permit(number: str, today: date) -> CheckedNumber:
    if re.fullmatch(r"\d{8}", number):
        return CheckedNumber(DocumentKind.TAIWAN_PERMIT, number)
    if number.isdigit() and len(number) < 8:
        raise WrongDocumentNumber(_("台湾居民来往大陆通行证的号码是8位数字，请核对。"))
    return CheckedNumber(DocumentKind.TAIWAN_PERMIT, number, needs_review=True)


def _passport(number: str, today: date) -> CheckedNumber:
    if len(number) == 18 and _EIGHTEEN.fullmatch(number):
        raise WrongDocumentNumber(_("这像是身份证件的号码，不是护照号码，请核对证件种类。"))
    usual = re.fullmatch(r"[A-Z0-9]{6,9}", number) and any(character.isdigit() for character in number)
    return CheckedNumber(DocumentKind.PASSPORT, number, needs_review=not usual)


def _permanent_residence(number: str, today: date) -> CheckedNumber:
    """The card of today has 18 digits and begins with 9; the one before it three letters of the nationality and 12 digits,
    among them the birthday with a year of two digits."""
    if number.startswith("9") and number[:17].isdigit():
        _demand_eighteen(number)
        _demand_eighteen_right(number, today)
        return CheckedNumber(DocumentKind.PERMANENT_RESIDENCE, number)
    old = _OLD_PERMANENT.fullmatch(number)
    if old is not None:
        if not any(_is_day(f"{century}{old[1][:2]}", old[1][2:]) for century in ("19", "20")):
            raise WrongDocumentNumber(_("号码中的出生日期不对，请核对。"))
        return CheckedNumber(DocumentKind.PERMANENT_RESIDENCE, number)
    if number.isdigit():
        raise WrongDocumentNumber(_("外国人永久居留身份证的号码是以 9 开头的18位，或者三个字母加12位数字，请核对。"))
    return CheckedNumber(DocumentKind.PERMANENT_RESIDENCE, number, needs_review=True)


_CHECKS: dict[DocumentKind, Callable[[str, date], CheckedNumber]] = {
    DocumentKind.IDENTITY_CARD: _identity_card,
    DocumentKind.RESIDENCE_PERMIT: _residence_permit,
    DocumentKind.HONG_KONG_MACAO_PERMIT: _hong_kong_macao_permit,
    DocumentKind.TAIWAN_PERMIT: _taiwan_permit,
    DocumentKind.PASSPORT: _passport,
    DocumentKind.PERMANENT_RESIDENCE: _permanent_residence,
}


def _demand_eighteen(number: str) -> None:
    if len(number) != 18:
        raise WrongDocumentNumber(_("号码应当是18位，现在是 %(count)d 位，请核对。") % {"count": len(number)})
    if not _EIGHTEEN.fullmatch(number):
        raise WrongDocumentNumber(_("号码的前17位应当都是数字，最后一位是数字或者 X，请核对。"))


def _demand_eighteen_right(number: str, today: date) -> None:
    if not _is_day(number[6:10], number[10:14]) or number[6:14] > f"{today:%Y%m%d}":
        raise WrongDocumentNumber(_("号码中的出生日期不对，请核对第7到14位。"))
    if number[-1] != identity_check_digit(number[:17]):
        raise WrongDocumentNumber(_("号码有一位不对（校验码不符），请逐位核对。"))


def _is_day(year: str, rest: str) -> bool:
    try:
        return date(int(year), int(rest[:2]), int(rest[2:])).year >= _EARLIEST_YEAR
    except ValueError:
        return False


# -- how it is shown ---------------------------------------------------------------------------------------------------
def mask_name(name: str) -> str:
    """张三丰 → 张**; the number of stars is that of the characters, at most three."""
    return name[:1] + "*" * min(3, len(name) - 1) if len(name) > 1 else "*" * len(name)


def mask_phone(phone: str) -> str:
    """13812341234 → 138****1234."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) >= 11 else "*" * len(phone)


def mask_document(number: str) -> str:
    """The first two and the last two characters, of a number that is long enough for them to tell nothing."""
    return f"{number[:2]}{'*' * (len(number) - 4)}{number[-2:]}" if len(number) >= 8 else "*" * len(number)
