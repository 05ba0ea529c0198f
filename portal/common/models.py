"""Rows of the common room; each concern keeps its own module."""

from portal.common.audit.models import AuditEntry
from portal.common.generation import SiteGeneration
from portal.common.outbox.models import OutboxLease, OutboxRow

__all__ = ["AuditEntry", "OutboxLease", "OutboxRow", "SiteGeneration"]
