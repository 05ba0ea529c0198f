"""One's own case: the timeline, the clock, the answers, what can be done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.accounts.citizens.sessions import citizen_of
from portal.common import clock
from portal.common.clock import request_today
from portal.consultations import neighbours
from portal.consultations.actors import Actor
from portal.consultations.models import Consultation, ConsultationSettings
from portal.consultations.sessions import own_case
from portal.consultations.shown_answers import shown_answers
from portal.consultations.shown_cases import next_words, offers_for, refusal_article, timeline_of
from portal.consultations.shown_clocks import clocks_of
from portal.consultations.shown_screening import danger_of, earlier_answer
from portal.notifications.services import mark_read_of


@never_cache
@require_safe
def my_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show it; to its account's holder this is reading what they were told of it."""
    case, actor = own_case(request, number)
    if case.citizen is not None and actor == case.citizen:
        mark_read_of(actor, case.get_absolute_url())
    return render(request, "consultations/mine/case.html", case_context(request, case, actor))


def case_context(request: HttpRequest, case: Consultation, actor: Actor) -> dict[str, Any]:
    """What the page of a case shows; the same number of queries however much happened (docs/my-cases.md)."""
    limits = ConsultationSettings.load()
    latest = case.answers.select_related("rating").order_by("-sent_at", "-pk").first()
    further = list(case.further.order_by("asked_at"))
    offers = offers_for(actor, case, latest, limits)
    profile = citizen_of(request)
    return {
        "case": case,
        "danger": danger_of(case),
        "earlier": earlier_answer(case),
        "what_next": next_words(
            case,
            limits,
            has_further=any(row.answer_id is None for row in further),
            offered={offer.name for offer in offers},
        ),
        "clocks": clocks_of(case, clock.now()),
        "answers": shown_answers(case, request_today(request)),
        "erasures": case.erasures.filter(decided_at__isnull=False),
        "events": timeline_of(case, list(case.events.order_by("sequence"))),
        "facts": list(case.facts.order_by("at", "pk")),
        "further": further,
        "deferrals": list(case.deferrals.order_by("at")),
        "files": files_of(case),
        "refusal": getattr(case, "refusal", None),
        "article": refusal_article(case) if hasattr(case, "refusal") else "",
        "main_offers": [offer for offer in offers if offer.is_main],
        "offers": [offer for offer in offers if not offer.is_main],
        "rate_url": reverse("my_case_act", args=[case.receipt_number, "rate"])
        if any(offer.name == "rate" for offer in offers)
        else "",
        "may_join": profile is not None and case.citizen_id is None,
        "sections": neighbours.citizen_sections(request, case, actor),
        "done": request.GET.get("done", ""),
    }


def files_of(case: Consultation) -> list[dict[str, Any]]:
    """Its attachments, by the name they were handed in with, with their place from 1."""
    return [
        {"place": place, "file": row} for place, row in enumerate(case.attachments.all(), 1) if row.removed_at is None
    ]
