"""What licence numbers usually look like. An unusual one warns the clerk; it is never refused, because formats change."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from cms.directory.models.enums import InstitutionKind, PractitionerKind

# Kinds that are licensed, with the usual form of the number.
FORMATS: dict[str, re.Pattern[str]] = {
    PractitionerKind.LAWYER: re.compile(r"1\d{16}"),
    PractitionerKind.NOTARY: re.compile(r"\d{8,17}"),
    PractitionerKind.FORENSIC_EXAMINER: re.compile(r"\d{12}"),
    PractitionerKind.GRASSROOTS_LEGAL_WORKER: re.compile(r"3\d{11,16}"),
    InstitutionKind.LAW_FIRM: re.compile(r"2\d{16}|3[0-9A-Z]{17}"),
    InstitutionKind.NOTARY_OFFICE: re.compile(r"\d{8,17}"),
    InstitutionKind.FORENSIC_INSTITUTION: re.compile(r"\d{9}"),
    InstitutionKind.GRASSROOTS_LEGAL_OFFICE: re.compile(r"3\d{11,16}"),
}


def is_licensed(kind: str) -> bool:
    """Whether entries of a kind carry a licence number at all (a mediator does not)."""
    return kind in FORMATS


def licence_warning(kind: str, number: str | None) -> str:
    """Say what is unusual about a licence number, or ""."""
    if not number:
        return ""
    usual = FORMATS.get(kind)
    if usual is None:
        return _("这一类别通常没有执业证号或者许可证号，请核对。")
    if not usual.fullmatch(number):
        return _("执业证号或者许可证号的格式不常见，请核对。")
    return ""
