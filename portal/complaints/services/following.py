"""Opening a complaint that has no case by its number and passphrase, as cases are opened, within bounds of its own."""

from __future__ import annotations

from portal.accounts.citizens.bounds import HOUR, Bound
from portal.complaints.models import Complaint
from portal.consultations.services.intake import receipts

BOUNDS = receipts.WrongBounds(
    Bound("complaint_number_hour", 10, HOUR),
    Bound("complaint_number_total_hour", 200, HOUR),
    Bound("complaint_network_wrong_hour", 40, HOUR),
)


def open_by_passphrase(typed_number: str, typed_passphrase: str, *, network: str) -> Complaint | None:
    """The complaint, or None: for an unknown number, a wrong passphrase, and one that belongs to a case, alike. Raises
    TooOften after too many wrong ones."""
    return receipts.open_by_passphrase(Complaint, "number", typed_number, typed_passphrase, network, BOUNDS)
