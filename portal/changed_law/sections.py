"""What the pages and the copy of a case say of second looks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from portal.changed_law.models import Because, Outcome, SecondLook
from portal.changed_law.services.deciding import may_decide
from portal.changed_law.services.marking import may_doubt
from portal.consultations.actors import Actor
from portal.consultations.deadlines.explaining import moment_words
from portal.consultations.downloads.copying import Entry, Part
from portal.consultations.models import Answer, Consultation
from portal.consultations.neighbours import Section


def for_citizen(_request: HttpRequest, case: Consultation, _actor: Actor) -> Section | None:
    """The notes that were written to the citizen (one query)."""
    notes = _notes(case)
    return Section("changed_law/notes.html", {"notes": notes}) if notes else None


def for_staff(request: HttpRequest, case: Consultation) -> Section | None:
    """What is in doubt and what came of it, and the way to say that an answer is wrong."""
    user = request.user
    looks = [look for look in SecondLook.objects.filter(consultation=case) if look.outcome != Outcome.SUPERSEDED]
    doubted = {look.answer_id for look in looks if look.because == Because.DOUBT and not look.outcome}
    answers = Answer.objects.filter(consultation=case, corrections__isnull=True).exclude(pk__in=doubted)
    may_say = may_doubt(user, case) is not None and case.frozen_at is None
    open_answers = list(answers) if may_say else []
    if not looks and not open_answers:
        return None
    data = {"looks": looks, "answers": open_answers, "may_decide": may_decide(user, case) is not None}
    return Section("changed_law/on_case.html", data)


def for_copy(case: Consultation, _now: Any) -> Part | None:
    """The notes, in the citizen's copy."""
    notes = _notes(case)
    if not notes:
        return None
    return Part(
        _("就法律变动的说明"),
        tuple(
            Entry(f"{moment_words(one.decided_at)}　{one.written}".strip(), text=one.note)
            for one in notes
            if one.decided_at is not None
        ),
    )


def _notes(case: Consultation) -> list[SecondLook]:
    return list(SecondLook.objects.filter(consultation=case, outcome=Outcome.TOLD).order_by("decided_at", "pk"))
