"""Everything on one page: for who wants no draft kept, and for staff who write down what a caller or visitor says.

Nothing is stored before it is sent. The number that makes sending twice one case, and the passphrase, travel in the page itself,
encrypted, so that a lost answer loses nothing here either.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from portal.common import clock
from portal.common.clock import request_today
from portal.common.encryption import CannotDecrypt, decrypt, encrypt
from portal.consultations.asking import forms
from portal.consultations.asking.content import Content
from portal.consultations.asking.filling import Filled, form_of
from portal.consultations.asking.hints import PersonalData, danger_of, limitation_near
from portal.consultations.asking.steps import STEPS, Step
from portal.consultations.models import ConsultationSettings
from portal.consultations.services.intake.asking_limits import may_send
from portal.consultations.services.intake.sending import send_at_once
from portal.consultations.services.intake.submitting import LONGEST_QUESTION
from portal.consultations.services.intake.texts import current_texts
from portal.consultations.views.asking.asker import asker_of
from portal.consultations.views.asking.checking import closed_words
from portal.consultations.views.asking.session import remember, sender_of
from portal.consultations.views.asking.wizard import too_often

TEMPLATE = "consultations/asking/one_page.html"
SCREENS = [step for step in STEPS if step.form is not forms.StepForm]


@dataclass(frozen=True, slots=True)
class Part:
    """A screen's questions as a part of the page."""

    step: Step
    form: forms.StepForm


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def ask_all(request: HttpRequest) -> HttpResponseBase:
    """Ask on one page, with no draft."""
    rules = ConsultationSettings.load()
    asker = asker_of(request, rules, reverse("ask_all"))
    content = content_of(request)
    context = {**page_context(request, content), "asker": asker}
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not rules.is_open:
        return render(request, TEMPLATE, {**context, "problem": closed_words(rules)})
    if context["errors"] or context["pauses"] or not asker.may_send:
        return render(request, TEMPLATE, context)
    if not may_send(sender_of(request), clock.now()):
        return too_often(request, context, TEMPLATE)
    try:
        remember(request, send_at_once(content, citizen=asker.citizen))
    except ValidationError as error:
        return render(request, TEMPLATE, {**context, "problem": " ".join(error.messages)})
    return HttpResponseRedirect(reverse("ask_receipt"))


def content_of(request: HttpRequest, screens: Sequence[Step] = SCREENS) -> Content:
    """What was sent along, as a content; on opening the page, an empty one with the words of ``?q=``."""
    content = Content(**_secrets(request.POST.get("sending", "")))
    if request.method != "POST":
        content.take("question", {"question": [request.GET.get("q", "")[:LONGEST_QUESTION]]})
        return content
    for step in screens:
        fields = step.form.base_fields if step.name != "consent" else form_of(step, None, request_today(request)).fields
        content.take(step.name, {name: request.POST.getlist(name) for name in fields if name in request.POST})
    for name, version in (("notice", "notice_version"), ("consent", "agreement_version")):
        content.note_agreed(name, request.POST.get(version, ""), clock.now())
    return content


def page_context(request: HttpRequest, content: Content, screens: Sequence[Step] = SCREENS) -> dict[str, Any]:
    """The parts with what was typed, what is said about it, and the page's own secrets.

    ``pauses``: something was found that the writer has not seen yet (danger, what points at a person, a period that may run
    out): the page comes back once before it is sent. ``act=mask`` comes back with the question masked.
    """
    today, is_sent = request_today(request), request.method == "POST"
    masks = request.POST.get("act") == "mask"
    if masks:
        content.replace_question(PersonalData(content.question).masked())
    filled = Filled(content, today)
    parts = [Part(step, _form(step, filled, content, today, is_sent)) for step in screens]
    secrets = {"submission_key": content.submission_key, "passphrase": content.passphrase}
    hints = _hints(content, filled) if is_sent else {}
    return {
        "parts": parts,
        "errors": [field for part in parts if part.form.is_bound for field in part.form if field.errors],
        "texts": current_texts(today),
        "sending": encrypt(json.dumps(secrets)),
        "pauses": masks or (any(hints.values()) and not request.POST.get("seen")),
        "is_sent": is_sent,
        **hints,
    }


def _form(step: Step, filled: Filled, content: Content, today: date, is_sent: bool) -> forms.StepForm:
    if is_sent and step.name in filled.forms:
        return filled.forms[step.name]
    initial = {name: values[-1] for name, values in content.typed.get(step.name, {}).items() if values}
    return form_of(step, None, today, initial=initial)


def _hints(content: Content, filled: Filled) -> dict[str, Any]:
    personal = PersonalData(content.question)
    return {
        "danger": danger_of(content),
        "personal": personal.rows,
        "near": limitation_near(filled.said, filled.today),
    }


def _secrets(sent: str) -> dict[str, Any]:
    """The submission key and the passphrase that the page was given; new ones for what was not made here."""
    if not sent:
        return {}
    try:
        made: dict[str, Any] = json.loads(decrypt(sent))
    except (CannotDecrypt, ValueError):
        return {}
    return made
