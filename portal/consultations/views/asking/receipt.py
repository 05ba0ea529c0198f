"""The receipt: number, passphrase, when the answer is due and why, how to come back. Shown until it was noted, or 24 hours."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.accounts.citizens.models import CitizenProfile
from portal.common import clock
from portal.consultations.asking.content import Content
from portal.consultations.asking.legal_aid import legal_aid_hint
from portal.consultations.deadlines.explaining import lines, moment_words
from portal.consultations.models import Consultation
from portal.consultations.models.choices import DeadlineKind
from portal.consultations.services.case.telling import is_told_outside
from portal.consultations.services.intake.drafts import DraftGone, discard_draft, read_draft
from portal.consultations.services.intake.numbers import written_passphrase
from portal.consultations.services.time.clocks import open_deadlines
from portal.consultations.shown_screening import danger_of
from portal.consultations.views.asking.qr_code import qr_code
from portal.consultations.views.asking.session import draft_key, forget
from portal.consultations.views.asking.wizard import gone, to


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def receipt(request: HttpRequest) -> HttpResponseBase:
    """Show it; "noted" takes the passphrase from the server."""
    try:
        _draft, content = read_draft(draft_key(request))
    except DraftGone:
        return gone(request)
    if not content.receipt_number:
        return to("check")
    if request.method == "POST":
        discard_draft(draft_key(request))
        forget(request)
        return HttpResponseRedirect(reverse("ask_noted"))
    return render(request, "consultations/asking/receipt.html", receipt_context(content))


def receipt_context(content: Content) -> dict[str, Any]:
    """What a receipt shows."""
    case = Consultation.objects.select_related("topic", "contact").get(receipt_number=content.receipt_number)
    deadline = open_deadlines(case).filter(kind=DeadlineKind.FIRST_ANSWER).first()
    follow = reverse("my_cases")
    is_of_account = CitizenProfile.objects.filter(user=case.citizen_id or 0, keeps_cases_closed=False).exists()
    address = f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{follow}"
    return {
        "case": case,
        "danger": danger_of(case),
        "is_of_account": is_of_account,
        "has_safe_contact": bool(getattr(case, "contact", None) and case.contact.safe_contact),
        "is_told": is_told_outside(case),
        "passphrase": written_passphrase(content.passphrase),
        "due": moment_words(deadline.due_at) if deadline else "",
        "explanation": lines(deadline.explanation) if deadline else [],
        "sent": moment_words(case.submitted_at),
        "hint": legal_aid_hint(case.question, topic=case.topic.code if case.topic else "", age_band=case.age_band),
        "follow_url": follow,
        "follow_address": address,
        "qr": qr_code(address),
        "printed": moment_words(clock.now()),
    }


@require_http_methods(["GET", "HEAD"])
@cache_control(no_store=True)
def noted(request: HttpRequest) -> HttpResponseBase:
    """The passphrase is known to who noted it alone."""
    return render(request, "consultations/asking/noted.html", {"follow_url": reverse("my_cases")})
