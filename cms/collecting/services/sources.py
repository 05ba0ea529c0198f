"""Letting a source be fetched, and taking that back."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.collecting.models import Source
from cms.collecting.policies import APPROVE_SOURCES, demand
from portal.common import clock

APPROVED, UNAPPROVED = "collecting.approve", "collecting.unapprove"


def approve(source: Source, *, by: Any) -> Source:
    """Let a source be fetched such as it is now; a later change of its address ends the approval.

    Raises PermissionDenied, and ValidationError for a source that is not fetched or is not sound.
    """
    demand(by, APPROVE_SOURCES)
    with transaction.atomic():
        source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        if not source.is_fetched:
            raise ValidationError(_("只有自动采集的来源需要批准。"))
        source.full_clean()
        source.approved_by, source.approved_at = by, clock.now()
        source.approved_digest = source.facts_digest
        source.fetch_at = clock.now()
        # Another address answers with other marks.
        source.etag = source.modified = ""
        source.save()
        log(source, APPROVED, user=by)
    return source


def withdraw_approval(source: Source, *, by: Any) -> Source:
    """Let nothing be fetched from a source any more. Raises PermissionDenied."""
    demand(by, APPROVE_SOURCES)
    with transaction.atomic():
        source = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
        source.approved_by = source.approved_at = None
        source.approved_digest = ""
        source.save(update_fields=["approved_by", "approved_at", "approved_digest"])
        log(source, UNAPPROVED, user=by)
    return source
