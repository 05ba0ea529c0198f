"""The one case of a matter that may stand for all, where the answer is to be public."""

from __future__ import annotations

from portal.consultations.models import Consultation, RelatedMatter
from portal.group_matters.models import MatterAnswer
from portal.group_matters.services.finding import APART


def representative(matter: RelatedMatter) -> Consultation | None:
    """The case whose question and answer may stand for the matter: the one the answer for all was written in, else the
    first that was answered; None where none was, or only of what is never public. Consent is asked of its citizen alone,
    as of every case."""
    answered = Consultation.objects.filter(matter=matter, answered_at__isnull=False).exclude(APART)
    latest = MatterAnswer.objects.filter(matter=matter, drafted_in__in=answered).order_by("-at").first()
    return latest.drafted_in if latest is not None else answered.order_by("answered_at", "pk").first()
