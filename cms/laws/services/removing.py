"""Deleting laws: what stands in the way. What follows from it, ``cms.laws.signals`` knows."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from cms.laws.models import Citation, Instrument, InstrumentVersion


class CannotRemove(Exception):
    """The law is needed; the message says by what, for an editor."""


def obstacle_to_removing_version(version: InstrumentVersion) -> str:
    """Say why a version may not be deleted, or ""."""
    if version.live:
        return _("“%(version)s”已发布。请先撤回，再删除。") % {"version": version}
    if version.workflow_in_progress:
        return _("“%(version)s”正在审核。请先取消审核，再删除。") % {"version": version}
    citations = Citation.objects.filter(instrument=version.instrument_id).count()
    others = InstrumentVersion.objects.filter(instrument=version.instrument_id).exclude(pk=version.pk)
    if citations and version.first_published_at is not None and not others.filter(live=True).exists():
        return _("“%(version)s”被引用 %(count)d 处，并且没有其他已发布的版本，不能删除。") % {
            "version": version,
            "count": citations,
        }
    if citations and _was_read(version):
        return _("“%(version)s”的条文被引用，不能删除。") % {"version": version}
    return ""


def obstacle_to_removing_instrument(instrument: Instrument) -> str:
    """Say why an instrument may not be deleted with all its versions, or ""."""
    live = instrument.versions.filter(live=True).count()
    if live:
        return _("“%(title)s”有 %(count)d 个已发布的版本。请先撤回，再删除。") % {
            "title": instrument.title,
            "count": live,
        }
    citations = Citation.objects.filter(instrument=instrument).count()
    if citations:
        return _("“%(title)s”被引用 %(count)d 处，不能删除。") % {"title": instrument.title, "count": citations}
    return ""


def remove_version(version: InstrumentVersion) -> None:
    """Delete a version with what was derived from it; CannotRemove if something needs it."""
    with transaction.atomic():
        locked = (
            InstrumentVersion.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)
        )
        if obstacle := obstacle_to_removing_version(locked):
            raise CannotRemove(obstacle)
        version.delete()


def remove_instrument(instrument: Instrument) -> None:
    """Delete an instrument and its versions; CannotRemove if something needs it."""
    with transaction.atomic():
        locked = Instrument.objects.select_for_update().get(pk=instrument.pk)
        if obstacle := obstacle_to_removing_instrument(locked):
            raise CannotRemove(obstacle)
        instrument.delete()


def _was_read(version: InstrumentVersion) -> bool:
    """Whether a citation was taken from this text: on the day it was read, this was the latest text in effect."""
    read_on = Citation.objects.filter(instrument=version.instrument_id).values_list("read_on", flat=True)
    siblings = InstrumentVersion.objects.filter(instrument=version.instrument_id)
    starts = sorted(day for day in siblings.values_list("effective_on", flat=True) if day is not None)
    if version.first_published_at is None:
        return False
    if version.effective_on is None:
        return bool(read_on)
    start = version.effective_on
    following = next((day for day in starts if day > start), None)
    return any(day >= start and (following is None or day < following) for day in read_on)
