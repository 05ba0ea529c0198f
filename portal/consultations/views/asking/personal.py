"""The screen that shows what points at a person in the question: hidden with one press, taken back with another."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.consultations.asking.content import Content
from portal.consultations.asking.hints import PersonalData
from portal.consultations.asking.steps import BY_NAME, first_open, name_after, name_before
from portal.consultations.services.intake.drafts import DraftGone, changed_draft
from portal.consultations.views.asking.session import draft_key
from portal.consultations.views.asking.wizard import gone, is_change, step, to

STEP = BY_NAME["personal"]


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def personal(request: HttpRequest) -> HttpResponseBase:
    """Show it; the buttons mask all, mask one, take back, go on."""
    if request.method != "POST":
        return step(request, STEP.name)
    try:
        with changed_draft(draft_key(request)) as (_draft, content):
            if content.receipt_number:
                return to("receipt")
            return to(_act(request, content))
    except DraftGone:
        return gone(request)


def _act(request: HttpRequest, content: Content) -> str:
    """Do what the button says; gives the screen to lead to."""
    act, found = request.POST.get("act", ""), PersonalData(content.question)
    if act == "mask":
        masked = found.masked(request.POST.get("place", ""))
        if masked != content.question:
            content.replace_question(masked)
        return STEP.name
    if act == "undo":
        content.take_back()
        return STEP.name
    if request.POST.get("go") == "back":
        return name_before(STEP, content)
    return first_open(content) if is_change(request) else name_after(STEP, content)
