"""Mobile numbers of the mainland, as people write them and as they are stored."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

_MOBILE = re.compile(r"1[3-9]\d{9}")
_WRITTEN = re.compile(r"[\s\-‐‑–—·.()]")


class WrongPhoneNumber(ValueError):
    """What was typed is no mobile number; the message is for the person and repeats nothing of it."""


def mobile_number(typed: str) -> str:
    """Eleven digits, whatever gaps, full-width digits or +86 were typed; raises WrongPhoneNumber."""
    plain = _WRITTEN.sub("", unicodedata.normalize("NFKC", typed))
    for prefix in ("+86", "0086"):
        plain = plain.removeprefix(prefix)
    if len(plain) == 13 and plain.startswith("86"):
        plain = plain[2:]
    if not _MOBILE.fullmatch(plain) or not plain.isascii():
        raise WrongPhoneNumber(_("请填写中国大陆的11位手机号码，例如 13800000000。"))
    return plain
