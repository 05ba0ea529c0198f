"""What everybody may read on a day. Every door (page, search, feed, API, sitemap, export) starts from ``public_on``."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Q

from cms.directory.models.enums import Effect, EntryStatus, RecordState, StandingCode

RECORD_MODELS = ("AdministrativePenalty", "ProfessionalSanction")


def _ended_and_lapsed(subject: str, day: date) -> list[models.QuerySet[Any]]:
    """Keys of subjects whose practising was ended by a record that is shown no more (``standing.is_gone``)."""
    return [
        apps.get_model("directory", name)
        ._default_manager.filter(
            kind__effect=Effect.ENDS,
            state=RecordState.APPROVED,
            display_until__lt=day,
            **{f"{subject}__isnull": False},
        )
        .values(f"{subject}_id")
        for name in RECORD_MODELS
    ]


def _shown(subject: str, day: date, **conditions: Any) -> Q:
    """Whether an entry is the subject of a record shown on a day that fits these conditions."""
    found = Q()
    for name in RECORD_MODELS:
        records = apps.get_model("directory", name)._default_manager.filter(
            state=RecordState.APPROVED,
            display_from__lte=day,
            display_until__gte=day,
            **{f"{subject}__isnull": False},
            **conditions,
        )
        found |= Q(pk__in=records.values(f"{subject}_id"))
    return found


class EntryQuerySet(models.QuerySet):
    """Institutions or practitioners."""

    def public_on(self, day: date) -> Self:
        """The entries that everybody may read on a day."""
        penalised, sanctioned = _ended_and_lapsed(str(self.model._meta.model_name), day)
        return self.filter(status=EntryStatus.LISTED).exclude(pk__in=penalised).exclude(pk__in=sanctioned)

    def standing_as(self, code: str, day: date) -> Self:
        """Those that stand so on a day: what ``standing.standing_on`` works out of rows, asked of the database."""
        subject = str(self.model._meta.model_name)
        revoked = _shown(subject, day, kind__effect=Effect.ENDS)
        suspended = _shown(
            subject, day, kind__effect=Effect.SUSPENDS, suspended_from__lte=day, suspended_until__gte=day
        )
        if code == StandingCode.REVOKED:
            return self.filter(revoked)
        rest = self.exclude(revoked)
        if code == StandingCode.CEASED:
            return rest.filter(ceased_on__lte=day)
        rest = rest.filter(Q(ceased_on__isnull=True) | Q(ceased_on__gt=day))
        return rest.filter(suspended) if code == StandingCode.SUSPENDED else rest.exclude(suspended)


class AffiliationQuerySet(models.QuerySet):
    """Who works or worked where."""

    def current_on(self, day: date) -> Self:
        """Affiliations that hold on a day: begun (or nobody knows when), and not ended."""
        return self.filter(
            Q(started_on__isnull=True) | Q(started_on__lte=day), Q(ended_on__isnull=True) | Q(ended_on__gt=day)
        )


class RecordQuerySet(models.QuerySet):
    """Penalties or sanctions."""

    def public_on(self, day: date) -> Self:
        """The records that are shown on a day: approved, within their period, of an entry that is public itself."""
        return self._of_public(day).filter(state=RecordState.APPROVED, display_from__lte=day, display_until__gte=day)

    def withdrawal_notes_on(self, day: date) -> Self:
        """Withdrawn records whose withdrawal is told on a day: those that had been shown, until their period would have
        ended. Read nothing of them but ``document_number``, ``withdrawal_reason`` and ``withdrawn_on``."""
        return self._of_public(day).filter(
            state=RecordState.WITHDRAWN,
            display_from__lte=models.F("withdrawn_on"),
            withdrawn_on__lte=day,
            display_until__gte=day,
        )

    def withdrawals_due(self) -> Self:
        """Approved records that are known to be altered, revoked or void: withdrawn at the latest on
        ``withdrawal_due_on``, the most urgent first."""
        return self.filter(state=RecordState.APPROVED, withdrawal_due_on__isnull=False).order_by("withdrawal_due_on")

    def _of_public(self, day: date) -> Self:
        found = self
        for subject in ("institution", "practitioner"):
            found = found.filter(Q(**{f"{subject}__isnull": True}) | Q(**{f"{subject}__status": EntryStatus.LISTED}))
            for keys in _ended_and_lapsed(subject, day):
                found = found.exclude(**{f"{subject}__in": keys})
        return found
