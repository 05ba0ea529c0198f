"""The screen of the files: kept at once, taken away again, one bad file costs nobody the others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.consultations.asking.content import Content
from portal.consultations.asking.steps import BY_NAME, first_open, name_after, name_before
from portal.consultations.attachments.accepting import Outcome
from portal.consultations.models import IntakeDraft
from portal.consultations.services.intake.asking_limits import may_upload
from portal.consultations.services.intake.attaching import attach_to_draft, remove_from_draft
from portal.consultations.services.intake.drafts import DraftGone, changed_draft, read_draft
from portal.consultations.views.asking.extras import extras_of
from portal.consultations.views.asking.session import draft_key, sender_of
from portal.consultations.views.asking.wizard import gone, is_change, step, step_context, to, too_often

STEP = BY_NAME["files"]


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def files(request: HttpRequest) -> HttpResponseBase:
    """Show the files; take those that were chosen, whichever button was pressed; then go on, back, or stay."""
    if request.method != "POST":
        return step(request, STEP.name)
    try:
        draft, content = read_draft(draft_key(request))
        if content.receipt_number:
            return to("receipt")
        return _act(request, draft, content)
    except DraftGone:
        return gone(request)


def _act(request: HttpRequest, draft: IntakeDraft, content: Content) -> HttpResponseBase:
    if key := request.POST.get("remove"):
        remove_from_draft(draft, key)
        return _stay(request)
    if request.FILES and not may_upload(sender_of(request)):
        return too_often(request, _context(request, content), STEP.template_name)
    refused = [outcome for outcome in _kept(request, draft) if outcome.code]
    if refused:
        return render(request, STEP.template_name, {**_context(request, content), "refused": refused})
    go = request.POST.get("go", "")
    if go == "stay":
        return _stay(request)
    with changed_draft(draft_key(request)) as (_same, kept):
        kept.note_passed(STEP.name)
    if go == "back":
        return to(name_before(STEP, content))
    return to(first_open(kept) if is_change(request) else name_after(STEP, content))


def _context(request: HttpRequest, content: Content) -> dict[str, Any]:
    return {**step_context(request, STEP, content, STEP.form(None)), **(extras_of(request, STEP, content) or {})}


def _kept(request: HttpRequest, draft: IntakeDraft) -> list[Outcome]:
    chosen = request.FILES.getlist("files")
    return attach_to_draft(draft, chosen) if chosen else []


def _stay(request: HttpRequest) -> HttpResponseBase:
    response = to(STEP.name)
    if is_change(request):
        response["Location"] += "?change=1"
    return response
