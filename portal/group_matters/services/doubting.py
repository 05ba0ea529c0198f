"""One answer was sent to many: where one of them holds it to be wrong, or it is corrected, the others are looked at again, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.changed_law.models import Because, SecondLook
from portal.changed_law.services.marking import doubt_alike
from portal.changed_law.services.telling import tell_of_new
from portal.common.outbox.registry import register_sink
from portal.common.outbox.write import enqueue
from portal.consultations import neighbours
from portal.consultations.models import Answer, Consultation, ConsultationEvent
from portal.consultations.states import Act
from portal.group_matters.models import MatterDelivery

SINK = "group_matters.doubt"


def register() -> None:
    """Hear of doubts and of corrections; the outbox looks at the others, each in a transaction of its own."""
    register_sink(SINK, spread, batch=20)
    neighbours.answers_in_doubt.connect(_on_doubt, dispatch_uid="group_matters.doubt")
    neighbours.event_written.connect(_on_event, dispatch_uid="group_matters.corrected")


def spread(keys: Sequence[str]) -> None:
    """Put the other deliveries of these answers up for a second look; the outbox's handler. Twice does no harm: an answer is put
    up once because of its like."""
    for answer in Answer.objects.filter(pk__in=[int(key) for key in keys]).order_by("pk"):
        reason = _reason(answer)
        for other in _alike(answer):
            doubt_alike(other, reason)
    tell_of_new()


def _on_doubt(sender: Any, *, answers: Sequence[int], because: str, is_alike: bool = False, **_more: Any) -> None:
    if because == Because.DOUBT.value and not is_alike:
        _owe(answers)


def _on_event(sender: Any, *, case: Consultation, event: ConsultationEvent, **_more: Any) -> None:
    if event.act == Act.CORRECT:
        _owe([event.content["corrects"]])


def _owe(answers: Sequence[int]) -> None:
    sent = MatterDelivery.objects.filter(answer__in=answers).values_list("answer", flat=True)
    if keys := [str(key) for key in sent]:
        with transaction.atomic():
            enqueue(SINK, keys)


def _alike(answer: Answer) -> list[Answer]:
    sent = MatterDelivery.objects.filter(matter_answer__deliveries__answer=answer, answer__isnull=False)
    found = Answer.objects.filter(pk__in=sent.values("answer")).exclude(pk=answer.pk)
    return list(found.select_related("consultation").order_by("pk"))


def _reason(answer: Answer) -> str:
    """What is said to be wrong, without saying of whose case."""
    corrected = answer.corrections.order_by("pk").last()
    if corrected is not None:
        return _("同一份统一答复在另一件咨询里作了更正：%(why)s") % {"why": corrected.correction_reason}
    doubted = SecondLook.objects.filter(answer=answer, because=Because.DOUBT).order_by("pk").last()
    why = doubted.reason if doubted is not None else ""
    return _("同一份统一答复在另一件咨询里，有人认为有误：%(why)s") % {"why": why}
