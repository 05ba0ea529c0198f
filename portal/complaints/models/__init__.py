"""Complaints: what was said, what was asked since, what the other side says, what came of it, and the clock."""

from portal.complaints.models.clocks import ComplaintClock, ComplaintClockChange
from portal.complaints.models.complaint import Complaint, ComplaintWord, Statement
from portal.complaints.models.decision import Decision
from portal.complaints.models.purged import PurgedComplaint
from portal.complaints.models.querysets import HANDLE
from portal.complaints.models.settings import ComplaintSettings

__all__ = [
    "HANDLE",
    "Complaint",
    "ComplaintClock",
    "ComplaintClockChange",
    "ComplaintSettings",
    "ComplaintWord",
    "Decision",
    "PurgedComplaint",
    "Statement",
]
