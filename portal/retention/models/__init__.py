"""Rows of keeping, one concern a module."""

from portal.retention.models.anchors import AnchoredHead, RecordAnchor
from portal.retention.models.exports import ExportedCase, InquiryExport
from portal.retention.models.holds import HeldCase, HeldComplaint, LegalHold
from portal.retention.models.purging import PurgedCase, PurgedDeadline, PurgeItem, PurgeRun
from portal.retention.models.settings import RetentionSettings

__all__ = [
    "AnchoredHead",
    "ExportedCase",
    "HeldCase",
    "HeldComplaint",
    "InquiryExport",
    "LegalHold",
    "PurgeItem",
    "PurgeRun",
    "PurgedCase",
    "PurgedDeadline",
    "RecordAnchor",
    "RetentionSettings",
]
