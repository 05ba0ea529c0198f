"""One screen after the other: shown from the draft, taken into it, led on. Works without script; back and reload are harmless."""

from __future__ import annotations

from typing import Any, cast

from django.forms import MultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.common import clock
from portal.common.clock import request_today
from portal.consultations.asking import forms
from portal.consultations.asking.content import Content
from portal.consultations.asking.filling import form_of
from portal.consultations.asking.hints import danger_of
from portal.consultations.asking.steps import (
    BY_NAME,
    CHECK,
    QUESTIONS,
    Step,
    first_open,
    may_open,
    name_after,
    name_before,
)
from portal.consultations.models import ConsultationSettings
from portal.consultations.services.intake.asking_limits import WINDOW, may_begin
from portal.consultations.services.intake.drafts import DraftGone, begin_draft, changed_draft, read_draft
from portal.consultations.services.intake.submitting import LONGEST_QUESTION
from portal.consultations.views.asking.carried import topic_carried
from portal.consultations.views.asking.extras import extras_of, texts_of
from portal.consultations.views.asking.session import draft_key, remember, sender_of

FIRST = BY_NAME["question"]
_DANGER_IN_FULL = ("proceedings",)
"""The screen right after the question."""


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def step(request: HttpRequest, name: str) -> HttpResponseBase:
    """Show a screen, or take what was typed on it."""
    shown = BY_NAME.get(name)
    if shown is None:
        raise Http404
    try:
        return _take(request, shown) if request.method == "POST" else _show(request, shown)
    except DraftGone:
        return _without_draft(request, shown)


def to(name: str) -> HttpResponseRedirect:
    """Lead to a screen, or to ``check``, ``receipt``."""
    return HttpResponseRedirect(address(name))


def address(name: str) -> str:
    """The address of a screen."""
    return reverse(f"ask_{name}") if name in (CHECK, "receipt") else reverse("ask_step", args=[name])


def is_change(request: HttpRequest) -> bool:
    """Whether the screen was opened from the check, to change one answer."""
    return "change" in request.GET


def gone(request: HttpRequest) -> HttpResponse:
    """Say kindly that what was typed is not there any more, and give back what was typed on this very screen."""
    typed = [value for name, values in request.POST.lists() if name not in _OURS for value in values if value.strip()]
    return render(request, "consultations/asking/gone.html", {"typed": typed}, status=410)


_OURS = ("csrfmiddlewaretoken", "go", "act", "notice_version", "agreement_version")


def too_often(request: HttpRequest, context: dict[str, Any], template: str) -> HttpResponse:
    """The same page again, nothing lost, with the reason."""
    response = render(request, template, {**context, "is_refused": True}, status=429)
    response["Retry-After"] = str(int(WINDOW.total_seconds()))
    return response


def _show(request: HttpRequest, shown: Step) -> HttpResponseBase:
    _draft, content = read_draft(draft_key(request))
    if content.receipt_number:
        return to("receipt")
    if not may_open(shown, content):
        return to(first_open(content))
    if not shown.applies(content):
        return to(name_after(shown, content))
    more = extras_of(request, shown, content)
    if more is None:  # nothing to show here after all
        with changed_draft(draft_key(request)) as (_same, kept):
            kept.nothing_similar = True
        content.nothing_similar = True
        return to(name_after(shown, content))
    return render(
        request,
        shown.template_name,
        {**step_context(request, shown, content, _filled(request, shown, content)), **more},
    )


def _filled(request: HttpRequest, shown: Step, content: Content) -> forms.StepForm:
    """The form with what was typed; its errors only where it was sent back for them."""
    if "wrong" in request.GET and content.typed.get(shown.name):
        return _form(request, shown, content.values(shown.name))
    fields = shown.form.base_fields
    several = {name for name, field in fields.items() if isinstance(field, MultipleChoiceField)}
    initial: dict[str, Any] = {
        name: values if name in several else values[-1]
        for name, values in content.typed.get(shown.name, {}).items()
        if values
    }
    return _form(request, shown, None, initial=initial)


def _take(request: HttpRequest, shown: Step) -> HttpResponseBase:
    with changed_draft(draft_key(request)) as (_draft, content):
        if content.receipt_number:
            return to("receipt")
        form = _taken(request, shown, content)
        goes_back = request.POST.get("go") == "back"
        is_good = form.is_valid()
        if is_good or goes_back:
            return to(_next(request, shown, content, goes_back))
    # Saved as it was typed; shown with what is wrong.
    context = step_context(request, shown, content, form)
    return render(request, shown.template_name, {**context, **(extras_of(request, shown, content) or {})})


def _next(request: HttpRequest, shown: Step, content: Content, goes_back: bool) -> str:
    if goes_back:
        return name_before(shown, content) or shown.name
    if is_change(request):
        return first_open(content)
    return name_after(shown, content)


def _taken(request: HttpRequest, shown: Step, content: Content) -> forms.StepForm:
    """Put what was typed into the content and check it; gives the form."""
    form = _form(request, shown, MultiValueDict(dict(request.POST.lists())))
    before = content.question
    content.take(shown.name, {name: request.POST.getlist(name) for name in form.fields if name in request.POST})
    if content.question != before:
        content.nothing_similar, content.earlier_texts = False, []
    is_good = form.is_valid()
    content.note_passed(shown.name, is_good)
    if is_good and shown.name in ("notice", "consent"):
        content.note_agreed(shown.name, cast(Any, form).version, clock.now())  # one of the two that are agreed to
    return form


def _without_draft(request: HttpRequest, shown: Step) -> HttpResponseBase:
    """The first screen begins a draft; every other one was left too long ago."""
    if shown is not FIRST:
        return gone(request)
    if not ConsultationSettings.load().is_open:
        return HttpResponseRedirect(reverse("ask"))
    content = Content()
    if request.method != "POST":
        form = form_of(
            FIRST, None, request_today(request), initial={"question": request.GET.get("q", "")[:LONGEST_QUESTION]}
        )
        return render(request, FIRST.template_name, step_context(request, FIRST, content, form))
    form = _taken(request, FIRST, content)
    context = step_context(request, FIRST, content, form)
    if not content.question:  # nothing to keep
        return render(request, FIRST.template_name, context)
    if not may_begin(sender_of(request), clock.now()):
        return too_often(request, context, FIRST.template_name)
    topic = topic_carried(request)
    if topic:  # chosen beforehand, and still to be confirmed on its screen
        content.take("topic", {"topic": [topic]})
    remember(request, begin_draft(content))
    if not form.is_valid():
        return render(request, FIRST.template_name, context)
    return to(name_after(FIRST, content))


def _form(request: HttpRequest, shown: Step, data: Any, **kwargs: Any) -> forms.StepForm:
    texts = texts_of(request) if shown.name in ("notice", "consent") else None
    return form_of(shown, data, request_today(request), texts=texts, **kwargs)


def step_context(request: HttpRequest, shown: Step, content: Content, form: forms.StepForm) -> dict[str, Any]:
    """What every screen's template is given."""
    before = name_before(shown, content)
    return {
        "step": shown,
        "form": form,
        "questions": QUESTIONS,
        "back_url": address(before) if before else reverse("ask"),
        "is_change": is_change(request),
        "danger": danger_of(content),
        "danger_brief": shown.name not in _DANGER_IN_FULL,
        "has_draft": bool(draft_key(request)),
    }
