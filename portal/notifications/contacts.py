"""Where a message goes: a mainland mobile number or an e-mail address, checked and in one form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from portal.common.phone_numbers import WrongPhoneNumber, mobile_number

Kind = Literal["sms", "mail"]
SMS: Kind = "sms"
MAIL: Kind = "mail"

_LONGEST_MAIL = 254


@dataclass(frozen=True, slots=True)
class Contact:
    """One address of one person. ``address`` is kept in one form: eleven digits, or an e-mail address.

    Raises ValidationError, with words that can be shown beside the field, for anything else.
    """

    kind: Kind
    address: str

    def __post_init__(self) -> None:
        if self.kind not in (SMS, MAIL):
            raise ValueError(f"no such way to tell somebody: {self.kind}")
        try:
            normal = mobile_number(self.address) if self.kind == SMS else mail_address(self.address)
        except WrongPhoneNumber as error:
            raise ValidationError(str(error), code="mobile") from None
        object.__setattr__(self, "address", normal)

    @property
    def masked(self) -> str:
        """Enough to recognise one's own address by, not enough to use it: ``138****5678``, ``z***@example.org``."""
        if self.kind == SMS:
            return f"{self.address[:3]}****{self.address[-4:]}"
        name, _at, domain = self.address.partition("@")
        return f"{name[:1]}***@{domain}"

    def __repr__(self) -> str:
        """Masked: a contact ends up in tracebacks."""
        return f"Contact({self.kind}, {self.masked})"


def mail_address(text: str) -> str:
    """An e-mail address without blanks around it, its domain in lower case; raises ValidationError."""
    name, at, domain = text.strip().rpartition("@")
    address = f"{name}{at}{domain.lower()}"
    try:
        validate_email(address)
    except ValidationError:
        address = ""
    if not address or len(address) > _LONGEST_MAIL:
        raise ValidationError(_("请填写完整的电子邮箱，例如 name@example.com。"), code="mail")
    return address
