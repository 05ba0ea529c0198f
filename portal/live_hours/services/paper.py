"""Phone and window consultations: whose answers wait to be handed over, and that they were."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from portal.common import clock
from portal.consultations.actors import signature_of
from portal.consultations.models import Answer, Consultation
from portal.consultations.models.choices import ActorKind, Channel
from portal.consultations.policies import WrongState
from portal.consultations.services.case.moving import locked
from portal.consultations.services.case.reading import cases_of_staff
from portal.consultations.services.case.recording import write_event
from portal.live_hours.models import PaperHandover

ENTER = "consultations.enter_consultation"
HANDED_OVER = "handed_over"
"""The event of the record."""
ON_PAPER = (Channel.PHONE, Channel.WINDOW)


def entered_cases(user: Any) -> QuerySet[Consultation]:
    """Phone and window consultations that somebody may open, the latest first."""
    return cases_of_staff(user).filter(channel__in=ON_PAPER).order_by("-submitted_at", "-pk")


def waiting_answers(user: Any) -> QuerySet[Answer]:
    """Answers that were sent and not handed over yet, who waits longest first; of several versions the latest alone."""
    later = Answer.objects.filter(corrects=OuterRef("pk"))
    found = Answer.objects.filter(consultation__in=entered_cases(user).order_by().values("pk"))
    found = found.filter(paper_handover__isnull=True, consultation__frozen_at__isnull=True)
    return found.filter(~Exists(later)).select_related("consultation__topic", "author__staff_code").order_by("sent_at")


def hand_over(answer: Answer, way: str, *, by: Any) -> PaperHandover:
    """Put on record how an answer reached its asker: who saw to it, when, which way. Raises ValidationError for an unknown
    way, WrongState for what is on record already or was corrected since."""
    if way not in PaperHandover.Way.values:
        raise ValidationError({"way": _("请选怎么交给咨询人的。")})
    if not by.is_active or not by.has_perm(ENTER):
        raise PermissionDenied(_("您不能登记纸质答复的交付。"))
    with transaction.atomic():
        case = locked(answer.consultation)
        if case.channel not in ON_PAPER or case.citizen_id == by.pk:
            raise PermissionDenied(_("您不能登记纸质答复的交付。"))
        if PaperHandover.objects.filter(answer=answer).exists():
            raise WrongState(_("这份答复已经登记过交付。"))
        if answer.corrections.exists():
            raise WrongState(_("这份答复后来更正过，请打印更正后的那一份。"))
        at = clock.now()
        kept = PaperHandover.objects.create(consultation=case, answer=answer, way=way, by=by, at=at)
        content = {"answer_on_paper": answer.pk, "way": way}
        write_event(case, HANDED_OVER, signature_of(by, ActorKind.MODERATOR), at=at, content=content)
    return kept
